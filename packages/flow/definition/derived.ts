import Type, { type Static } from "typebox";
import { type ReadValue, referenceSchema } from "./guard.ts";

const closed = { additionalProperties: false } as const;
const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);
const name = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });

/** Entries of a list, or a single value; `where`: of entries, those with one of these values in each of the fields. */
const pickSchema = Type.Object(
  {
    of: referenceSchema,
    /** The field of each entry that is summed. */
    part: Type.Optional(name),
    where: Type.Optional(Type.Record(name, Type.Array(scalar, { minItems: 1, maxItems: 20 }))),
  },
  closed,
);

/**
 * A number made of what has come together: the sum of amounts, or how many entries there are, less what `less` picks. What is not there adds
 * nothing.
 */
export const derivedSchema = Type.Union([
  Type.Object(
    { sum: Type.Array(pickSchema, { minItems: 1, maxItems: 20 }), less: Type.Optional(Type.Array(pickSchema, { maxItems: 20 })) },
    closed,
  ),
  Type.Object(
    { count: Type.Array(pickSchema, { minItems: 1, maxItems: 20 }), less: Type.Optional(Type.Array(pickSchema, { maxItems: 20 })) },
    closed,
  ),
]);
export type Derived = Static<typeof derivedSchema>;
type Pick = Static<typeof pickSchema>;

export const isDerived = (value: unknown): value is Derived =>
  typeof value === "object" && value !== null && ("sum" in value || "count" in value);

const picksOf = (derived: Derived): Pick[] => [...("sum" in derived ? derived.sum : derived.count), ...(derived.less ?? [])];
/** The references that a derived number looks at. */
export const referencesIn = (derived: Derived): string[] => picksOf(derived).map(({ of }) => of);

const entriesOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.flatMap(entriesOf) : [value];
const fieldOf = (entry: unknown, field: string): unknown =>
  typeof entry === "object" && entry !== null && Object.hasOwn(entry, field) ? (entry as Record<string, unknown>)[field] : undefined;

const picked = ({ of, where = {} }: Pick, read: ReadValue): unknown[] =>
  entriesOf(read(of)).filter((entry) =>
    Object.entries(where).every(([field, values]) => values.some((value) => value === fieldOf(entry, field))),
  );
const amountOf = (entry: unknown, part: string | undefined): number => {
  const value = part === undefined ? entry : fieldOf(entry, part);
  return typeof value === "number" ? value : 0;
};

/** Works a derived number out. */
export function derive(derived: Derived, read: ReadValue): number {
  const reckon = (picks: readonly Pick[]): number =>
    picks
      .flatMap((pick) => picked(pick, read).map((entry) => ("sum" in derived ? amountOf(entry, pick.part) : 1)))
      .reduce((all: number, one) => all + one, 0);
  return reckon("sum" in derived ? derived.sum : derived.count) - reckon(derived.less ?? []);
}
