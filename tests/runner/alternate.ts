/** What each whole run walks, however long it takes: starts, and the first way through the program. */
const always = new Set(["tests/start.test.ts", "tests/journey.test.ts"]);
/** From so many seconds on a file takes turns with others: each runs every `days` days. */
const long = 10;
export const days = 6;

/**
 * The files of a whole run on a day, counted since 1970: of those that take longest, mostly faults that are waited for and walks in a browser,
 * every sixth one, by the place in their order; the others run on the next days. `left`: whose turn is then.
 */
export function alternate(
  files: readonly string[],
  day: number,
  seconds: (file: string) => number,
): { now: string[]; left: string[] } {
  const taking = files
    .filter((file) => seconds(file) >= long && !always.has(file))
    .toSorted((a, b) => seconds(b) - seconds(a) || (a < b ? -1 : 1));
  // forth and back, so that no day has the longest of each round
  const dayOf = (at: number): number => (Math.floor(at / days) % 2 === 0 ? at % days : days - 1 - (at % days));
  const left = new Set(taking.filter((_, at) => dayOf(at) !== day % days));
  return { now: files.filter((file) => !left.has(file)), left: [...left] };
}
