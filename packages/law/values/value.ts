import { LawError } from "../errors.ts";
import { formatRational, fraction, parseRational, type Rational } from "./rational.ts";

/** What an input, a variable or a parameter can be. Money is whole New Taiwan dollars; a rate is an exact fraction. */
export type ValueType = "boolean" | "integer" | "money" | "rate" | "date" | "text" | "code";

/** The types that formulas calculate with: integers, money and rates are all numbers. */
export type Kind = "number" | "boolean" | "date" | "text" | "code";
export type KindOf<T extends ValueType> = T extends "integer" | "money" | "rate" ? "number" : T extends Kind ? T : never;
export const kindOf = <T extends ValueType>(type: T): KindOf<T> =>
  (type === "integer" || type === "money" || type === "rate" ? "number" : type) as KindOf<T>;

/**
 * A value outside the engine, in JSON form: integers and money are safe integers, a rate is a text (`"0.6"`, `"1/3"`), a date is
 * `YYYY-MM-DD`, a code is one of its variable's codes.
 */
export type Value = number | string | boolean;

/** A value inside the engine. */
export type Exact = Rational | string | boolean;

export type { LocalText } from "./local-text.ts";

/** A calendar day, `YYYY-MM-DD`; such texts compare as the days do. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Full years from one day to another, such as a person's age; for a person born on 29 February a year is complete on 1 March (民法 §121,
 * §124).
 */
export function fullYears(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

const MAX_TEXT = 1000;

/** Converts a value from outside; throws law.type if it is not of the type. `codes` are the possible codes. */
export function take(raw: unknown, type: ValueType, name: string, codes: readonly string[] = []): Exact {
  const wrong = (why: string) => new LawError("law.type", name, why);
  switch (type) {
    case "boolean":
      if (typeof raw !== "boolean") throw wrong("must be true or false");
      return raw;
    case "integer":
    case "money":
      if (typeof raw !== "number" || !Number.isSafeInteger(raw)) throw wrong("must be a whole number");
      return fraction(BigInt(raw));
    case "rate": {
      const value = typeof raw === "string" ? parseRational(raw) : undefined;
      if (!value) throw wrong("must be a text such as 0.6, 60% or 3/5");
      return value;
    }
    case "date":
      if (typeof raw !== "string" || !isDay(raw)) throw wrong("must be a day as YYYY-MM-DD");
      return raw;
    case "code":
      if (typeof raw !== "string" || !codes.includes(raw)) throw wrong(`must be one of ${codes.join(", ")}`);
      return raw;
    case "text":
      if (typeof raw !== "string" || raw.length > MAX_TEXT) throw wrong(`must be a text of at most ${MAX_TEXT} characters`);
      return raw;
  }
}

/** Converts a value for output; throws law.overflow if a whole number does not fit. */
export function give(value: Exact, type: ValueType, name: string): Value {
  if (typeof value !== "object") return value;
  if (type === "rate") return formatRational(value);
  const number = Number(value.n);
  if (value.d !== 1n || !Number.isSafeInteger(number))
    throw new LawError("law.overflow", name, "the result is no whole number that fits");
  return number;
}
