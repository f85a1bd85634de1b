import fs from "node:fs";
import path from "node:path";

const file = path.join(import.meta.dirname, "lengths.json");

/** Seconds that each test file took when it was last measured (`npm test -- --lengths`); those below one second are not there. */
const measured = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, number>;

/** Seconds of one file, none for those that were never measured. */
export const secondsOf = (name: string): number => measured[name] ?? 0;

/** Longest first, so that no long file is begun when all others are done. A file that was not measured yet counts as middling. */
export const longestFirst = (files: string[]): string[] => files.toSorted((a, b) => (measured[b] ?? 5) - (measured[a] ?? 5));

/** Files below a second are left out: their order does not matter. */
export function writeLengths(seconds: { file: string; seconds: number }[]): void {
  const entries = seconds
    .filter((one) => one.seconds >= 1)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map((one) => [one.file, Math.round(one.seconds)] as const);
  fs.writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
