import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { runJourney, type Step } from "../apps/troad/demo/journey.ts";
import { checkWithPublicTools, toolsMissing } from "./kit/evidence.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";

let government: Government;
before(async () => {
  government = await startGovernment();
});
after(() => government.stop());

test("a student's journey holds from sign-in to the checked proof of every exchange", async () => {
  const steps: Step[] = [];
  const ok = await runJourney({
    data: government.data,
    content: path.join(root, "content"),
    tell: (step) => steps.push(step),
    patienceMs: patient(30_000),
  });
  assert.ok(
    ok,
    steps
      .filter((step) => !step.ok)
      .map((step) => `${step.step}: ${step.detail}`)
      .join("\n"),
  );
  assert.equal(steps.length, 9);
});

const skip = toolsMissing() ?? false;
/** A place within the data of the largest entry of a ZIP file: in a header not every bit means something. */
function insideLargestEntry(zip: Buffer): number {
  const starts: number[] = [];
  for (let at = zip.indexOf("PK\x03\x04"); at >= 0; at = zip.indexOf("PK\x03\x04", at + 4)) starts.push(at);
  starts.push(zip.indexOf("PK\x01\x02"));
  const widths = starts.slice(1).map((end, index) => end - starts[index]!);
  const largest = widths.indexOf(Math.max(...widths));
  return starts[largest]! + Math.floor(widths[largest]! / 2);
}

test("public tools accept each saved container and refuse it after one flipped byte", { skip }, () => {
  const demo = path.join(government.data, "demo");
  const files = fs.readdirSync(demo).filter((file) => file.endsWith(".asice"));
  assert.equal(files.length, 3);
  for (const file of files) {
    const checked = checkWithPublicTools(path.join(demo, file), path.join(demo, "pki"));
    assert.ok(checked.ok, checked.said);
    const bytes = fs.readFileSync(path.join(demo, file));
    bytes[insideLargestEntry(bytes)]! ^= 1;
    const altered = path.join(demo, `altered-${file}`);
    fs.writeFileSync(altered, bytes);
    assert.equal(checkWithPublicTools(altered, path.join(demo, "pki")).ok, false);
  }
});

test("troad verify says what it found and exits accordingly", () => {
  const demo = path.join(government.data, "demo");
  const verify = (file: string) =>
    spawnSync(
      process.execPath,
      [path.join(root, "apps/troad/main.ts"), "verify", path.join(demo, file), `--pki=${path.join(demo, "pki")}`, "--json"],
      { encoding: "utf8" },
    );
  const good = verify("exchange-1.asice");
  assert.equal(good.status, 0, good.stderr);
  assert.equal((JSON.parse(good.stdout) as { valid: boolean }).valid, true);
  fs.writeFileSync(path.join(demo, "truncated.asice"), fs.readFileSync(path.join(demo, "exchange-1.asice")).subarray(0, 9000));
  assert.equal(verify("truncated.asice").status, 1);
});
