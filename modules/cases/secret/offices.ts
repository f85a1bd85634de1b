import type { RoleDefinition } from "@troad/web";
import type { ActingPerson } from "../domain/act.ts";

/** The roles whose officers this person replaces in secret cases, each at the agency and in the area of their own post. */
export const supervisedBy = (
  roles: readonly Pick<RoleDefinition, "id" | "supervises">[],
  { posts }: Pick<ActingPerson, "posts">,
): ActingPerson["posts"] =>
  posts.flatMap((post) => {
    const { supervises = [] } = roles.find(({ id }) => id === post.role) ?? {};
    return supervises.map((role) => ({ ...post, role }));
  });

/** Whether the areas of an officer (null: everywhere) include each of these. */
export const coversAll = (areas: readonly (string | null)[], all: readonly (string | null)[]): boolean =>
  all.every((one) => areas.some((area) => area === null || (one?.startsWith(area) ?? false)));
