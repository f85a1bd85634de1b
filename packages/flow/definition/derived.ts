import Type, { type Static } from "typebox";
import { type Guard, guardSchema, passes, type ReadValue, referenceSchema, referencesOf } from "./guard.ts";

const closed = { additionalProperties: false } as const;
const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);
const name = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });

/** Entries of a list, or a single value; `where`: of entries, those with one of these values in each of the fields. */
const pickSchema = Type.Object(
  {
    of: referenceSchema,
    /** The field of each entry that is summed. */
    part: Type.Optional(name),
    /** Without the entries whose field is among these values. */
    except: Type.Optional(Type.Object({ field: name, in: referenceSchema }, closed)),
    where: Type.Optional(Type.Record(name, Type.Array(scalar, { minItems: 1, maxItems: 20 }))),
  },
  closed,
);

/**
 * A value made of what has come together: the sum of amounts, how many entries there are, less what `less` picks, whether a guard holds, the first
 * that is there, or texts joined to a key. What is not there adds nothing; an amount may be a text of digits.
 */
export const derivedSchema = Type.Union([
  Type.Object({ holds: guardSchema }, closed),
  Type.Object({ join: Type.Array(referenceSchema, { minItems: 2, maxItems: 5 }), by: Type.String({ maxLength: 3 }) }, closed),
  Type.Object({ first: Type.Array(referenceSchema, { minItems: 2, maxItems: 5 }) }, closed),
  Type.Object(
    { sum: Type.Array(pickSchema, { minItems: 1, maxItems: 20 }), less: Type.Optional(Type.Array(pickSchema, { maxItems: 20 })) },
    closed,
  ),
  Type.Object(
    {
      count: Type.Array(pickSchema, { minItems: 1, maxItems: 20 }),
      less: Type.Optional(Type.Array(pickSchema, { maxItems: 20 })),
    },
    closed,
  ),
]);
export type Derived = Static<typeof derivedSchema>;
type Pick = Static<typeof pickSchema>;

export const isDerived = (value: unknown): value is Derived =>
  typeof value === "object" &&
  value !== null &&
  ("sum" in value || "count" in value || "holds" in value || "first" in value || "join" in value);

type Reckoned = Exclude<Derived, { holds: Guard } | { first: string[] } | { join: string[]; by: string }>;
const picksOf = (derived: Reckoned): Pick[] => [...("sum" in derived ? derived.sum : derived.count), ...(derived.less ?? [])];
/** The references that a derived value looks at. */
export function referencesIn(derived: Derived): string[] {
  if ("holds" in derived) return referencesOf(derived.holds);
  if ("first" in derived) return derived.first;
  if ("join" in derived) return derived.join;
  return picksOf(derived).flatMap(({ of, except }) => (except ? [of, except.in] : [of]));
}

const entriesOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.flatMap(entriesOf) : [value];
const fieldOf = (entry: unknown, field: string): unknown =>
  typeof entry === "object" && entry !== null && Object.hasOwn(entry, field)
    ? (entry as Record<string, unknown>)[field]
    : undefined;

function picked({ of, where = {}, except }: Pick, read: ReadValue): unknown[] {
  const left = except ? entriesOf(read(except.in)) : [];
  return entriesOf(read(of)).filter(
    (entry) =>
      Object.entries(where).every(([field, values]) => values.some((value) => value === fieldOf(entry, field))) &&
      !(except && left.includes(fieldOf(entry, except.field))),
  );
}
const amountOf = (entry: unknown, part: string | undefined): number => {
  const value = part === undefined ? entry : fieldOf(entry, part);
  if (typeof value === "string" && /^\d{1,15}$/.test(value)) return Number(value);
  return typeof value === "number" ? value : 0;
};

/** Works a derived value out. */
export function derive(derived: Derived, read: ReadValue): unknown {
  if ("first" in derived) return derived.first.map(read).find((value) => value !== undefined && value !== null);
  if ("holds" in derived) return passes(derived.holds, read);
  if ("join" in derived) {
    const parts = derived.join.map(read);
    return parts.every((part) => typeof part === "string" && part !== "") ? parts.join(derived.by) : undefined;
  }
  const reckon = (picks: readonly Pick[]): number =>
    picks
      .flatMap((pick) => picked(pick, read).map((entry) => ("sum" in derived ? amountOf(entry, pick.part) : 1)))
      .reduce((all: number, one) => all + one, 0);
  return reckon("sum" in derived ? derived.sum : derived.count) - reckon(derived.less ?? []);
}
