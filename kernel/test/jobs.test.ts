import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import Type from "typebox";
import { systemClock } from "../clock.ts";
import { type Cluster, embeddedCluster } from "../db/cluster.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { openExclusive } from "../db/exclusive.ts";
import { asHolder, asNobody, takeLease } from "../db/lease.ts";
import { migrateSchema } from "../db/migrate.ts";
import { rateLimit } from "../db/rate.ts";
import { sql } from "../db/sql.ts";
import { CodedError } from "../errors.ts";
import { defineJob, type JobDefinition } from "../jobs/definition.ts";
import { deliverEvent } from "../jobs/event.ts";
import { type HandledJob, handleJob } from "../jobs/handler.ts";
import { reasonOf } from "../jobs/reason.ts";
import { startSchedules } from "../jobs/schedule.ts";
import { startWorker } from "../jobs/worker.ts";
import { createLog } from "../logging/log.ts";
import { testCluster } from "./cluster.ts";

const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-jobs-"));
fs.chmodSync(folder, 0o711); // the database's own user walks through
const schema = { schema: "jobs", role: "troad_jobs", scope: "jobs", folders: [] };
const opened: Database[] = [];
let cluster: Cluster;
let db: Database;

const open = (): Database => {
  const config = cluster.app("jobs", "troad_jobs", "jobs");
  const made = openDatabase({ config, schema: "jobs", subscribers: () => [] }, systemClock, { error: () => undefined });
  opened.push(made);
  return made;
};
before(async () => {
  cluster = (await testCluster()) ?? (await embeddedCluster(path.join(folder, "postgres")));
  await migrateSchema(cluster, schema, systemClock.now().toISOString());
  db = open();
});
after(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await cluster.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const log = createLog({ level: "silent" });
const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isTrue())) await wait(5);
};
const isIdle = async (): Promise<boolean> =>
  (await db.rows(sql`select 1 from kernel_job where done_at is null and dead_at is null`)).length === 0;
/** As a former version of the program, or someone else, wrote it. */
const store = (kind: string, payload: object): Promise<number> =>
  db.run(
    sql`insert into kernel_job (kind, payload, run_at, created_at) values (${kind}, ${JSON.stringify(payload)}::jsonb, now(), now())`,
  );
const work = async (handled: HandledJob[], enqueue: () => Promise<unknown>): Promise<void> => {
  const worker = startWorker(db, handled, systemClock, log, () => undefined);
  await enqueue();
  await until(isIdle);
  await worker.stop();
};

test("a payload that does not fit is given up at once with its reason, and the handler never sees it", async () => {
  const ship = defineJob("shop.ship", { payload: Type.Object({ id: Type.Integer(), to: Type.String({ maxLength: 5 }) }) });
  const seen: number[] = [];
  await work([handleJob(ship, async ({ payload }) => void seen.push(payload.id))], async () => {
    await store(ship.kind, { id: "A123456789", to: "x" });
    await store(ship.kind, { id: 1, to: "far too long" });
    await store(ship.kind, { id: 2, to: "here", former: true });
    await db.tx((tx) => tx.enqueue(ship, { id: 3, to: "there" }));
    db.wakeWorkers();
  });
  assert.deepEqual(seen.sort(), [2, 3], "a field that a former version wrote besides does no harm");
  const dead = await db.rows(sql`select attempts, failure, last_error from kernel_job where dead_at is not null order by id`);
  assert.deepEqual(dead, [
    { attempts: 1, failure: "payload: /id type", last_error: "payload: /id type" },
    { attempts: 1, failure: "payload: /to maxLength", last_error: "payload: /to maxLength" },
  ]);
});

test("what does not fit is not enqueued, and nothing of its transaction is stored", async () => {
  const count = defineJob("shop.count", { payload: Type.Object({ n: Type.Integer({ minimum: 1 }) }) });
  const refused = db.tx(async (tx) => {
    await tx.audit({ actor: "test", action: "counted", target: "x" });
    await tx.enqueue(count, { n: 0 });
  });
  await assert.rejects(refused, /shop\.count: what is enqueued does not fit its definition: \/n minimum/);
  assert.deepEqual(await db.rows(sql`select 1 from kernel_audit`), []);
});

test("a kind has its own retry policy", async () => {
  const call = defineJob("shop.call", { payload: Type.Object({}), retry: { attempts: 2, firstMs: 1, mostMs: 1 } });
  let tries = 0;
  const handled = handleJob(call, async () => {
    tries += 1;
    throw new TypeError("A123456789 is not a number");
  });
  await work([handled], () => db.tx((tx) => tx.enqueue(call, {})));
  assert.equal(tries, 2);
  const job = await db.one(sql`select attempts, failure, last_error from kernel_job where kind = 'shop.call'`);
  assert.deepEqual(job, { attempts: 2, failure: "TypeError", last_error: "A123456789 is not a number" });
});

test("of a kind with a concurrency no more runs at once, over several workers; other kinds do not wait for it", async () => {
  const slow = defineJob("shop.slow", { payload: Type.Object({ n: Type.Integer() }), concurrency: 2 });
  const quick = defineJob("shop.quick", { payload: Type.Object({}) });
  let [running, most, done] = [0, 0, 0];
  let quickAt = -1;
  const slowHandler = handleJob(slow, async () => {
    running += 1;
    most = Math.max(most, running);
    await wait(40);
    running -= 1;
    done += 1;
  });
  const quickHandler = handleJob(quick, async () => {
    quickAt = done;
  });
  await db.tx(async (tx) => {
    for (let n = 0; n < 12; n++) await tx.enqueue(slow, { n });
    await tx.enqueue(quick, {});
  });
  const workers = [db, open(), open()].map((one) =>
    startWorker(one, [slowHandler, quickHandler], systemClock, log, () => undefined),
  );
  await until(isIdle);
  await Promise.all(workers.map((worker) => worker.stop()));
  assert.equal(done, 12);
  assert.equal(most, 2);
  assert.ok(quickAt <= 4, `the quick one came after ${quickAt} slow ones`);
});

test("the reason of a failure holds no data, no matter who wrote the message", () => {
  assert.equal(reasonOf(new CodedError("case.not-found", 404, {}, "A123456789")), "case.not-found");
  const database = Object.assign(new Error('invalid input "A123456789"'), {
    name: "error",
    code: "23505",
    constraint: "note_once",
  });
  assert.equal(reasonOf(database), "error 23505 note_once");
  assert.equal(reasonOf(Object.assign(new Error("x"), { name: "<b>王小明</b>", code: "a b" })), "unknown");
  assert.equal(reasonOf("A123456789"), "unknown");
  assert.equal(reasonOf(undefined), "unknown");
});

test("an event that waits in a folder of a former version is a delivery that still fits", () => {
  const waiting = { event: "road.transfers-recorded.v2", id: "road:1", subscriber: "mydata", payload: { transfers: [] } };
  assert.equal((deliverEvent as JobDefinition).fault(waiting), undefined);
  assert.match(String(deliverEvent.fault({ ...waiting, id: 1 })), /^\/id /);
});

test("a schedule of one process alone runs in one of them, and in another one when that has ended", async () => {
  const runs: string[] = [];
  const start = (name: string, onceIn: Database) =>
    startSchedules([{ name: "shop.clear", everyMs: 5, onceIn, run: async () => void runs.push(name) }], log, () => undefined);
  const [one, other] = [open(), open()];
  const first = start("first", one);
  await until(() => runs.length >= 2);
  const second = start("second", other);
  await wait(60);
  assert.deepEqual([...new Set(runs)], ["first"]);
  await first.stop();
  await opened.splice(opened.indexOf(one), 1)[0]?.close();
  await until(() => runs.at(-1) === "second");
  await second.stop();
});

test("what a former holder of a lease still writes is of no effect, and a holder that writes is not overtaken", async () => {
  // any row will do: work that is done already
  const insert = (by: string) =>
    sql`insert into kernel_job (kind, payload, run_at, created_at, done_at) values (${`lease ${by}`}, '{}', now(), now(), now())`;
  const written = async (): Promise<string[]> =>
    (await db.rows<{ kind: string }>(sql`select kind from kernel_job where kind like 'lease %' order by kind`)).map(
      ({ kind }) => kind,
    );
  const [one, other] = [open(), open()];
  const [first, second] = [randomUUID(), randomUUID()];
  const take = (database: Database, holder: string) => takeLease(database, database.schema, "shop.log", holder);
  const lease = (await take(one, first))!;
  assert.equal(await take(other, second), undefined, "it is held");
  assert.equal((await take(one, first))?.fence, lease.fence, "renewed, it is the same");
  const write = (database: Database, by: string) => database.run(insert(by));
  let goOn = (): void => undefined;
  const paused = new Promise<void>((done) => {
    goOn = done;
  });
  const late = asHolder(lease, async () => {
    await write(one, "in time");
    await paused;
    await assert.rejects(write(one, "too late"), { code: "lease.lost" });
    await assert.rejects(
      one.tx((tx) => tx.run(insert("too late"))),
      { code: "lease.lost" },
    );
  });
  await until(async () => (await written()).length === 1);
  // it stood still for longer than its lease
  await db.run(sql`update kernel_lease set until = clock_timestamp() - interval '1 second' where name = 'shop.log'`);
  const next = (await take(other, second))!;
  assert.equal(next.fence, lease.fence + 1);
  goOn();
  await late;
  // a transaction of the holder is ended before the lease can go to another, even if its time runs out meanwhile
  const order: string[] = [];
  await asHolder({ ...next, over: false }, async () => {
    let taking: Promise<unknown> = Promise.resolve();
    await other.tx(async (tx) => {
      await tx.run(insert("second"));
      taking = asNobody(() =>
        db
          .run(sql`update kernel_lease set until = clock_timestamp() - interval '1 second' where name = 'shop.log'`)
          .then(() => take(one, first))
          .then(() => order.push("taken over")),
      );
      await wait(50);
      order.push("committed");
    });
    await taking;
  });
  assert.deepEqual(order, ["committed", "taken over"]);
  assert.deepEqual(await written(), ["lease in time", "lease second"]);
});

test("processes that all have much to do take turns: one piece at a time, nobody waits for ever, and a former holder starts anew", async () => {
  const turns = [open(), open(), open()].map((one) => openExclusive(one, "shop.turns"));
  let [inside, most] = [0, 0];
  const order: number[] = [];
  const piece = (who: number) => async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    order.push(who);
    await wait(1);
    inside -= 1;
  };
  await Promise.all(turns.flatMap((one, who) => Array.from({ length: 60 }, () => one.run(piece(who)))));
  assert.deepEqual([most, order.length], [1, 180]);
  const changes = order.filter((who, place) => place > 0 && who !== order[place - 1]).length;
  assert.ok(changes >= 3, `it went from one to another while each had more to do: ${changes}`);
  await assert.rejects(
    turns[0]!.run(async () => {
      // another process takes it over in the middle
      await db.run(sql`update kernel_lease set until = '-infinity' where name = 'shop.turns'`);
      await turns[1]!.run(async () => undefined);
      await opened.at(-3)!.run(sql`select 1`);
    }),
    { code: "lease.lost" },
  );
  assert.equal(await turns[0]!.run(async () => "again"), "again");
  await Promise.all(turns.map((one) => one.stop()));
});

test("a limit is one for all processes, for a whole household, and fills again", async () => {
  let now = new Date();
  const clock = { now: () => now };
  const [first, second] = [open(), open()].map((one) => rateLimit(one, clock, "shop.enter", 6));
  const asked = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) => (at % 2 ? first! : second!)(`2001:db8:1:2::${at + 1}`)),
  );
  assert.equal(asked.filter(({ status }) => status === "fulfilled").length, 6);
  await assert.rejects(first!("2001:db8:1:2::99"), { code: "request.rate-limited" });
  await first!("2001:db8:1:3::1");
  now = new Date(now.getTime() + 10_000);
  await second!("2001:db8:1:2::1");
  await assert.rejects(first!("2001:db8:1:2::1"), { code: "request.rate-limited" });
});

test("runs that a killed program broke off use up tries, but do not lengthen the delay after the first failure", async () => {
  const pack = defineJob("shop.pack", { payload: Type.Object({}) });
  const runs: number[] = [];
  const handled = handleJob(pack, async ({ attempt }) => {
    runs.push(attempt);
    if (runs.length === 1) throw new Error("no paper");
  });
  const begun = Date.now();
  await work([handled], async () => {
    await store(pack.kind, {});
    // claimed eight times by programs that were killed
    await db.run(sql`update kernel_job set attempts = 8 where kind = 'shop.pack' and attempts = 0`);
  });
  assert.deepEqual([runs.length, runs.at(-1)! - runs[0]!], [2, 1]);
  assert.ok(Date.now() - begun < 8_000, "half a second, not a minute");
});
