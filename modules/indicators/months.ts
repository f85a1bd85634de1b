/** A month as `2026-03`. */
export type Month = string;

/** The month of a day (`2026-03-02`) and those before it, newest first. */
export function monthsUpTo(day: string, count: number): Month[] {
  const [year = 0, number = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, number - 1 - back, 1)).toISOString().slice(0, 7));
}
