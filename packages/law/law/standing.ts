import { LawError } from "../errors.ts";
import type { DatedValue } from "../parameters/load.ts";
import { isDay } from "../values/value.ts";
import { calculate, type Law } from "./create.ts";
import type { Definitions } from "./definitions.ts";

/**
 * Continues a law after the day up to which it was read: figures that end on that very day are the last announced ones and stand until the
 * next, figures without an end stay in force, and every step says that it was not checked. Figures that ended earlier stay ended, and a
 * measured figure, such as an interest rate, is never used for a later day.
 */
export function standing(law: Law, readUntil: string): Law {
  if (!isDay(readUntil)) throw new LawError("law.type", readUntil, "must be a day as YYYY-MM-DD");
  const base = law.definitions;
  const carried = new WeakMap<DatedValue, DatedValue>();
  const carry = (value: DatedValue | undefined): DatedValue | undefined => {
    if (value?.to !== readUntil) return undefined;
    const before = carried.get(value);
    if (before) return before;
    const after: DatedValue = { ...value, certainty: "D", standing: "carried" };
    carried.set(value, after);
    return after;
  };
  const definitions: Definitions = {
    ...base,
    readUntil,
    valueOn: (name, on, knownAt) => {
      const value = base.valueOn(name, on, knownAt);
      if (value || on <= readUntil || base.parameter(name)?.measured) return value;
      return carry(base.valueOn(name, readUntil, knownAt));
    },
  };
  return { ...law, definitions, calculate: (question) => calculate(definitions, question) };
}
