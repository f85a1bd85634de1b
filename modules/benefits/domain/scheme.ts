import { ConfigurationError } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const field = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
/** What each run reads again of the person for whom it is paid: over the road, by law, as an agency's subsystem. */
const readsSchema = Type.Object(
  {
    subsystem: Type.String({ maxLength: 100 }),
    /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
    provider: Type.String({ pattern: "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){3}$", maxLength: 200 }),
    /** Facts and the fields that say them. A fact that is read is never taken from the case. */
    facts: Type.Record(Type.String(), field),
    /** Facts that hold for every month as they were read last, such as a birthday; the others hold for the month of their run. */
    lasting: Type.Array(Type.String()),
    /** Values of a field with which the benefit has ended, and the field with the day. */
    ends: Type.Optional(
      Type.Object({ field, values: Type.Array(Type.String(), { minItems: 1 }), on: field, reason: Type.String() }, closed),
    ),
  },
  closed,
);

/** `content/schemes/<id>/scheme.json`: a benefit that is paid every month. */
export const schemeSchema = Type.Object(
  {
    agency: Type.String({ maxLength: 100 }),
    /** The variable of the law that says what is due for a month, and the facts that it takes. */
    law: Type.Object(
      {
        name: Type.String(),
        due: Type.String(),
        facts: Type.Record(Type.String(), Type.String()),
      },
      { additionalProperties: false },
    ),
    /** An age in months that the law takes, counted from a day among the facts; due through that age. */
    age: Type.Optional(
      Type.Object(
        { input: Type.Optional(Type.String()), from: Type.String(), through: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
    ),
    reads: Type.Optional(readsSchema),
    /** Schemes of which nobody has a month beside this one, and which of the two is then paid. Both say it. */
    excludes: Type.Array(
      Type.Object(
        { scheme: Type.String(), paid: Type.Union([Type.Literal("this"), Type.Literal("other")]) },
        { additionalProperties: false },
      ),
    ),
    /** How many months are looked at again in each run. */
    backMonths: Type.Integer({ minimum: 0, maximum: 60 }),
    source: Type.String(),
    certainty: Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
  },
  { additionalProperties: false },
);
export type Scheme = Static<typeof schemeSchema> & { id: string };
export type Reads = Static<typeof readsSchema>;

/** The fields that a run asks for. */
export const fieldsOf = ({ facts, ends }: Reads): string[] => [
  ...new Set([...Object.values(facts), ...(ends ? [ends.field, ends.on] : [])]),
];

/** Schemes that are paid instead of this one. */
export const yieldsTo = ({ excludes }: Scheme): string[] =>
  excludes.filter(({ paid }) => paid === "other").map(({ scheme }) => scheme);

/** Every exclusion is said by both sides, and they say which of the two is paid; throws ConfigurationError otherwise. */
export function checkSchemes(schemes: readonly Scheme[]): ReadonlyMap<string, Scheme> {
  const byId = new Map(schemes.map((scheme) => [scheme.id, scheme]));
  for (const { id, excludes } of schemes)
    for (const { scheme, paid } of excludes) {
      const back = byId.get(scheme)?.excludes.find((one) => one.scheme === id);
      if (!back || back.paid === paid)
        throw new ConfigurationError(`schemes/${id}: ${scheme} has to say that it excludes ${id}, and the same one is paid`);
    }
  return byId;
}
