import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import Type from "typebox";
import { shiftedClock, systemClock } from "../clock.ts";
import { embeddedCluster } from "../db/cluster.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { migrateSchema } from "../db/migrate.ts";
import { sql } from "../db/sql.ts";
import { failureOf } from "../db/unavailable.ts";
import { asCoded, CodedError } from "../errors.ts";
import { defineJob } from "../jobs/definition.ts";
import { handleJob, RetryLater } from "../jobs/handler.ts";
import { startWorker } from "../jobs/worker.ts";
import { createLog } from "../logging/log.ts";

const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-lost-"));
fs.chmodSync(folder, 0o711); // the database's own user walks through
const limits = { statement: 400, query: 900, lock: 300, idle: 5_000, connect: 1_000, away: 0, long: 20_000, pool: 6 };
let cluster: Awaited<ReturnType<typeof embeddedCluster>>;
let admin: pg.Client;
let db: Database;

before(async () => {
  cluster = await embeddedCluster(path.join(folder, "postgres"));
  admin = new pg.Client({ host: cluster.socketDir, user: "postgres", database: "troad" });
  await admin.connect();
  await admin.query(`create schema lost; create table lost.note (id int primary key, text text not null);
    create function lost.slow() returns trigger language plpgsql as 'begin perform pg_sleep(30); return null; end';
    create table lost.slow_commit (id int primary key);
    create constraint trigger slow after insert on lost.slow_commit deferrable initially deferred for each row execute function lost.slow()`);
  const config = { host: cluster.socketDir, user: "postgres", database: "troad", options: "-c search_path=lost" };
  db = openDatabase({ config, schema: "lost", subscribers: () => [], limits }, systemClock, { error: () => undefined });
});
after(async () => {
  await db.close();
  await admin.end();
  await cluster.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const pidOf = async (q: { one<T extends object>(statement: ReturnType<typeof sql>): Promise<T | undefined> }): Promise<number> =>
  (await q.one<{ pid: number }>(sql`select pg_backend_pid() as pid`))!.pid;
const terminate = (pid: number) => admin.query("select pg_terminate_backend($1)", [pid]);
const gone = async (pid: number): Promise<void> => {
  while ((await admin.query("select 1 from pg_stat_activity where pid = $1", [pid])).rowCount) await wait(10);
};
const coded = (code: string) => (error: unknown) => {
  const { code: said, status } = asCoded(error);
  assert.deepEqual([said, status], [code, 503], String(error));
  return true;
};
const notes = async (): Promise<number> => (await db.one<{ n: number }>(sql`select count(*)::int as n from note`))!.n;

test("an error event on a borrowed pool client fails one transaction and ends no program (brianc/node-postgres#3202)", async () => {
  const lost = db.tx(async (tx) => {
    await tx.run(sql`insert into note values (1, 'never committed')`);
    const pid = await pidOf(tx);
    await terminate(pid);
    await gone(pid);
    await wait(50); // whatever the connection has to say arrives while nobody asks it anything
  });
  await assert.rejects(lost, coded("database.unavailable"));
  assert.equal(await notes(), 0);
  for (let times = 0; times < 12; times++) assert.ok(await db.tx(pidOf), "the broken connection does not come back");
});

test("a connection that is lost while a statement waits fails that transaction alone", async () => {
  const pid = Promise.withResolvers<number>();
  const lost = db.tx(async (tx) => {
    pid.resolve(await pidOf(tx));
    await tx.run(sql`select pg_sleep(10)`);
  }, "long");
  const refused = assert.rejects(lost, coded("database.unavailable"));
  await terminate(await pid.promise);
  await refused;
  assert.ok(await db.tx(pidOf));
});

test("after a connection is lost during the commit nobody claims that nothing was saved", async () => {
  const pid = Promise.withResolvers<number>();
  const lost = db.tx(async (tx) => {
    await tx.run(sql`insert into slow_commit values (1)`);
    pid.resolve(await pidOf(tx));
  }, "long");
  lost.catch(() => undefined);
  const backend = await pid.promise;
  const committing = () => admin.query("select 1 from pg_stat_activity where pid = $1 and query = 'commit'", [backend]);
  while (!(await committing()).rowCount) await wait(5);
  await terminate(backend);
  await assert.rejects(lost, coded("database.outcome-unknown"));
});

test("a transaction in which a statement failed is never acknowledged, whatever its work makes of the failure", async () => {
  const swallowed = db.tx(async (tx) => {
    await tx.run(sql`insert into note values (2, 'lost')`);
    await tx.run(sql`insert into note values (2, 'twice')`).catch(() => undefined);
  });
  await assert.rejects(swallowed, /rolled back/);
  assert.equal(await notes(), 0);
});

test("COPY that is refused or cut off while rows are still on their way fails the transaction and nothing else", async () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `${from + at}\t${"x".repeat(2000)}\n`).join("");
  const copy = "copy note from stdin";
  await assert.rejects(
    db.tx((tx) => tx.copy(copy, [`7\tfirst\n7\ttwin\n${rows(10_000, 20_000)}`]), "long"),
    (error: { code?: string }) => error.code === "23505",
  );
  const cut = db.tx(async (tx) => {
    const pid = await pidOf(tx);
    await tx.copy(
      copy,
      (function* () {
        for (let part = 0; ; part++) {
          if (part === 3) void terminate(pid);
          yield rows(20_000 + part * 1000, 21_000 + part * 1000);
        }
      })(),
    );
  }, "long");
  await assert.rejects(cut, coded("database.unavailable"));
  const failing = db.tx(
    (tx) =>
      tx.copy(
        copy,
        (function* () {
          yield "8\tfirst\n";
          throw new Error("no more rows");
        })(),
      ),
    "long",
  );
  await assert.rejects(failing, /no more rows/);
  await wait(100);
  assert.equal(await notes(), 0);
  await db.tx((tx) => tx.copy(copy, ["9\tkept\n", "10\tkept\n"]));
  assert.equal(await notes(), 2);
});

test("a statement, a lock and a server that give no answer are not waited for without end", async () => {
  const within = async (ms: number, work: Promise<unknown>) => {
    const began = performance.now();
    await assert.rejects(work, coded("database.unavailable"));
    assert.ok(performance.now() - began < ms, `${performance.now() - began} ms`);
  };
  await within(2_000, db.rows(sql`select pg_sleep(5)`));
  await within(
    2_000,
    db.tx((tx) => tx.run(sql`select pg_sleep(5)`)),
  );
  await db.tx((tx) => tx.run(sql`select pg_sleep(0.6)`), "long");
  await db.tx(async (tx) => {
    await tx.run(sql`select 1 from note where id = 9 for update`);
    await within(
      2_000,
      db.tx((other) => other.run(sql`update note set text = 'other' where id = 9`)),
    );
  });
  const pid = await pidOf(db);
  process.kill(pid, "SIGSTOP");
  try {
    await within(2_000, db.rows(sql`select 1 as one`));
    assert.equal(await notes(), 2, "the next statement has a new connection");
  } finally {
    process.kill(pid, "SIGCONT");
  }
});

test("what has not begun waits for a database that is away, for so long and no longer; what has begun does not", async (t) => {
  let isThere = true;
  const sockets = new Set<net.Socket>();
  const way = net.createServer((from) => {
    if (!isThere) return void from.destroy();
    const to = net.connect(path.join(cluster.socketDir, ".s.PGSQL.5432"));
    for (const one of [from, to])
      sockets.add(one.on("error", () => undefined).on("close", () => [from, to].map((end) => end.destroy())));
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const { port } = way.address() as net.AddressInfo;
  const config = { host: "127.0.0.1", port, user: "postgres", database: "troad", options: "-c search_path=lost" };
  const far = openDatabase({ config, schema: "lost", subscribers: () => [], limits: { ...limits, away: 1_500 } }, systemClock, {
    error: () => undefined,
  });
  t.after(async () => {
    await far.close();
    way.close();
  });
  const leave = (ms: number): void => {
    isThere = false;
    for (const socket of sockets) socket.destroy();
    setTimeout(() => {
      isThere = true;
    }, ms);
  };
  assert.ok(await far.tx(pidOf), "a connection is kept");
  assert.ok(await pidOf(far));
  leave(500);
  await wait(50); // what is written before the end is noticed has an unknown outcome
  await Promise.all([far.tx(pidOf), pidOf(far), far.run(sql`insert into note values (1500, 'after a while')`)]);
  assert.ok(await db.one(sql`select 1 from note where id = 1500`));
  const cut = far.tx(async (tx) => {
    await pidOf(tx);
    leave(2_500);
    await pidOf(tx);
  });
  await assert.rejects(cut, coded("database.unavailable"));
  const began = performance.now();
  await assert.rejects(far.tx(pidOf), coded("database.unavailable"));
  const took = performance.now() - began;
  assert.ok(took > 1_000 && took < 2_200, `${took} ms`);
  await wait(1_500);
  assert.ok(await far.tx(pidOf));
});

test("a server that does not lead is one that is away", async () => {
  const readOnly = Object.assign(new Error("cannot execute INSERT in a read-only transaction"), { code: "25006" });
  coded("database.unavailable")(failureOf(readOnly, true));
  const reading = db.tx(async (tx) => {
    await tx.run(sql`set transaction read only`);
    await tx.run(sql`insert into note values (1501, 'nowhere')`);
  });
  await assert.rejects(reading, coded("database.unavailable"));
});

test("a job that is put off twenty times has all its attempts left when it really fails; what another release knows waits for it", async () => {
  const clock = shiftedClock();
  const schema = { schema: "jobs", role: "troad_jobs", scope: "jobs", folders: [] };
  await migrateSchema(cluster, schema, clock.now().toISOString());
  const config = cluster.app("jobs", "troad_jobs", "jobs");
  const jobs = openDatabase({ config, schema: "jobs", subscribers: () => [] }, clock, { error: () => undefined });
  const outcomes: string[] = [];
  const done = Promise.withResolvers<void>();
  let asked = 0;
  const definition = defineJob("early", { payload: Type.Object({}) });
  const early = handleJob(definition, async (): Promise<void> => {
    asked++;
    // a call that the other side's release does not offer yet
    if (asked === 1) throw new CodedError("peer.unavailable", 503, { module: "road" }, "road.fresh is not offered here");
    if (asked <= 20) throw new RetryLater(1, "not yet");
    if (asked === 21) throw new Error("the first real failure");
  });
  const worker = startWorker(jobs, [early], clock, createLog({ level: "silent" }), (_kind, outcome) => {
    outcomes.push(outcome);
    if (outcome === "dead" || outcome === "done") done.resolve();
  });
  await jobs.tx(async (tx) => {
    await tx.enqueue(defineJob("of-a-later-release", { payload: Type.Object({}) }), {});
    await tx.enqueue(definition, {});
  });
  await done.promise;
  await worker.stop();
  assert.deepEqual(outcomes, [...Array<string>(20).fill("later"), "failed", "done"]);
  assert.deepEqual(await jobs.rows(sql`select kind, attempts, dead_at from kernel_job order by kind`), [
    { kind: "early", attempts: 2, dead_at: null },
    { kind: "of-a-later-release", attempts: 0, dead_at: null },
  ]);
  await jobs.close();
});

test("patroni/patroni#1414: a commit whose wait for the standby was cut off is not acknowledged", async () => {
  const configured = async (standby: string): Promise<void> => {
    await admin.query(`alter system set synchronous_standby_names = '${standby}'`);
    await admin.query("select pg_reload_conf()");
    // the server's processes read it when they next have something to do
    await wait(200);
  };
  await configured("nobody");
  try {
    await assert.rejects(
      db.tx((tx) => tx.run(sql`insert into note values (1414, 'on one server alone')`)),
      coded("database.outcome-unknown"),
    );
    await assert.rejects(db.run(sql`insert into note values (1415, 'on one server alone')`), coded("database.outcome-unknown"));
    assert.ok((await db.rows(sql`select 1 from note where id in (1414, 1415)`)).length <= 2, "reading goes on");
  } finally {
    await configured("");
  }
  await db.run(sql`insert into note values (1416, 'with nobody to wait for')`);
  await db.tx((tx) => tx.run(sql`delete from note where id > 1400`));
});
