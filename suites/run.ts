/** `npm run suites -- [NAME ...]`: runs suites/NAME/run.ts, or all, against the vectors in TROAD_REFERENCE. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { differences, loadSuite, readExpected } from "./kit.ts";

const root = join(import.meta.dirname, "..");
const referenceFolder = (): string => process.env.TROAD_REFERENCE ?? join(root, "..", "shared", "reference");

export type SuiteReport = {
  readonly name: string;
  readonly status: "as expected" | "different" | "skipped";
  readonly passed: number;
  readonly failed: number;
  /** What differs from expected.json, or why the suite was skipped. */
  readonly notes: readonly string[];
};

export const suiteNames = (): string[] =>
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, "run.ts")))
    .map((entry) => entry.name)
    .toSorted();

/** Runs one suite. Without its reference data it is skipped, which whoever calls for a CI counts as a failure. */
export async function runSuite(name: string, reference: string = referenceFolder()): Promise<SuiteReport> {
  const folder = join(import.meta.dirname, name);
  const expected = readExpected(folder, name);
  if (!existsSync(join(reference, expected.needs))) {
    return { name, status: "skipped", passed: 0, failed: 0, notes: [`no ${expected.needs} in the reference folder`] };
  }
  const result = await (await loadSuite(folder))({ reference });
  const notes = differences(result, expected);
  const status = notes.length === 0 ? "as expected" : "different";
  return { name, status, passed: result.passed.length, failed: result.failed.length, notes };
}

/** Runs the named suites, or all, prints what came out and returns the exit code. The last line is "N passed, N failed". */
export async function runSuites(
  names: readonly string[],
  { ci = process.env.CI === "true", reference = referenceFolder(), print = console.log as (line: string) => void } = {},
): Promise<number> {
  const known = suiteNames();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    print(`no such suite: ${unknown.join(", ")}; there are: ${known.join(", ")}`);
    return 2;
  }
  const reports: SuiteReport[] = [];
  for (const name of names.length > 0 ? names : known) {
    const report = await runSuite(name, reference);
    reports.push(report);
    print(`${report.name}: ${report.status}, ${report.passed} passed, ${report.failed} failed`);
    for (const note of report.notes) print(`  ${note}`);
  }
  const sum = (of: "passed" | "failed") => reports.reduce((total, report) => total + report[of], 0);
  print(`${sum("passed")} passed, ${sum("failed")} failed`);
  const bad = reports.some(({ status }) => status === "different" || (ci && status === "skipped"));
  return bad ? 1 : 0;
}

if (import.meta.main) process.exitCode = await runSuites(process.argv.slice(2));
