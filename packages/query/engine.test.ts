import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openQueryEngine, QueryFailed } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "query-"));
const [csv, file, other, target] = ["a.csv", "a.parquet", "other.parquet", "out.csv"].map((name) => join(folder, name)) as [
  string,
  string,
  string,
  string,
];
const engine = openQueryEngine({ timeMs: 2_500, maxRows: 100, memory: "200MB" });

before(async () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, at) => `${at},${at < 29_999 ? at : "0.125"},2026-11-30,"縣 ""${at % 22}"", 市"`,
  ).join("\n");
  writeFileSync(csv, `id,late,"on ""day""",county\n${rows}\n`);
  const columns = [
    { name: "id", type: "integer" },
    { name: "late", type: "number" },
    { name: 'on "day"', type: "date" },
    { name: "county", type: "string" },
  ];
  await engine.convert(csv, columns, file);
  await engine.convert(csv, columns, other);
});
after(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a query sees the file as the view data, late fractions are not rounded (duckdb/duckdb#25824), and rows are bounded", async () => {
  const last = await engine.query({
    file,
    sql: "select * from data where county like ? order by id desc limit 1",
    values: ["縣%"],
  });
  assert.deepEqual(last.rows, [[29_999, 0.125, "2026-11-30", '縣 "13", 市']]);
  const all = await engine.query({ file, sql: "select id from data" });
  assert.deepEqual([all.rows.length, all.more], [100, true]);
  const counted = await engine.query({ file, sql: "select count(*) n, min(id), max(late) from data" });
  assert.deepEqual(counted.rows, [[30_000, 0, 29_998]]);
});

test("a header of numbers, columns of texts alone and a # in a name keep all rows (duckdb/duckdb#25827, ckan/ckan#9529)", async () => {
  const [odd, parquet] = [join(folder, "odd.csv"), join(folder, "odd.parquet")];
  writeFileSync(odd, "2024,#,縣市 #1\n甲,乙,丙\n2025,#,縣市 #1\n");
  await engine.convert(
    odd,
    ["2024", "#", "縣市 #1"].map((name) => ({ name, type: "string" })),
    parquet,
  );
  const found = await engine.query({ file: parquet, sql: 'select "#", "縣市 #1", "2024" from data order by "2024"' });
  assert.deepEqual(found.rows, [
    ["#", "縣市 #1", "2025"],
    ["乙", "丙", "甲"],
  ]);
});

/** What a stranger may try: other files, the file system, settings, extensions, other processes, writing. */
const attacks = [
  ...[
    "/etc/passwd",
    csv,
    other,
    `${folder}/*.parquet`,
    "https://example.org/a.parquet",
    "/proc/self/environ",
    `${folder}/../${"a.parquet"}`,
  ].flatMap((path) => [
    `select * from read_csv('${path}')`,
    `select * from read_text('${path}')`,
    `select * from read_blob('${path}')`,
    `select * from read_parquet('${path}')`,
    `select * from '${path}'`,
  ]),
  `select * from glob('${folder}/*')`,
  "select * from read_json('/etc/hosts')",
  "select * from read_json_objects('/etc/hosts')",
  `copy data to '${target}'`,
  `copy (select 1) to '${target}'`,
  `copy data from '${csv}'`,
  `export database '${folder}/dump'`,
  `import database '${folder}'`,
  `attach '${folder}/x.db' as x`,
  `attach ':memory:' as x`,
  "detach memory",
  "use memory",
  "create table x as select 1",
  "create view data2 as select 1",
  "drop view data",
  "insert into data values (1)",
  "update data set id = 1",
  "delete from data",
  "set enable_external_access = true",
  "set memory_limit = '100GB'",
  "reset memory_limit",
  "set lock_configuration = false",
  "pragma enable_profiling",
  "install httpfs",
  "load httpfs",
  "install spatial from community",
  "create secret x (type s3)",
  "select 1; copy data to '${folder}/x.csv'",
  "checkpoint",
  "vacuum",
  "begin transaction",
  "explain analyze select 1",
  "select getenv('PATH') as secret where getenv('PATH') is not null",
];

test(`${attacks.length} queries that read, write, set or load something get nothing, and the next one is answered`, async () => {
  for (const sql of attacks) {
    const outcome = await engine.query({ file, sql }).then(
      ({ rows }) => (rows.length === 0 ? "nothing" : `rows: ${JSON.stringify(rows).slice(0, 100)}`),
      (error: unknown) => (error instanceof QueryFailed ? error.code : "defect"),
    );
    assert.ok(["nothing", "refused", "invalid"].includes(outcome), `${sql}: ${outcome}`);
  }
  assert.ok(!existsSync(target) && !existsSync(join(folder, "x.csv")));
  assert.equal((await engine.query({ file, sql: "select count(*) from data" })).rows[0]?.[0], 30_000);
});

test("settings that a query can see name no secret and no other file than its own", async () => {
  const { rows } = await engine.query({
    file,
    sql: "select name, value from duckdb_settings() where value like '%/%' or name like '%secret%'",
  });
  const text = JSON.stringify(rows);
  assert.ok(!text.includes(other) && !text.includes("postgres"), text);
});

const stopped = (work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof QueryFailed && error.code === "stopped");

test("a query that never ends, or needs more memory than it has, is stopped, and the next one is answered", async () => {
  await stopped(engine.query({ file, sql: "select count(*) from range(1000000000000) a, range(1000000) b" }));
  await stopped(
    engine.query({ file, sql: "select count(*) from (select distinct a.id, b.id, a.county || b.county from data a, data b)" }),
  );
  assert.equal((await engine.query({ file, sql: "select 1 + 1" })).rows[0]?.[0], 2);
});

test("the process is killed in the middle of a query: a coded error, and the next query works", async () => {
  const slow = stopped(engine.query({ file, sql: "select count(*) from range(1000000000000) a, range(1000000) b" }));
  await sleep(300);
  process.kill(engine.pid()!, "SIGKILL");
  await slow;
  assert.equal((await engine.query({ file, sql: "select count(*) from data" })).rows[0]?.[0], 30_000);
});

test("more queries than may wait are turned away at once", async () => {
  const many = await Promise.allSettled(Array.from({ length: 40 }, () => engine.query({ file, sql: "select 1" })));
  const codes = many.map((one) => (one.status === "fulfilled" ? "answered" : (one.reason as QueryFailed).code));
  assert.equal(codes.filter((code) => code === "busy").length, 40 - 21);
  assert.equal(codes.filter((code) => code === "answered").length, 21);
});

test("callers take turns: one with many queries holds up nobody else, and may only have a few waiting", async () => {
  const order: string[] = [];
  const ask = (caller: string) => engine.query({ file, sql: "select 1", caller }).then(() => order.push(caller));
  const many = Array.from({ length: 5 }, () => ask("greedy"));
  const other = ask("modest");
  const tooMany = await Promise.allSettled(Array.from({ length: 3 }, () => ask("greedy")));
  assert.equal(tooMany.filter((one) => one.status === "rejected").length, 2);
  await Promise.all([...many, other]);
  assert.ok(order.indexOf("modest") <= 1, order.join());
});
