import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { systemClock } from "../clock.ts";
import { type Cluster, databaseName, embeddedCluster, socketCluster } from "../db/cluster.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { startEmbedded } from "../db/embedded.ts";
import { migrateSchema } from "../db/migrate.ts";
import { sql } from "../db/sql.ts";
import { ageOf, lsnOf, type Mark, withMark, withoutStandby } from "../db/standby.ts";

/** Reads that may be some seconds old, on a primary and a standby that follows it. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standby-"));
fs.chmodSync(folder, 0o711);
const places = { primary: path.join(folder, "a", "postgres"), standby: path.join(folder, "b", "postgres") };
const stops: (() => Promise<unknown>)[] = [];
let cluster: Cluster & { socketDir: string };
let standby: Awaited<ReturnType<typeof startEmbedded>>;
let control: pg.Client;
let db: Database;
const answered: string[] = [];

before(async () => {
  const plan = { schema: "notes", role: "troad_notes", scope: "notes", folders: [path.join(folder, "migrations")] };
  fs.mkdirSync(plan.folders[0]!);
  fs.writeFileSync(path.join(plan.folders[0]!, "0001_notes.sql"), "create table note (n integer primary key);");
  const first = await embeddedCluster(places.primary, { fsync: "off" });
  await migrateSchema(first, plan, new Date().toISOString());
  await first.stop();
  // a standby begins as a copy
  fs.mkdirSync(path.dirname(places.standby), { mode: 0o711 });
  assert.equal(spawnSync("cp", ["-a", "-T", places.primary, places.standby]).status, 0);
  const signal = path.join(places.standby, "standby.signal");
  fs.writeFileSync(signal, "");
  const { uid, gid } = fs.statSync(places.standby);
  fs.chownSync(signal, uid, gid);
  cluster = await embeddedCluster(places.primary, { fsync: "off" });
  stops.push(() => cluster.stop());
  const rules = path.join(places.primary, "pg_hba.conf");
  fs.appendFileSync(rules, "local replication all trust\n");
  const admin = await connect(cluster.socketDir);
  await admin.query("select pg_reload_conf()");
  await admin.end();
  standby = await startEmbedded(places.standby, { primary_conninfo: `host=${cluster.socketDir} user=postgres`, fsync: "off" });
  stops.push(() => standby.stop());
  control = await connect(standby.socketDir);
  stops.push(() => control.end());
  db = open(standby.socketDir);
});
after(async () => {
  for (const stop of stops.reverse()) await stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function connect(host: string): Promise<pg.Client> {
  const client = new pg.Client({ host, user: "postgres", database: databaseName });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function open(other: string): Database {
  const of = (socket: string) => socketCluster(socket, databaseName).app("notes", "troad_notes", "notes");
  const onStaleRead = (from: string): void => void answered.push(from);
  const config = { config: of(cluster.socketDir), standby: of(other), schema: "notes", subscribers: () => [], onStaleRead };
  const opened = openDatabase(config, systemClock, { error: () => undefined });
  stops.push(() => opened.close());
  return opened;
}

const write = (n: number): Promise<number> => db.run(sql`insert into note values (${n})`);
/** What a read that may be so old says, and who said it. */
async function read(seconds: number, from = db): Promise<[string | undefined, number[]]> {
  const rows = await from.stale(seconds).rows<{ n: number }>(sql`select n from note order by n`);
  return [answered.at(-1), rows.map(({ n }) => n)];
}
async function fromStandby(seconds: number): Promise<[string | undefined, number[]]> {
  for (const end = Date.now() + 20_000; ; await sleep(100)) {
    const found = await read(seconds);
    if (found[0] === "standby" || Date.now() > end) return found;
  }
}

test("a standby that follows answers, one that is further behind than the read allows is left for the primary", async () => {
  await write(1);
  assert.deepEqual(await fromStandby(5), ["standby", [1]]);
  await control.query("select pg_wal_replay_pause()");
  await write(2);
  assert.deepEqual(await read(60), ["standby", [1]], "some seconds old, as allowed");
  assert.deepEqual(await withoutStandby(() => read(60)), ["primary", [1, 2]], "a writer sees it");
  await sleep(1_500);
  assert.deepEqual(await read(1), ["primary", [1, 2]]);
  assert.deepEqual(await read(60), ["primary", [1, 2]], "it is left alone for a moment");
  await control.query("select pg_wal_replay_resume()");
  assert.deepEqual(await fromStandby(5), ["standby", [1, 2]]);
});

test("what is no standby of this server answers nothing", async () => {
  const other = open(cluster.socketDir);
  assert.deepEqual(await read(60, other), ["primary", [1, 2]]);
  const away = open(path.join(folder, "nowhere"));
  assert.deepEqual(await read(60, away), ["primary", [1, 2]]);
});

test("a standby that is stopped, or stands still, costs one short wait", async () => {
  assert.equal((await fromStandby(5))[0], "standby");
  const { rows } = await control.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'troad:notes'",
  );
  for (const one of rows) process.kill(one.pid, "SIGSTOP");
  const began = performance.now();
  assert.deepEqual(await read(60), ["primary", [1, 2]]);
  assert.ok(performance.now() - began < 5_000);
  for (const one of rows) process.kill(one.pid, "SIGCONT");
  assert.deepEqual(await fromStandby(5), ["standby", [1, 2]]);
  await control.end();
  await standby.stop();
  assert.deepEqual(await read(60), ["primary", [1, 2]]);
});

test("the age of what a standby shows follows from the log of its primary alone", () => {
  const mark = (at: number, lsn: bigint, system = "1"): Mark => ({ at, lsn, system });
  const marks = [mark(1_000, 10n), mark(2_000, 20n), mark(3_000, 30n)];
  const at = (lsn: bigint | undefined, system = "1", isStandby = true) => ageOf(marks, { lsn, system, isStandby }, 5_000);
  assert.deepEqual([at(30n), at(29n), at(10n), at(9n)], [2_000, 3_000, 4_000, undefined]);
  assert.equal(at(99n, "2"), undefined, "another cluster");
  assert.equal(at(99n, "1", false), undefined, "a server that leads");
  assert.equal(at(undefined), undefined, "nothing replayed");
  assert.deepEqual(
    withMark(marks, mark(4_000, 15n)).map(({ lsn }) => lsn),
    [10n, 15n],
    "another primary leads",
  );
  assert.deepEqual(withMark(marks, mark(4_000, 40n, "2")), [mark(4_000, 40n, "2")]);
  assert.equal(withMark(marks, mark(602_000, 40n)).length, 2, "old ones go");
  assert.deepEqual([lsnOf("1/2"), lsnOf("16/B374D848"), lsnOf(null)], [4_294_967_298n, 97_500_059_720n, undefined]);
});
