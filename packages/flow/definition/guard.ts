import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

/**
 * Where a value comes from: `answers.<field>`, `sources.<source>.<field>`, `law.<variable>`, `outcomes.<step>`, or `written.<step>.<field>`: an
 * entry in a register, what an officer reported, or `on`, the day on which a step was answered; `case.<part>`: what every case knows of itself, its
 * number, applicant, name and today, the day on which it came to the step.
 */
export const referencePattern = "^(answers|law|outcomes|case|(?:sources|written)\\.[a-z][a-z0-9-]*)\\.[A-Za-z][A-Za-z0-9.-]*$";
export const referenceSchema = Type.String({ pattern: referencePattern, maxLength: 140 });
const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);

/** One comparison of a value. A value that is not there makes it false, whatever the comparison; only `present` tells the two apart. */
const comparisonSchema = Type.Union([
  Type.Object({ value: referenceSchema, is: scalar }, closed),
  Type.Object({ value: referenceSchema, isNot: scalar }, closed),
  Type.Object({ value: referenceSchema, in: Type.Array(scalar, { minItems: 1, maxItems: 50 }) }, closed),
  Type.Object({ value: referenceSchema, atLeast: Type.Number() }, closed),
  Type.Object({ value: referenceSchema, atMost: Type.Number() }, closed),
  Type.Object({ value: referenceSchema, present: Type.Boolean() }, closed),
]);

/** A comparison, or one level of all/any: what does not fit in it is a variable of the law. */
export const guardSchema = Type.Union([
  comparisonSchema,
  Type.Object({ all: Type.Array(comparisonSchema, { minItems: 1, maxItems: 10 }) }, closed),
  Type.Object({ any: Type.Array(comparisonSchema, { minItems: 1, maxItems: 10 }) }, closed),
]);

type Comparison = Static<typeof comparisonSchema>;
export type Guard = Static<typeof guardSchema>;

/** Reads what a reference leads to; undefined where there is nothing. */
export type ReadValue = (reference: string) => unknown;

function compares(comparison: Comparison, read: ReadValue): boolean {
  const value = read(comparison.value) ?? undefined;
  if ("present" in comparison) return comparison.present === (value !== undefined);
  if (value === undefined) return false;
  if ("is" in comparison) return value === comparison.is;
  if ("isNot" in comparison) return value !== comparison.isNot;
  if ("in" in comparison) return comparison.in.some((one) => one === value);
  if ("atLeast" in comparison) return typeof value === "number" && value >= comparison.atLeast;
  return typeof value === "number" && value <= comparison.atMost;
}

/** Whether a guard lets the case pass; none always does. */
export function passes(guard: Guard | undefined, read: ReadValue): boolean {
  if (!guard) return true;
  if ("all" in guard) return guard.all.every((one) => compares(one, read));
  if ("any" in guard) return guard.any.some((one) => compares(one, read));
  return compares(guard, read);
}

/** Codes have no dot in them. */
export const isReference = (text: string): boolean => text.includes(".");

/** Of a field that is a list, its entries' own fields may be referred to: `members.nationalId`. */
export const isAsked = (fields: readonly string[] | undefined, name: string): boolean =>
  fields?.includes(name.split(".", 1)[0] ?? "") ?? false;

/** The references that a guard looks at. */
export function referencesOf(guard: Guard | undefined): string[] {
  if (!guard) return [];
  if ("all" in guard) return guard.all.map(({ value }) => value);
  return "any" in guard ? guard.any.map(({ value }) => value) : [guard.value];
}

/** Those of them that ask only whether the case has gone through a step: they look at nothing that might not be there yet. */
export function wentThrough(guard: Guard | undefined): Set<string> {
  const compared = !guard ? [] : "all" in guard ? guard.all : "any" in guard ? guard.any : [guard];
  const asks = (one: Comparison): boolean => "present" in one && one.value.startsWith("outcomes.");
  return new Set(
    compared
      .filter((one) => asks(one) && compared.every((other) => other.value !== one.value || asks(other)))
      .map(({ value }) => value),
  );
}

export type Reference =
  | { kind: "answers" | "law" | "outcomes" | "case"; source: ""; name: string }
  | { kind: "sources" | "written"; source: string; name: string };

/** `sources.low-income.status` -> kind, source, name. The schema has checked the form. */
export function parseReference(reference: string): Reference {
  const [kind = "", ...rest] = reference.split(".");
  if (kind === "sources" || kind === "written") return { kind, source: rest[0] ?? "", name: rest.slice(1).join(".") };
  if (kind === "answers" || kind === "law" || kind === "outcomes" || kind === "case")
    return { kind, source: "", name: rest.join(".") };
  throw new TypeError(`${reference} is no reference`);
}

/** What every case knows of itself: `case.number` and so on. */
export const caseParts: readonly string[] = ["number", "applicant", "name", "today"];
