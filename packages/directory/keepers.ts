import Type from "typebox";

const agency = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });

/** Who keeps a register: an agency, or several that each keep one of their own by the same description, as tax offices do. */
export const keepersSchema = Type.Union([Type.String(), Type.Array(agency, { minItems: 1, maxItems: 40, uniqueItems: true })]);

/** The ids of the agencies that keep a register. */
export const keepersOf = (agency: string | readonly string[]): readonly string[] =>
  typeof agency === "string" ? [agency] : agency;
