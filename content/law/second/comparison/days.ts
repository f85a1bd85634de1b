import type { Random } from "./random.ts";

const dayLength = 86_400_000;

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);

/** Any day from the first to the last. */
export const between = (random: Random, first: string, last: string): string =>
  plusDays(first, random.below((Date.parse(last) - Date.parse(first)) / dayLength + 1));
