import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { browserMissing, executable, serveBrowser } from "../e2e/browser.ts";
import { alternate } from "./runner/alternate.ts";
import { batched } from "./runner/batches.ts";
import { changedFiles, testFiles, touchedTests } from "./runner/files.ts";
import { longestFirst, secondsOf, writeLengths } from "./runner/lengths.ts";
import { prepare } from "./runner/prepare.ts";
import { report, type Totals } from "./runner/report.ts";

/**
 * npm test [-- PATTERN ... | --changed | --all | --lengths]: the checks, then every *.test.ts, with the suites and the browser journeys among
 * them; each of the longest files every sixth day (`--all`: all of them). What was skipped is listed at the end with how to
 * get it; with CI=true a skip fails.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);
const patterns = args.filter((arg) => !arg.startsWith("--"));
const changedOnly = args.includes("--changed");
const ci = process.env.CI === "true";
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function wanted(): string[] {
  const all = testFiles(root);
  if (changedOnly) return touchedTests(all, changedFiles(root));
  if (patterns.length > 0) return all.filter((file) => patterns.some((pattern) => file.includes(pattern)));
  if (args.includes("--all") || args.includes("--lengths")) return all;
  const { now, left } = alternate(all, Number(process.env.TROAD_TEST_DAY ?? Math.floor(Date.now() / 86_400_000)), secondsOf);
  if (left.length > 0)
    say(`${left.length} long files run on other days; npm test -- --all runs them today:\n  ${left.join(" ")}`);
  return now;
}

/** The checks in a process of their own, beside the preparation of the tests and the first of them. */
function startChecks(): Promise<boolean> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(root, "tests", "check.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  // the tests wait for each other; nobody waits for the checks
  if (child.pid !== undefined) os.setPriority(child.pid, 10);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve) =>
    child.once("close", (code) => {
      say(`Checks\n${text}`);
      resolve(code === 0);
    }),
  );
}

const usesBrowser = (file: string): boolean => file.startsWith("e2e/") || file.endsWith("/browser.test.ts");

/** A file whose set-up fails, or that cannot be loaded, has failed even where no test of its own has. */
const failureOf = (error: Error): unknown => (error as { failureType?: unknown }).failureType;

async function runFiles(files: string[], folder: string, totals: Totals): Promise<void> {
  // most long files wait more than they work: one more than there are cores keeps those busy
  const lanes = os.availableParallelism() + 1;
  const { alone, batches } = batched(root, files, folder, lanes);
  const stream = run({
    files: [...batches, ...alone.map((file) => path.join(root, file))],
    concurrency: lanes,
    timeout: 2_700_000,
    cwd: root,
    forceExit: false,
    execArgv: ["--disable-warning=ExperimentalWarning", "--import", path.join(root, "tests", "runner", "guard.ts")],
  });
  const took = (name: string, ms: number): void => {
    if (files.includes(name)) totals.seconds.push({ file: name, seconds: ms / 1000 });
  };
  stream.on("test:pass", (event) => {
    took(event.name, event.details.duration_ms);
    if (event.skip !== undefined && event.skip !== false)
      totals.skipped.push({ name: event.name, why: typeof event.skip === "string" ? event.skip : "no reason given" });
    else if (event.details.type !== "suite") totals.passed++;
  });
  stream.on("test:fail", (event) => {
    took(event.name, event.details.duration_ms);
    if (event.details.type === "suite" && failureOf(event.details.error) === "subtestsFailed") return;
    totals.failed++;
    totals.broken.push(`${path.relative(root, event.file ?? "")}: ${event.name}`);
  });
  stream.on("test:summary", (event) => {
    if (event.file) took(path.relative(root, event.file), event.duration_ms);
  });
  await new Promise<void>((resolve, reject) => {
    stream.compose(new spec()).on("end", resolve).on("error", reject).pipe(process.stdout, { end: false });
  });
}

const began = Date.now();
const totals: Totals = { passed: 0, failed: 0, skipped: [], broken: [], seconds: [] };
const files = longestFirst(wanted());
let checks = Promise.resolve(true);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "troad-test-"));
fs.chmodSync(scratch, 0o711);
process.env.TROAD_TEST_SCRATCH = scratch;
if (executable) process.env.CHROMIUM = executable;
try {
  // a single file starts what it needs itself, in less time than the preparation takes
  const prepared = files.length > 2 ? await prepare(scratch) : undefined;
  Object.assign(process.env, prepared?.env);
  // only now: the preparation measures how fast the machine is
  if (patterns.length === 0) checks = startChecks();
  const browser = files.length > 2 && !browserMissing && files.some(usesBrowser) ? await serveBrowser() : undefined;
  if (browser) process.env.TROAD_TEST_BROWSER = browser.address;
  if (prepared) say(`prepared in ${prepared.seconds.toFixed(1)} s; a start takes ${prepared.start.toFixed(1)} s`);
  if (files.length > 0) await runFiles(files, scratch, totals);
  await browser?.stop();
  await prepared?.stop();
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
const clean = await checks;
report(totals, say, files.length > 20);
if (args.includes("--lengths")) writeLengths(totals.seconds);
if (!clean) say("\nThe checks are not clean.");
const dirty = spawnSync("git", ["status", "--porcelain", "--", "docs"], { cwd: root, encoding: "utf8" }).stdout;
if (dirty && ci) say(`note: the run changed\n${dirty}`);
say(
  `\n${((Date.now() - began) / 1000).toFixed(0)} s\n${totals.passed} passed, ${totals.failed + (clean ? 0 : 1)} failed, ${totals.skipped.length} skipped`,
);
process.exit(totals.failed > 0 || !clean || (ci && totals.skipped.length > 0) ? 1 : 0);
