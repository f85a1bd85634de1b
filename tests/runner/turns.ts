/** What each whole run walks, however long it takes: the first way through the program, and every page. */
const always = new Set(["tests/start.test.ts", "tests/split-process.test.ts", "e2e/journey.test.ts", "e2e/crawl.test.ts"]);
/** From so many seconds on a file takes turns with another one. */
const long = 40;

/**
 * The files of a whole run on a day: of those that take longest, mostly faults that are waited for, every second one, by the place in their
 * order; the others run the next day. `left`: whose turn is then.
 */
export function takeTurns(
  files: readonly string[],
  day: number,
  seconds: (file: string) => number,
): { now: string[]; left: string[] } {
  const taking = files
    .filter((file) => seconds(file) >= long && !always.has(file))
    .toSorted((a, b) => seconds(b) - seconds(a) || (a < b ? -1 : 1));
  const left = new Set(taking.filter((_, at) => at % 2 !== day % 2));
  return { now: files.filter((file) => !left.has(file)), left: [...left] };
}
