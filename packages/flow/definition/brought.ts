import Type, { type Static } from "typebox";
import { type Derived, derivedSchema, referencesIn } from "./derived.ts";
import { guardSchema, referenceSchema } from "./guard.ts";

const closed = { additionalProperties: false } as const;

/**
 * What a step brings as the answer to a question: locked; or offered (`offers`), where the person may state otherwise and the field that `reason`
 * names says why.
 */
export const broughtSchema = Type.Union([
  referenceSchema,
  derivedSchema,
  Type.Object(
    { offers: Type.Union([referenceSchema, derivedSchema]), reason: Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" }) },
    closed,
  ),
]);
export type Brought = Static<typeof broughtSchema>;
/** The references that what a step brings is made of. */
export const broughtFrom = (brought: Brought): string[] => {
  const from: string | Derived = typeof brought === "object" && "offers" in brought ? brought.offers : brought;
  return typeof from === "string" ? [from] : referencesIn(from);
};

/** What the law worked out, shown beside the questions of a step; `lowest`: the rows are compared, and the least is marked. */
export const shownSchema = Type.Object(
  {
    title: Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{0,80}$" }),
    variables: Type.Array(Type.String({ pattern: "^[a-z][A-Za-z0-9]*(\\.[a-zA-Z0-9]+){0,4}$", maxLength: 80 }), {
      minItems: 1,
      maxItems: 20,
    }),
    lowest: Type.Optional(Type.Boolean()),
    when: Type.Optional(guardSchema),
  },
  closed,
);
