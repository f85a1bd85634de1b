import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { patient } from "../kit/patience.ts";
import { countSessions, isReady, type Lab, openLab, putBack, standbys, startDatabase, until } from "./lab.ts";
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
/** Each is signed in once before. */
const people = 8;
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
  add(two);
  await until(() => isReady(lab, two), "the platform on the second machine", startSeconds);
  load = startLoad(lab, perSecond);
  const demonstrated = JSON.parse(fs.readFileSync(path.join(one.disk, "state/troad/demo/people.json"), "utf8")) as Record<
    string,
    string
  >[];
  const subjects = demonstrated.filter(({ role }) => role === "citizen").map(({ subject }) => subject!);
  await load.begin(subjects.slice(0, people));
});
after(() => {
  load?.stop();
  lab?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** The keys of the installation come with a code that serves once; the demonstration's cards are no keys, and are copied. */
function add(further: Machine): void {
  const one = machine("one");
  const code = one.troad("enrol", "issue").trim();
  assert.match(further.troad("enrol", code), /key files written/);
  fs.cpSync(path.join(one.disk, "state/troad/demo"), path.join(further.disk, "state/troad/demo"), { recursive: true });
  further.inside("chown", "-R", "troad:troad", "/var/lib/troad");
  further.start("troad");
}

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

test("the leader of the database is killed: a standby leads, and service is back within 30 seconds", { skip }, async () => {
  const leader = machine(lab.leader()!);
  const began = performance.now();
  leader.kill("troad-patroni");
  await until(() => lab.leader() !== leader.name && lab.leader(), "another leader", 60);
  await until(() => lab.machines.slice(0, 2).every((one) => isReady(lab, one)), "both replicas are ready", 60);
  const took = performance.now() - began;
  assert.ok(took < patient(30_000), `${took} ms`);
  leader.start("troad-patroni");
  await load.phase("after-kill");
  await wait(3_000);
});

test("a replica stands still for longer than its leases, and wakes: the others go on meanwhile", { skip }, async () => {
  await load.phase("lease-holder-stopped");
  machine("one").signal("troad", "SIGSTOP");
  await wait(20_000);
  assert.ok(isReady(lab, machine("two")));
  machine("one").signal("troad", "SIGCONT");
  await until(() => isReady(lab, machine("one")), "it is ready again", 60);
  await load.phase("after-standstill");
  await wait(3_000);
});

test("the leader is cut off from the others for fifteen seconds: it steps down, and comes back as a standby", {
  skip,
}, async () => {
  await until(() => standbys(lab) >= 1, "a standby that is in step", 60);
  const leader = machine(lab.leader()!);
  await load.phase("partition");
  leader.link("down");
  await until(() => lab.leader() !== leader.name && lab.leader(), "another leader", 60);
  leader.link("up");
  await until(() => lab.machines.slice(0, 2).every((one) => isReady(lab, one)), "both replicas are ready", 60);
  await load.phase("after-partition");
  await wait(3_000);
});

test("a machine is gone with its disk, and put back from nothing", { skip }, async () => {
  const gone = machine("two");
  await load.phase("machine-gone");
  gone.powerOff(true);
  await until(() => lab.leader(), "a leader", 60);
  await until(() => isReady(lab, machine("one")), "the other replica is ready", 60);
  await putBack(lab, gone);
  add(gone);
  await until(() => isReady(lab, gone), "the platform on the new machine", startSeconds);
  await load.phase("after-new-machine");
  await wait(3_000);
});

test("every acknowledged session is found on another machine, once; planned work failed nobody", { skip }, async (t) => {
  const counts = await load.pause();
  t.diagnostic(JSON.stringify(counts, undefined, 1));
  const rolling = counts["rolling-restart"]!;
  assert.ok(rolling.asked > 50, shown(rolling));
  assert.equal(rolling.failed, 0, shown(rolling));
  const { acknowledged, lost } = await load.check();
  assert.ok(acknowledged > 30);
  assert.deepEqual(lost, []);
  const uncertain = Object.values(counts).reduce((sum, { failed }) => sum + failed, 0);
  const made = countSessions(lab) - people;
  assert.ok(
    made >= acknowledged && made <= acknowledged + uncertain,
    `${made} sessions, ${acknowledged} acknowledged, ${uncertain} uncertain`,
  );
});
