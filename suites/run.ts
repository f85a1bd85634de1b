/** `npm run suites -- [NAME ...]`: runs suites/NAME/run.ts, or all, against the vectors in TROAD_REFERENCE. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { differences, type Expected, loadSuite, readExpected } from "./kit.ts";

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

const lacks = ({ tool }: Expected): boolean =>
  tool !== undefined && spawnSync("sh", ["-c", `command -v ${tool}`], { stdio: "ignore" }).status !== 0;
const skipped = (name: string, { tool }: Expected): SuiteReport => ({
  name,
  status: "skipped",
  passed: 0,
  failed: 0,
  notes: [`needs the tool ${tool}`],
});

/** Runs one suite. Without its reference data it is skipped, which counts as a failure in CI. */
export async function runSuite(name: string, reference: string = referenceFolder()): Promise<SuiteReport> {
  const folder = join(import.meta.dirname, name);
  const expected = readExpected(folder, name);
  if (lacks(expected)) return skipped(name, expected);
  // a suite whose files are our own needs no folder of others
  if (expected.needs !== "." && !existsSync(join(reference, expected.needs))) {
    return { name, status: "skipped", passed: 0, failed: 0, notes: [`no ${expected.needs} in the reference folder`] };
  }
  const result = await (await loadSuite(folder))({ reference });
  const notes = differences(result, expected);
  const status = notes.length === 0 ? "as expected" : "different";
  return { name, status, passed: result.passed.length, failed: result.failed.length, notes };
}

/** Runs a suite's own small vectors, which were made here and stand beside it; undefined where it has none. They need no reference data. */
export async function runOwn(name: string): Promise<SuiteReport | undefined> {
  const own = join(import.meta.dirname, name, "own");
  if (!existsSync(join(own, "expected.json"))) return undefined;
  const folder = existsSync(join(own, "run.ts")) ? own : join(import.meta.dirname, name);
  const expected = readExpected(own, name);
  if (lacks(expected)) return skipped(`${name}, own vectors`, expected);
  const result = await (await loadSuite(folder))({ reference: own });
  const notes = differences(result, expected);
  const status = notes.length === 0 ? "as expected" : "different";
  return { name: `${name}, own vectors`, status, passed: result.passed.length, failed: result.failed.length, notes };
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
    for (const report of [await runOwn(name), await runSuite(name, reference)]) {
      if (!report) continue;
      reports.push(report);
      print(`${report.name}: ${report.status}, ${report.passed} passed, ${report.failed} failed`);
      for (const note of report.notes) print(`  ${note}`);
    }
  }
  const sum = (of: "passed" | "failed") => reports.reduce((total, report) => total + report[of], 0);
  print(`${sum("passed")} passed, ${sum("failed")} failed`);
  const bad = reports.some(({ status }) => status === "different" || (ci && status === "skipped"));
  return bad ? 1 : 0;
}

// no `await` at the top: tests load this module synchronously
if (import.meta.main)
  void runSuites(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
