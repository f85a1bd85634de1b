import type { Content } from "@troad/kernel";
import Type from "typebox";
import type { SessionRole } from "./session.ts";

const roleSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 0 }),
    /** Where its work begins. */
    home: Type.String({ pattern: "^/" }),
    /** The role whose pages and navigation its holders share, such as that of all officers who work on cases. */
    is: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" })),
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
  is?: string;
  demo: readonly (string | null)[];
  text: Record<string, Record<string, string>>;
};

/** The roles of content/roles in their order; throws ConfigurationError at one that does not fit. */
export const readRoles = (content: Content): RoleDefinition[] =>
  content
    .read("roles", "role.json", roleSchema)
    .map(({ id, value, text }) => ({ id, ...value, text }))
    .toSorted((a, b) => a.order - b.order);

/** The roles of a person with those that they share pages with, for the same agency. */
export const sharedRoles = (definitions: readonly RoleDefinition[], held: readonly SessionRole[]): SessionRole[] =>
  held.flatMap((one) => {
    const is = definitions.find(({ id }) => id === one.role)?.is;
    return is === undefined ? [one] : [one, { role: is, agency: one.agency, by: one.role }];
  });

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
