import Type, { type Static } from "typebox";
import { guardSchema, referenceSchema } from "./guard.ts";
import { limitSchema, stepSchema } from "./steps.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,40}$" });
const fieldName = Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" });
const end = Type.Union([Type.Literal("granted"), Type.Literal("refused"), Type.Literal("closed")]);

/** How another person may act for the applicant: each is proven by a mandate. */
const representation = Type.Union([
  Type.Literal("parent"),
  Type.Literal("guardian"),
  Type.Literal("agent"),
  Type.Literal("representative"),
]);

/** Who takes part. The applicant opens the case; other parties are named by answers and each acts for themselves. */
export const partySchema = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("applicant"),
      /** Who may act for the applicant; without it only the applicant. */
      represented: Type.Optional(Type.Array(representation, { minItems: 1, maxItems: 4, uniqueItems: true })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal("named"),
      /** A repeatable group: a party for each entry, whose fields the two names below are. */
      each: Type.Optional(fieldName),
      nationalId: fieldName,
      name: fieldName,
    },
    closed,
  ),
]);

/** What may happen after a case has ended: it goes on at `step`. */
const remedySchema = Type.Object(
  {
    from: Type.Array(end, { minItems: 1, maxItems: 3, uniqueItems: true }),
    /** The party or the officer's role that may begin it. */
    by: Type.Union([Type.Object({ party: id }, closed), Type.Object({ role: id, agency: Type.Optional(id) }, closed)]),
    /** Counted from the day after the notice of the decision; none: at any time. */
    within: Type.Optional(limitSchema),
    /** Where this day is later it is counted from then, such as the end of the days to pay; `when`: only where this holds. */
    after: Type.Optional(Type.Object({ day: referenceSchema, when: Type.Optional(guardSchema) }, closed)),
    step: id,
  },
  closed,
);
export const remedyNames = ["objection", "appeal", "correction", "reopening"] as const;
export type RemedyName = (typeof remedyNames)[number];

/** The steps of a service, who takes part, and what may follow its end. */
export const flowSchema = Type.Object(
  {
    parties: Type.Record(id, partySchema, { minProperties: 1, maxProperties: 10 }),
    /** The first step begins every case; steps of kind `notice` begin cases too. */
    steps: Type.Array(stepSchema, { minItems: 1, maxItems: 60 }),
    remedies: Type.Optional(
      Type.Object(Object.fromEntries(remedyNames.map((name) => [name, Type.Optional(remedySchema)])), closed),
    ),
  },
  closed,
);

export type PartyDefinition = Static<typeof partySchema>;
export type Remedy = Static<typeof remedySchema>;
export type FlowDefinition = Omit<Static<typeof flowSchema>, "remedies"> & { remedies?: Partial<Record<RemedyName, Remedy>> };
