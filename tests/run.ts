import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { runChecks } from "./check.ts";

/**
 * npm test [-- PATTERN ...]: the checks, then every *.test.ts, with the suites and the browser journeys among them. What was skipped is
 * listed at the end with how to get it; with CI=true a skip fails.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const patterns = process.argv.slice(2);
const ci = process.env.CI === "true";

function testFiles(): string[] {
  const found: string[] = [];
  for (const base of ["packages", "kernel", "content", "modules", "apps", "suites", "tests", "e2e", "bench"])
    for (const file of fs.readdirSync(path.join(root, base), { recursive: true, encoding: "utf8" }))
      if (file.endsWith(".test.ts") && !file.includes("node_modules")) found.push(path.join(root, base, file));
  return found
    .sort()
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => path.relative(root, file).includes(pattern)));
}

/** Files that start the whole government or a browser come last, two at a time: they wait more than they work. */
const heavy = (file: string): boolean => /\/(e2e|tests)\//.test(file) || /browser|journey|process/.test(path.basename(file));

type Totals = {
  passed: number;
  failed: number;
  skipped: { name: string; why: string }[];
  broken: string[];
  seconds: { file: string; seconds: number }[];
};

async function runFiles(files: string[], concurrency: number, totals: Totals): Promise<void> {
  if (files.length === 0) return;
  const stream = run({ files, concurrency, timeout: 600_000, cwd: root, forceExit: false });
  stream.on("test:pass", (event) => {
    if (event.skip !== undefined && event.skip !== false)
      totals.skipped.push({ name: event.name, why: typeof event.skip === "string" ? event.skip : "no reason given" });
    else if (event.details.type !== "suite") totals.passed++;
  });
  stream.on("test:fail", (event) => {
    if (event.details.type === "suite") return;
    totals.failed++;
    totals.broken.push(`${path.relative(root, event.file ?? "")}: ${event.name}`);
  });
  stream.on("test:summary", (event) => {
    if (event.file) totals.seconds.push({ file: path.relative(root, event.file), seconds: event.duration_ms / 1000 });
  });
  await new Promise<void>((resolve, reject) => {
    stream.compose(new spec()).on("end", resolve).on("error", reject).pipe(process.stdout, { end: false });
  });
}

const remedies: [RegExp, string][] = [
  [/chromium/i, "a browser: apt-get install chromium fonts-noto-cjk, or set CHROMIUM"],
  [
    /xmlsec1|xmllint|unzip|openssl|tool/i,
    "public tools: apt-get install xmlsec1 libxml2-utils unzip openssl zbar-tools poppler-utils qpdf",
  ],
  [/reference|vectors/i, "third-party vectors: set TROAD_REFERENCE to their folder"],
];

const began = Date.now();
const totals: Totals = { passed: 0, failed: 0, skipped: [], broken: [], seconds: [] };
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
let clean = true;
if (patterns.length === 0) {
  say("Checks");
  clean = runChecks(say);
}
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "troad-test-"));
fs.chmodSync(scratch, 0o711);
process.env.TROAD_TEST_SCRATCH = scratch;
const files = testFiles();
try {
  await runFiles(
    files.filter((file) => !heavy(file)),
    2,
    totals,
  );
  await runFiles(files.filter(heavy), 2, totals);
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
if (totals.skipped.length > 0) {
  say(`\nSkipped: ${totals.skipped.length}`);
  for (const { name, why } of totals.skipped) say(`  ${name}: ${why}`);
  for (const [pattern, remedy] of remedies)
    if (totals.skipped.some(({ why }) => pattern.test(why))) say(`  to run them, ${remedy}`);
}
if (totals.broken.length > 0) say(`\nFailed:\n${totals.broken.map((name) => `  ${name}`).join("\n")}`);
if (files.length > 20) {
  say("\nThe longest files, in seconds");
  for (const { file, seconds } of totals.seconds.sort((a, b) => b.seconds - a.seconds).slice(0, 20))
    say(`${seconds.toFixed(1).padStart(7)}  ${file}`);
}
if (!clean) say("\nThe checks are not clean.");
const dirty = spawnSync("git", ["status", "--porcelain", "--", "docs"], { cwd: root, encoding: "utf8" }).stdout;
if (dirty && ci) say(`note: the run changed\n${dirty}`);
say(
  `\n${((Date.now() - began) / 1000).toFixed(0)} s\n${totals.passed} passed, ${totals.failed + (clean ? 0 : 1)} failed, ${totals.skipped.length} skipped`,
);
process.exit(totals.failed > 0 || !clean || (ci && totals.skipped.length > 0) ? 1 : 0);
