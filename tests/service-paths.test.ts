import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { reportOf, servicesIn } from "./kit/service-report.ts";

const root = path.resolve(import.meta.dirname, "..");
const fixtures = path.join(root, "tests", "fixtures");
const roots = [path.join(root, "content"), ...fs.readdirSync(fixtures).map((name) => path.join(fixtures, name))];
const folders = roots.filter((one) => fs.statSync(one).isDirectory()).flatMap(servicesIn);

for (const folder of folders)
  test(`${path.relative(root, folder)}: its paths end as they say, walk every edge of its steps, and no text is missing`, () => {
    const report = reportOf(folder);
    assert.equal(report.outcome, "complete");
    assert.deepEqual([report.edgesWalked, report.texts], [report.edges, true]);
  });

test("a service without paths, and one whose path is altered, are told", () => {
  const [content] = folders;
  const copy = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? "/tmp", "service-"));
  fs.cpSync(content!, copy, { recursive: true });
  const file = path.join(copy, "paths.json");
  const paths = JSON.parse(fs.readFileSync(file, "utf8")) as { end: string }[];
  fs.writeFileSync(file, JSON.stringify(paths.map((one) => ({ ...one, end: "closed" }))));
  assert.match(reportOf(copy).outcome, /it ends .* at .*, not closed at/);
  fs.writeFileSync(file, JSON.stringify(paths.slice(0, 1)));
  assert.match(reportOf(copy).outcome, /is on no path/);
  fs.rmSync(file);
  assert.equal(reportOf(copy).outcome, "paths.json is missing");
  fs.rmSync(copy, { recursive: true });
});

test("a service that states what its kind of entry does not take is told", () => {
  const content = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? "/tmp", "content-"));
  const copy = path.join(content, "services", "birth-registration");
  fs.cpSync(path.join(root, "content", "services", "birth-registration"), copy, { recursive: true });
  fs.symlinkSync(path.join(root, "content", "registers"), path.join(content, "registers"));
  const file = path.join(copy, "service.json");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replaceAll('"sex": "answers.sex"', '"sex": "answers.proof"'));
  assert.match(reportOf(copy).outcome, /enter-alone states what birth does not take: \/sex/);
  fs.rmSync(content, { recursive: true });
});
