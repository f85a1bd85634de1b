import { type Facts, isDay, type Law, LawError, type Value } from "@troad/law";

/** What a topic is asked with, as JSON gave it. */
export type Fields = Readonly<Record<string, unknown>>;
/** Answers a topic, by a reform where one is given in place of the law in force; throws LawError with the field at fault. */
export type Topic = (input: Fields, law?: Law) => Record<string, unknown>;

const wrong = (field: string, why: string): LawError => new LawError("law.type", field, why);
const LARGEST = 1e15;

export function number(input: Fields, field: string): number {
  const value = input[field];
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrong(field, "must be a number");
  if (value < 0 || value > LARGEST) throw new LawError("law.range", field, `must be from 0 to ${LARGEST}`);
  return value;
}
export function wholeNumber(input: Fields, field: string): number {
  const value = number(input, field);
  if (!Number.isSafeInteger(value)) throw wrong(field, "must be a whole number");
  return value;
}
export function numbers(input: Fields, field: string): number[] {
  const value = input[field];
  if (!Array.isArray(value) || value.length > 1000) throw wrong(field, "must be a list of at most 1000 numbers");
  return value.map((one: unknown, at) => wholeNumber({ [`${field}/${at}`]: one }, `${field}/${at}`));
}
export function day(input: Fields, field: string): string {
  const value = input[field];
  if (typeof value !== "string" || !isDay(value))
    throw wrong(field, "must be a day of the common era as YYYY-MM-DD, not of the ROC calendar");
  return value;
}
export function text(input: Fields, field: string): string {
  const value = input[field];
  if (typeof value !== "string" || value.length > 1000) throw wrong(field, "must be a text");
  return value;
}
export function yesNo(input: Fields, field: string): boolean {
  const value = input[field];
  if (typeof value !== "boolean") throw wrong(field, "must be true or false");
  return value;
}
/** A year of the ROC calendar as the last day of that income year. */
export function rocYear(input: Fields, field: string): string {
  const year = wholeNumber(input, field);
  if (year > 200)
    throw new LawError("law.range", field, "must be a year of the ROC calendar, such as 114, not of the common era");
  if (year < 1) throw new LawError("law.range", field, "must be a year of the ROC calendar, such as 114");
  return `${year + 1911}-12-31`;
}
/** A decimal as an exact rate. */
export const rateText = (value: number): string => value.toFixed(12).replace(/\.?0+$/, "");

/** Wants values of a law; throws law.unknown-input when facts are missing. */
export function ask(law: Law, at: string, situation: Facts, ...want: string[]): Value[] {
  const { values, missing } = law.calculate({ want, situation, at });
  const [first] = missing;
  if (first) throw wrong(first.input, first.why.en);
  return want.map((name) => {
    const value = values[name];
    if (value === undefined) throw wrong(name, "has no value");
    return value;
  });
}
