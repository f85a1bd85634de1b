/** Something that applies from one day to another and was known from a third. */
export type Dated = { readonly from: string; readonly to: string | null; readonly announced: string };

/**
 * Which of several applies on a day, as known on another: of those that apply, the one announced last. A later retroactive rule thus
 * replaces an earlier one, but only for questions from its announcement on.
 */
export function inForce<T extends Dated>(all: readonly T[], on: string, knownAt?: string): T | undefined {
  let best: T | undefined;
  for (const one of all) {
    if (one.from > on || (one.to !== null && one.to < on)) continue;
    if (knownAt !== undefined && one.announced > knownAt) continue;
    if (!best || one.announced > best.announced || (one.announced === best.announced && one.from >= best.from)) best = one;
  }
  return best;
}

/** The first day of the period that contains a day. */
export const periodStart = (day: string, period: "day" | "month" | "year"): string =>
  period === "day" ? day : period === "month" ? `${day.slice(0, 8)}01` : `${day.slice(0, 5)}01-01`;

/** The last day of the period that contains a day. */
export function periodEnd(day: string, period: "day" | "month" | "year"): string {
  if (period === "day") return day;
  if (period === "year") return `${day.slice(0, 5)}12-31`;
  const [year, month] = day.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The earliest first day, for the error that says since when there is a rule. */
export const firstOf = (all: readonly { readonly from: string }[]): string => all.map(({ from }) => from).sort()[0] ?? "no day";
