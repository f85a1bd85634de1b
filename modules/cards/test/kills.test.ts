import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import eid from "@troad/eid/module";
import { type ModuleContext, type ModuleManifest, type Process, sql, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import { pkiApi } from "@troad/pki/api";
import pki from "@troad/pki/module";
import { type Cluster, embeddedCluster } from "../../../kernel/db/cluster.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import { type Cards, openCards } from "../cards.ts";
import manifest from "../module.ts";
import { type Equipment, equipment, readyOrder, skip, stock } from "./centre.ts";

/** Two processes work on one batch and are killed again and again; `TROAD_TEST_CARDS` and `TROAD_TEST_KILLS` make it larger. */
const count = Number(process.env.TROAD_TEST_CARDS ?? "40");
/** Longer than a card takes where the machine does other things too: a worker that is only slow is taken for dead. */
const leaseSeconds = count > 100 ? 5 : 2;
const kills = Number(process.env.TROAD_TEST_KILLS ?? "8");
const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-kills-"));
let [tools, cards, ctx, cluster, running]: [Equipment?, Cards?, ModuleContext?, Cluster?, Process?] = [];
const env = { TROAD_DEMO: "off", LOG_LEVEL: "silent", CARDS_LEASE_SECONDS: String(leaseSeconds) };

before(async () => {
  if (skip) return;
  fs.chmodSync(root, 0o711); // the database's own user walks through
  for (const kind of ["agencies", "roles", "messages", "cards"])
    fs.cpSync(path.resolve(import.meta.dirname, "../../../content", kind), path.join(root, "content", kind), { recursive: true });
  const equipped = await equipment();
  const own = (await testCluster()) ?? (await embeddedCluster(path.join(root, "database")));
  const captured: ModuleManifest = {
    ...manifest,
    create: async (context) => {
      ctx = context;
      cards = await openCards(context, { tokenModule: equipped.modulePath, printerKey: equipped.printerKey, leaseSeconds });
      // the workers are the other processes
      const { jobs: _jobs, ...parts } = await manifest.create(context);
      return parts;
    },
  };
  [tools, cluster] = [equipped, own];
  running = await startProcess({
    ...{ modules: [pki, notify, eid, captured], agencies: () => [], root },
    env: { ...env, ...equipped.env, PORT: "0" },
    cluster: { ...own, stop: async () => undefined },
  });
});
after(async () => {
  await running?.stop();
  await cluster?.stop();
  fs.rmSync(root, { recursive: true, force: true });
});

function worker(batch: string): { child: ChildProcess; ready: Promise<unknown>; ended: Promise<unknown> } {
  const { host, database } = cluster!.migrator("cards") as { host: string; database: string };
  const given = { root, host, database, batch, env: { ...env, ...tools!.env, PORT: "0", PUBLIC_ORIGIN: running!.origin } };
  const child = fork(path.join(import.meta.dirname, "second.ts"), [JSON.stringify(given)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return { child, ended, ready: Promise.race([new Promise((resolve) => child.once("message", resolve)), ended]) };
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The multiplier of Numerical Recipes: the same delays in every run. */
let seed = 20261130;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % below;
};

test(`${count} cards, two workers, ${kills} kills: each blank is used once or void with a reason`, { skip }, async () => {
  await stock(cards!, "KK00000001", count + 4 * kills + 20);
  for (let n = 0; n < count; n++) await readyOrder(cards!, `A1${String(n).padStart(8, "0")}`, { key: `kill ${n}` });
  const batches: string[] = [];
  while ((await ctx!.db.one<{ n: number }>(sql`select count(*)::int as n from card_order where state = 'ready'`))!.n > 0)
    batches.push(await cards!.batches.plan("operator"));
  for (const batch of batches) {
    let left = Math.ceil(kills / batches.length);
    while ((await cards!.batches.find(batch))?.state === "open") {
      const workers = [worker(batch), worker(batch)];
      await Promise.all(workers.map((one) => one.ready));
      if (left <= 0) while ((await cards!.batches.find(batch))?.state === "open") await sleep(100);
      for (const one of workers) {
        if (left-- > 0) await sleep(100 + random(500));
        one.child.kill("SIGKILL");
      }
      await Promise.all(workers.map((one) => one.ended));
    }
    assert.equal((await cards!.batches.find(batch))?.state, "done");
  }
  const made = await ctx!.db.rows<{ blank: string; auth_serial: string; state: string }>(
    sql`select blank, auth_serial, state from card`,
  );
  assert.deepEqual(
    [made.length, new Set(made.map(({ blank }) => blank)).size],
    [count, count],
    "each card has a blank of its own",
  );
  assert.ok(made.every(({ state }) => state === "printed"));
  const stood = await cards!.blanks.stock();
  assert.deepEqual([stood.used, stood.allotted], [count, 0]);
  const voided = await ctx!.db.rows<{ number: string; reason: string | null }>(
    sql`select number, reason from blank where state = 'spoiled'`,
  );
  assert.ok(
    voided.every(({ reason }) => reason?.startsWith("interrupted-") || reason?.startsWith("token.")),
    JSON.stringify(voided),
  );
  assert.ok(voided.length > 0, "a kill met a card");
  // what was certified for a void blank has ended, and what was made is on hold
  const api = running!.use(pkiApi);
  for (const { auth_serial } of made.slice(0, 10)) assert.equal((await api.statusOf(auth_serial)).reason, "certificateHold");
  // every blank that was ever used up is a blank of a card or void: none is in two cards
  const twice = await ctx!.db.rows(
    sql`select number from blank_action where action = 'used' group by number having count(*) > 1`,
  );
  assert.deepEqual(twice, []);
  const [first] = made;
  const listed = tools!.tool(`${first!.blank}-auth`, "--list-token-slots");
  assert.ok(listed.output.includes(`${first!.blank}-auth`));
});
