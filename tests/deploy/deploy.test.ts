import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { patient } from "../kit/patience.ts";
import { isReady, type Lab, openLab, startDatabase, until } from "./lab.ts";
import { type Counts, startLoad } from "./load.ts";
import { type Machine, machinesUnusable } from "./machine.ts";

/** Three machines, each with a network, mounts, processes and a disk of its own; on them runs what the unit files of deploy/machines say. */
const skip = machinesUnusable() ?? false;
if (skip && process.env.CI === "true") throw new Error(skip);
let lab: Lab;
let load: ReturnType<typeof startLoad>;
const folder = skip ? "" : fs.mkdtempSync("/var/tmp/troad-machines-");

/** Requests a second of each kind. The machines share the processors of one. */
const perSecond = 5;
const machine = (name: string): Machine => lab.machines.find((one) => one.name === name)!;
const startSeconds = patient(120_000) / 1000;

before(async () => {
  if (skip) return;
  fs.chmodSync(folder, 0o755);
  lab = await openLab(folder, { TROAD_DEMO: "on", PEOPLE: "100" });
  await startDatabase(lab, lab.configure);
  const [one, two] = [machine("one"), machine("two")];
  one.start("troad");
  await until(() => isReady(lab, one), "the platform on the first machine", startSeconds);
  // the keys of the installation are the same on each machine
  fs.cpSync(path.join(one.disk, "lib/troad"), path.join(two.disk, "lib/troad"), { recursive: true });
  two.inside("chown", "-R", "troad:troad", "/var/lib/troad");
  two.start("troad");
  await until(() => isReady(lab, two), "the platform on the second machine", startSeconds);
  load = startLoad(lab, perSecond);
  const people = JSON.parse(fs.readFileSync(path.join(one.disk, "lib/troad/demo/people.json"), "utf8")) as Record<
    string,
    string
  >[];
  const subjects = people.filter(({ role }) => role === "citizen").map(({ subject }) => subject!);
  await load.begin(subjects.slice(0, 8));
});
after(() => {
  load?.stop();
  lab?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

const shown = (counts: Counts): string => JSON.stringify(counts);

test("two replicas are restarted one after the other, and nobody notices", { skip }, async () => {
  await wait(3_000);
  await load.phase("rolling-restart");
  for (const name of ["one", "two"]) {
    await machine(name).restart("troad");
    await until(() => isReady(lab, machine(name)), `the platform on machine ${name}`, startSeconds);
    // as long as the edges need to see it
    await wait(2_000);
  }
  await load.phase("leader-killed");
});

test("the leader of the database is killed: a standby leads within 30 seconds, and nothing acknowledged is lost", {
  skip,
}, async () => {
  const leader = machine(lab.leader()!);
  const began = performance.now();
  leader.powerOffService("troad-patroni");
  const next = await until(() => lab.leader() !== leader.name && lab.leader(), "another leader", 60);
  assert.notEqual(next, leader.name);
  await load.phase("after");
  const took = performance.now() - began;
  assert.ok(took < patient(30_000), `${took} ms`);
  await wait(5_000);
});

test("every acknowledged application is found on another machine, once; planned work failed nobody", { skip }, async (t) => {
  const counts = await load.pause();
  t.diagnostic(JSON.stringify(counts, undefined, 1));
  const rolling = counts["rolling-restart"]!;
  assert.ok(rolling.asked > 50, shown(rolling));
  assert.equal(rolling.failed, 0, shown(rolling));
  const { acknowledged, lost } = await load.check();
  assert.ok(acknowledged > 30);
  assert.deepEqual(lost, []);
});
