import type { Content } from "@troad/kernel";
import Type from "typebox";
import type { SessionRole } from "./session.ts";

const roleSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 0 }),
    /** The start page of its work. */
    home: Type.String({ pattern: "^/" }),
    /** The role whose pages and navigation its holders share, such as that of all officers who work on cases. */
    is: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" })),
    /** The roles whose posts its holders give and end, at their own agency. */
    administers: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
    /** Its holders file applications at the counter, for people who are present, to services of their agency. */
    counter: Type.Optional(Type.Boolean()),
    /** Its holders compare people who are present with their papers, and let them back into their eID. */
    identifies: Type.Optional(Type.Boolean()),
    /** The roles whose officers its holders replace in secret cases, without seeing one. */
    supervises: Type.Optional(
      Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }), { maxItems: 10, uniqueItems: true }),
    ),
    /** The registers that its holders look into, by an access right of their agency. */
    registers: Type.Optional(Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }), { maxItems: 30, uniqueItems: true })),
    /** The kinds of mandate that its holders confirm and end: for children, wards and businesses, which cannot give one themselves. */
    confirms: Type.Optional(
      Type.Array(Type.Union([Type.Literal("parent"), Type.Literal("guardian"), Type.Literal("representative")]), { maxItems: 3 }),
    ),
    /** The agencies for which the demonstration has a person in this role (null: none), where it matters with the area of the post. */
    demo: Type.Array(
      Type.Union([
        Type.String(),
        Type.Null(),
        Type.Object({ agency: Type.String(), area: Type.String({ pattern: "^[0-9]{1,12}$" }) }, { additionalProperties: false }),
      ]),
      { maxItems: 10 },
    ),
  },
  { additionalProperties: false },
);

/** A role that people may hold; its texts are `name`, `lead` (what it does) and `holder` (its holder in the demonstration). */
export type RoleDefinition = {
  id: string;
  order: number;
  home: string;
  is?: string;
  administers?: readonly string[];
  counter?: boolean;
  identifies?: boolean;
  supervises?: readonly string[];
  registers?: readonly string[];
  confirms?: readonly ("parent" | "guardian" | "representative")[];
  demo: readonly (string | null | { agency: string; area: string })[];
  text: Record<string, Record<string, string>>;
};

/** The roles of content/roles in order; throws ConfigurationError if one does not fit. */
export const readRoles = (content: Content): RoleDefinition[] =>
  content
    .read("roles", "role.json", roleSchema)
    .map(({ id, value, text }) => ({ id, ...value, text }))
    .toSorted((a, b) => a.order - b.order);

/** Whose pages all share who give and end posts, whichever role of content allows them to. */
export const appointingRole = "appointing-officer";

/** Whose pages all share who file applications at the counter. */
export const counterRole = "counter-officer";

/** Whose pages all share who check identities at the counter. */
export const identityRole = "identity-officer";

/** Whose pages all share who look into registers. */
export const registerRole = "register-officer";

/** Whose pages all share who confirm mandates. */
export const confirmingRole = "mandate-officer";

/** Whose pages all share who replace officers in secret cases. */
export const supervisingRole = "supervising-officer";

/** The roles of a person with those that they share pages with, for the same agency. */
export const sharedRoles = (definitions: readonly RoleDefinition[], held: readonly SessionRole[]): SessionRole[] =>
  held.flatMap((one) => {
    const {
      is,
      administers = [],
      confirms = [],
      registers = [],
      supervises = [],
      counter = false,
      identifies = false,
    } = definitions.find(({ id }) => id === one.role) ?? {};
    const shared = [
      ...(is === undefined ? [] : [is]),
      ...(administers.length > 0 ? [appointingRole] : []),
      ...(confirms.length > 0 ? [confirmingRole] : []),
      ...(counter ? [counterRole] : []),
      ...(identifies ? [identityRole] : []),
      ...(registers.length > 0 ? [registerRole] : []),
      ...(supervises.length > 0 ? [supervisingRole] : []),
    ];
    return [one, ...shared.filter((role) => role !== one.role).map((role) => ({ ...one, role, by: one.role }))];
  });

/** The officers of the demonstration: one for each role first, then further ones where a role needs them. */
export function demoOfficers(roles: readonly RoleDefinition[]): { role: string; agency: string | null; area: string | null }[] {
  const rounds = Math.max(0, ...roles.map(({ demo }) => demo.length));
  return Array.from({ length: rounds }, (_, round) =>
    roles.flatMap(({ id, demo }) => {
      const agency = demo[round];
      if (agency === undefined) return [];
      return [typeof agency === "object" && agency !== null ? { role: id, ...agency } : { role: id, agency, area: null }];
    }),
  ).flat();
}
