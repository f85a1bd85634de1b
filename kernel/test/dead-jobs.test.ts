import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import Type from "typebox";
import type { Cluster } from "../db/cluster.ts";
import { embeddedCluster } from "../db/cluster.ts";
import { type DeadJobs, defineJob, defineModule, handleJob, type Process, readAudit, sql, startProcess } from "../index.ts";
import { testCluster } from "./cluster.ts";

const root = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-dead-"));
fs.chmodSync(root, 0o711); // the database's own user walks through
for (const folder of ["content", "shop", "desk", "away"]) fs.mkdirSync(path.join(root, folder));

const ship = defineJob("shop.ship", { payload: Type.Object({ n: Type.Integer() }), retry: { attempts: 1 } });
let isOpen = false;
const shipped: number[] = [];
let jobs: DeadJobs;
const at = (name: string): string => `file://${root}/${name}/module.ts`;
const shop = defineModule({
  name: "shop",
  root: at("shop"),
  create: () => ({
    jobs: [
      handleJob(ship, async ({ payload }) => {
        if (!isOpen) throw new RangeError(`no way to A12345678${payload.n}`);
        shipped.push(payload.n);
      }),
    ],
  }),
});
const desk = defineModule({
  name: "desk",
  root: at("desk"),
  operatesJobs: true,
  create: (ctx) => {
    jobs = ctx.deadJobs();
    return {};
  },
});
/** A module that no process runs. */
const away = defineModule({ name: "away", root: at("away"), create: () => ({}) });

let cluster: Cluster;
const running: Process[] = [];
before(async () => {
  cluster = (await testCluster()) ?? (await embeddedCluster(path.join(root, "postgres")));
  const start = async (target: string, env: Record<string, string>): Promise<Process> => {
    const known = { modules: [shop, desk, away], target: [target], agencies: () => [], root, cluster };
    const started = await startProcess({ ...known, env: { PORT: "0", LOG_LEVEL: "silent", ...env } });
    running.push(started);
    return started;
  };
  const shops = await start("shop", { PEER_PORT: "0" });
  await start("desk", { PEERS: `shop=${peersOf(shops)}` });
});
after(async () => {
  for (const one of running.reverse()) await one.stop();
  await cluster.stop();
  fs.rmSync(root, { recursive: true, force: true });
});
const peersOf = (one: Process): string => Object.values(one.endpoints().peers as Record<string, string>)[0]!;
const db = () => running[0]!.schemas.of("shop");
const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  while (!(await isTrue())) await wait(5);
};

test("jobs that another process gave up are listed page by page over mTLS, without anything that they hold", async () => {
  await db().tx(async (tx) => {
    for (let n = 0; n < 5; n++) await tx.enqueue(ship, { n });
  });
  await until(async () => (await db().rows(sql`select 1 from kernel_job where dead_at is not null`)).length === 5);
  const all = await jobs.list({ limit: 10 });
  assert.deepEqual(all.away, ["away"]);
  assert.equal(all.jobs.length, 5);
  const [newest] = all.jobs;
  const { schema, agency, kind, attempts, failure } = newest!;
  assert.deepEqual(
    { schema, agency, kind, attempts, failure },
    { schema: "shop", agency: null, kind: "shop.ship", attempts: 1, failure: "RangeError" },
  );
  assert.ok(!JSON.stringify(all).includes("A12345678"));
  const paged: number[] = [];
  for (let before: (typeof all.jobs)[number] | undefined; paged.length < 5; ) {
    const place = before && { at: before.at, schema: before.schema, id: before.id };
    const page = await jobs.list({ kind: "shop.ship", limit: 2, ...(place ? { before: place } : {}) });
    paged.push(...page.jobs.map(({ id }) => id));
    before = page.jobs.at(-1);
  }
  assert.deepEqual(
    paged,
    all.jobs.map(({ id }) => id),
  );
  assert.deepEqual((await jobs.list({ kind: "shop.other", limit: 2 })).jobs, []);
  assert.deepEqual(await jobs.kinds(), [{ kind: "shop.ship", count: 5 }]);
});

test("one is dropped with a reason, one and all of a kind run again, and each act is in the audit", async () => {
  const { jobs: listed } = await jobs.list({ limit: 10 });
  const [first, second] = listed.map(({ schema, id }) => ({ schema, id }));
  assert.equal(await jobs.drop({ ...first!, actor: "someone", reason: "sold out" }), true);
  assert.equal(await jobs.drop({ ...first!, actor: "someone", reason: "again" }), false, "once");
  assert.equal(await jobs.retry({ ...first!, actor: "someone" }), false, "what was dropped never runs");
  assert.equal(await jobs.find(first!), null);
  isOpen = true;
  assert.equal(await jobs.retry({ ...second!, actor: "someone" }), true);
  await until(async () => shipped.length === 1);
  assert.equal(await jobs.retryKind({ kind: "shop.ship", actor: "someone" }), 3);
  await until(async () => shipped.length === 4);
  assert.equal(await jobs.retryKind({ kind: "shop.ship", actor: "someone" }), 0);
  const entries = await readAudit(db(), undefined, 10);
  assert.deepEqual(
    entries.map(({ actor, action, target, detail }) => ({ actor, action, target, detail })),
    [
      { actor: "someone", action: "jobs.retried", target: "shop.ship", detail: { jobs: 3 } },
      { actor: "someone", action: "job.retried", target: `shop.ship ${second!.id}`, detail: {} },
      {
        ...{ actor: "someone", action: "job.dropped", target: `shop.ship ${first!.id}` },
        detail: { reason: "sold out", attempts: 1, failure: "RangeError" },
      },
    ],
  );
});

test("nobody asks for jobs of a schema that is nobody's, without end, or without saying so in the manifest", async () => {
  await assert.rejects(jobs.find({ schema: "pg_catalog", id: 1 }), /request\.not-found/);
  await assert.rejects(jobs.find({ schema: "shop_moi", id: 1 }), /request\.not-found/);
  await assert.rejects(jobs.find({ schema: "away", id: 1 }), /peer\.unavailable/);
  await assert.rejects(jobs.list({ limit: 1_000 }), /peer\.invalid/);
  const [listed] = (await jobs.list({ limit: 1 })).jobs;
  assert.equal(listed, undefined);
  await assert.rejects(jobs.drop({ schema: "shop", id: 1, actor: "x", reason: "" }), /peer\.invalid/);
  const curious = defineModule({ name: "shop", root: at("shop"), create: (ctx) => ({ api: void ctx.deadJobs() as never }) });
  await assert.rejects(
    startProcess({ modules: [curious], agencies: () => [], root, cluster, env: { PORT: "0", LOG_LEVEL: "silent" } }),
    /without saying so in its manifest/,
  );
});
