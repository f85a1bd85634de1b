/** What a suite is: third-party vectors run against this project, and what is expected of that. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Outcome of a suite's run. An id is "group: vector", the vector named as its publisher does. An id with the word "altered" stands
 * for inputs that the suite bent itself: it passes if they were told apart, and there is at least one.
 */
export type SuiteResult = {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly id: string; readonly why: string }[];
};
export type Suite = (context: { readonly reference: string }) => Promise<SuiteResult>;

/** suites/<name>/expected.json, read: nothing may get worse, and nothing may get better unnoticed. */
export type Expected = {
  /** Folder of the data below the reference folder, by default the suite's name. Without it the suite is skipped. */
  readonly needs: string;
  /** A program without which the suite is skipped. */
  readonly tool: string | undefined;
  /** How many ids pass in each group. */
  readonly passed: Readonly<Record<string, number>>;
  /** Ids or whole groups that are known to fail, from all other objects in the file; their values say why that is right. */
  readonly knownFailures: readonly string[];
};

export const groupOf = (id: string): string => id.split(": ")[0] ?? id;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isCounts = (value: unknown): value is Record<string, number> =>
  isRecord(value) && Object.values(value).every((count) => typeof count === "number");

export function parseExpected(text: string, suiteName: string): Expected {
  const file: unknown = JSON.parse(text);
  if (!isRecord(file) || !isCounts(file.passed))
    throw new TypeError(`${suiteName}/expected.json needs "passed": { group: count }`);
  const { passed, needs, tool, ...reasons } = file;
  const knownFailures = Object.values(reasons).flatMap((known) => (isRecord(known) ? Object.keys(known) : []));
  return {
    needs: typeof needs === "string" ? needs : suiteName,
    tool: typeof tool === "string" ? tool : undefined,
    passed,
    knownFailures,
  };
}

export const readExpected = (folder: string, suiteName: string): Expected =>
  parseExpected(readFileSync(join(folder, "expected.json"), "utf8"), suiteName);

export async function loadSuite(folder: string): Promise<Suite> {
  const { default: suite }: { default?: unknown } = await import(pathToFileURL(join(folder, "run.ts")).href);
  if (typeof suite !== "function") throw new TypeError(`${folder}/run.ts has no default export`);
  return suite as Suite;
}

const isAltered = (id: string): boolean => /\baltered\b/.test(id);

function countByGroup(ids: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[groupOf(id)] = (counts[groupOf(id)] ?? 0) + 1;
  return counts;
}

/** Everything in which a result differs from what is expected of it; empty if nothing does. */
export function differences({ passed, failed }: SuiteResult, expected: Expected): string[] {
  const counts = countByGroup(passed);
  const known = ({ id }: { id: string }) =>
    !isAltered(id) && (expected.knownFailures.includes(id) || expected.knownFailures.includes(groupOf(id)));
  return [
    ...failed.filter((failure) => !known(failure)).map(({ id, why }) => `${id}: ${why}`),
    ...expected.knownFailures
      .filter((name) => !failed.some(({ id }) => id === name || groupOf(id) === name))
      .map((name) => `${name}: expected to fail and did not`),
    ...Object.keys({ ...expected.passed, ...counts })
      .filter((group) => (expected.passed[group] ?? 0) !== (counts[group] ?? 0))
      .map((group) => `${group}: ${counts[group] ?? 0} passed, expected ${expected.passed[group] ?? 0}`),
    ...(passed.some(isAltered) ? [] : ["no altered input was told apart: the suite proves nothing"]),
  ];
}
