import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { patient } from "../kit/patience.ts";
import { faults } from "./faults/index.ts";
import { unannounced } from "./load.ts";
import { machinesUnusable } from "./machine.ts";
import { account, openScene, type Scene } from "./scene.ts";

/** Three machines, each with a network, mounts, processes and a disk of its own; on them runs what the unit files of deploy/machines say. */
const skip = machinesUnusable() ?? false;
if (skip && process.env.CI === "true") throw new Error(skip);
let scene: Scene;

/** The others are those of `npm run soak -- deploy`. */
const chosen = ["rolling-restart", "leader-killed", "lease-holder-stopped", "partition", "machine-gone"].map(
  (name) => faults.find((one) => one.name === name)!,
);

before(async () => {
  if (!skip) scene = await openScene(fs.mkdtempSync("/var/tmp/troad-machines-"));
});
after(() => scene?.close());

for (const fault of chosen)
  test(`${fault.title}: service goes on, or is back`, { skip }, async () => {
    await scene.load.phase(fault.name);
    await fault.act(scene);
    await wait(1_000);
    await scene.load.phase("between");
  });

test("nothing that was acknowledged is lost, nothing is there twice, planned work failed nobody", { skip }, async (t) => {
  const { counts, acknowledged, lost, duplicated } = await account(scene);
  t.diagnostic(JSON.stringify(counts, undefined, 1));
  assert.ok(acknowledged > 100);
  assert.deepEqual({ lost, duplicated }, { lost: [], duplicated: [] });
  for (const { name, planned } of chosen) {
    const found = counts[name]!;
    const shown = `${name}: ${JSON.stringify(found)}`;
    assert.ok(found.asked > 50, shown);
    if (planned) assert.equal(found.failed, 0, shown);
    assert.ok(found.backAfterMs < patient(30_000), shown);
    assert.deepEqual(unannounced(found), [], shown);
  }
});
