import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { differences, type Expected, parseExpected, readExpected, type SuiteResult } from "./kit.ts";
import { runOwn, runSuite, runSuites, suiteNames } from "./run.ts";

const expected: Expected = parseExpected('{ "passed": { "good": 2, "good altered": 1 }, "failed": { "odd: c": "why" } }', "x");
const good: SuiteResult = {
  passed: ["good: a", "good: b", "good altered: a"],
  failed: [{ id: "odd: c", why: "refused" }],
};

test("a result that is as expected has no differences", () => {
  assert.deepEqual(differences(good, expected), []);
  assert.equal(expected.needs, "x");
});

test("a whole group may be known to fail", () => {
  const failed = [...good.failed, { id: "absent: d", why: "not implemented" }];
  assert.notDeepEqual(differences({ ...good, failed }, expected), []);
  assert.deepEqual(differences({ ...good, failed }, { ...expected, knownFailures: ["odd: c", "absent"] }), []);
});

test("every way to get worse, or better, is a difference", () => {
  assert.match(differences({ ...good, passed: good.passed.slice(1) }, expected)[0]!, /^good: 1 passed, expected 2/);
  assert.match(differences({ ...good, passed: [...good.passed, "new: e"] }, expected)[0]!, /^new: 1 passed, expected 0/);
  assert.match(differences({ ...good, failed: [...good.failed, { id: "d", why: "accepted" }] }, expected)[0]!, /^d: accepted/);
  assert.match(differences({ ...good, failed: [] }, expected)[0]!, /^odd: c: expected to fail and did not/);
});

test("a suite without an altered input fails, and an altered input that is accepted is never known to fail", () => {
  const none = { ...good, passed: ["good: a", "good: b"] };
  assert.ok(differences(none, expected).some((line) => line.includes("no altered input")));
  const failed = [...good.failed, { id: "good altered: b", why: "accepted" }];
  assert.match(
    differences({ ...good, failed }, { ...expected, knownFailures: ["odd: c", "good altered"] })[0]!,
    /altered: b: acc/,
  );
});

test("without reference data suites are skipped, and in CI that is a failure", async () => {
  const reference = join(tmpdir(), "no-reference-here");
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  assert.equal(await runSuites([], { ci: false, reference, print }), 0);
  assert.ok(lines.some((line) => /^merkle: skipped/.test(line)));
  assert.ok(
    lines.some((line) => /^merkle, own vectors: as expected/.test(line)),
    "what was made here runs everywhere",
  );
  assert.equal(await runSuites([], { ci: true, reference, print }), 1);
});

test("a suite that does not exist is named and refused", async () => {
  const lines: string[] = [];
  assert.equal(await runSuites(["no-such-suite"], { print: (line) => void lines.push(line) }), 2);
  assert.match(lines[0]!, /no such suite: no-such-suite; there are: .*merkle/);
});

for (const name of suiteNames()) {
  test(`the suite ${name} has small vectors of its own, or its files are its own, and gives what is expected of them`, async (t) => {
    const report = await runOwn(name);
    if (report?.status === "skipped" && process.env.CI !== "true") return t.skip(report.notes.join("; "));
    if (report) assert.deepEqual(report.notes, []);
    else assert.equal(readExpected(join(import.meta.dirname, name), name).needs, ".");
  });
  test(`the suite ${name} gives what is expected of it`, async (t) => {
    const report = await runSuite(name);
    if (report.status === "skipped" && process.env.CI !== "true") return t.skip(report.notes.join("; "));
    assert.deepEqual(report.notes, []);
    assert.ok(existsSync(join(import.meta.dirname, name, "expected.json")));
  });
}
