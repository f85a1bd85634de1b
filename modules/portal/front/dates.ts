/** A yearly period, by month and day; one whose end is before its start runs over New Year. */
export type YearlyPeriod = { from: string; to: string };
export type ComingPeriod<T> = { of: T; from: string; to: string; isOpen: boolean };

/** The periods that are open on a day or begin within the given number of days, ordered by the next start or end. */
export function comingPeriods<T extends YearlyPeriod>(
  periods: readonly T[],
  today: string,
  withinDays: number,
): ComingPeriod<T>[] {
  const year = Number(today.slice(0, 4));
  const horizon = new Date(Date.parse(`${today}T00:00:00Z`) + withinDays * 86_400_000).toISOString().slice(0, 10);
  return periods
    .flatMap((of) =>
      [year - 1, year, year + 1].map((from) => ({
        of,
        from: `${from}-${of.from}`,
        to: `${of.to < of.from ? from + 1 : from}-${of.to}`,
      })),
    )
    .filter(({ from, to }) => to >= today && from <= horizon)
    .map((one) => ({ ...one, isOpen: one.from <= today }))
    .toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/** The next change: the end of an open period, the start of any other. */
const keyOf = ({ isOpen, from, to }: { isOpen: boolean; from: string; to: string }): string => (isOpen ? to : from);
