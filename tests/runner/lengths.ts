import fs from "node:fs";
import path from "node:path";

const file = path.join(import.meta.dirname, "lengths.json");

/** Seconds that each test file took when it was last measured (`npm test -- --lengths`). */
const measured = (): Record<string, number> => JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, number>;

/** Longest first, so that no long file is begun when all others are done. A file that was not measured yet counts as middling. */
export function longestFirst(files: string[]): string[] {
  const seconds = measured();
  const of = (name: string): number => seconds[name] ?? 5;
  return files.toSorted((a, b) => of(b) - of(a));
}

/** Files below a second are left out: their order does not matter. */
export function writeLengths(seconds: { file: string; seconds: number }[]): void {
  const entries = seconds
    .filter((one) => one.seconds >= 1)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map((one) => [one.file, Math.round(one.seconds)] as const);
  fs.writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
