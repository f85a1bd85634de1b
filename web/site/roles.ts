import type { Content } from "@troad/kernel";
import Type from "typebox";

const roleSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 0 }),
    /** Where its work begins. */
    home: Type.String({ pattern: "^/" }),
    /** For which agencies the demonstration has someone in it; null: for none. */
    demo: Type.Array(Type.Union([Type.String(), Type.Null()]), { maxItems: 10 }),
  },
  { additionalProperties: false },
);

/** A role that people may hold; its texts are `name`, `lead` (what it does) and `holder` (who holds it in the demonstration). */
export type RoleDefinition = {
  id: string;
  order: number;
  home: string;
  demo: readonly (string | null)[];
  text: Record<string, Record<string, string>>;
};

/** The roles of content/roles in their order; throws ConfigurationError at one that does not fit. */
export const readRoles = (content: Content): RoleDefinition[] =>
  content
    .read("roles", "role.json", roleSchema)
    .map(({ id, value, text }) => ({ id, ...value, text }))
    .toSorted((a, b) => a.order - b.order);

/** The officers of the demonstration: one of each role first, then those that a role needs more of. */
export function demoOfficers(roles: readonly RoleDefinition[]): { role: string; agency: string | null }[] {
  const rounds = Math.max(0, ...roles.map(({ demo }) => demo.length));
  return Array.from({ length: rounds }, (_, round) =>
    roles.flatMap(({ id, demo }) => {
      const agency = demo[round];
      return agency === undefined ? [] : [{ role: id, agency }];
    }),
  ).flat();
}
