/**
 * Claims: a group-by over 50 million invoice lines in under 3 s; CSV of 10 million rows to checked Parquet at 0.5 of plain DuckDB at least; a search
 * over 60,000 data sets within 50 ms in 95 of 100 cases; a 3-way table of 20,000 cells protected within a minute. `--small`: a tenth of the rows.
 * Peers: DuckDB in this process on the same file, without a check; the search and the table have a limit instead.
 */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { auditTable, protectTable } from "@troad/deid";
import { sql } from "@troad/kernel";
import { openQueryEngine } from "@troad/query";
import { checkFile } from "@troad/tabular";
import { openFiles } from "../modules/opendata/files.ts";
import { searchSets } from "../modules/opendata/store/sets.ts";
import { db, startOpenData } from "../modules/opendata/test/kit.ts";
import { type Row, seconds } from "./kit.ts";

const small = process.argv.includes("--small") ? 10 : 1;
const lines = 50_000_000 / small;
const csvRows = 10_000_000 / small;
const sets = 60_000;

async function plain(statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function groupBy(folder: string): Promise<Row> {
  const file = join(folder, "lines.parquet");
  await plain(`copy (select (i * 7919) % 22 as county, (i * 104729) % 24 as hour, (i * 1299709) % 4 as carrier, 20 + (i * 31) % 900 as amount
    from range(${lines}) t(i)) to '${file}' (format parquet, compression zstd)`);
  const engine = openQueryEngine({ timeMs: 120_000 });
  const query = "select county, hour, carrier, count(*), sum(amount) from data group by all";
  try {
    await engine.query({ file, sql: "select count(*) from data" });
    const ours = await seconds(() => engine.query({ file, sql: query }));
    const peer = await seconds(() => plain(`create table x as ${query.replace("from data", `from read_parquet('${file}')`)}`));
    return { what: `group by, ${lines} lines`, value: ours, unit: "s", peer: "DuckDB in this process", ratio: ours / peer };
  } finally {
    engine.close();
  }
}

async function convert(folder: string): Promise<Row> {
  const file = join(folder, "rows.csv");
  const out = await open(file, "w");
  await out.write("serial,county,day,amount\n");
  for (let at = 0; at < csvRows; at += 10_000)
    await out.write(
      Array.from({ length: 10_000 }, (_, no) => {
        const n = at + no;
        return `${n},county ${n % 22},2026-${String(1 + (n % 12)).padStart(2, "0")}-15,${20 + ((n * 31) % 900)}.5\n`;
      }).join(""),
    );
  await out.close();
  const engine = openQueryEngine();
  const files = openFiles(join(folder, "files"), engine, 4 * 2 ** 30);
  try {
    const ours = await seconds(async () => {
      const { sha256, path } = await files.keep(files.read(file));
      await files.parquet(sha256, await checkFile(path));
    });
    const target = join(folder, "plain.parquet");
    const peer = await seconds(() =>
      plain(`copy (select * from read_csv('${file}')) to '${target}' (format parquet, compression zstd)`),
    );
    return {
      what: `CSV to checked Parquet, ${csvRows} rows`,
      value: csvRows / ours,
      unit: "rows/s",
      peer: "plain DuckDB",
      ratio: peer / ours,
    };
  } finally {
    engine.close();
  }
}

async function search(): Promise<Row> {
  const { stop } = await startOpenData({ ownMs: 3_600_000, dueMs: 3_600_000 });
  try {
    await db.run(sql`with made as (
        insert into data_set (id, name, agency, by, at) select gen_random_uuid(), 'bench-' || i, 'moi', 'bench', now() from generate_series(1, ${sets}::int) i
        returning no, id, name)
      insert into listing (data_set, no, name, agency, category, openness, words, record, badge, formats, created, modified)
      select id, no, name, 'moi', 'government', 'open', 'data set ' || no || ' of county ' || no % 22 || ' ' || md5(no::text), '{}', 'gold', '{}', now(),
        now() - no * interval '1 minute' from made`);
    await db.run(sql`analyze listing`);
    const times: number[] = [];
    for (let at = 0; at < 200; at++)
      times.push(await seconds(() => searchSets(db, { words: `county ${at % 22} ${at.toString(16)}`, limit: 20 })));
    const p95 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)]! * 1_000;
    return { what: `search over ${sets} data sets, p95`, value: p95, unit: "ms", peer: "the limit of 50 ms", ratio: p95 / 50 };
  } finally {
    await stop();
  }
}

/** 27 x 27 x 27 with its totals: 21,952 cells. */
async function suppression(): Promise<Row> {
  const codes = Array.from({ length: 27 }, (_, no) => `c${no}`);
  const tree = { all: null, ...Object.fromEntries(codes.map((code) => [code, "all"])) };
  let state = 7;
  const below = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * most);
  };
  const cells = codes.flatMap((a) =>
    codes.flatMap((b) =>
      codes.map((c) => {
        const contributors = Array.from({ length: below(10) === 0 ? below(3) : 4 + below(6) }, () => 50 + below(300));
        return { at: { a, b, c }, value: contributors.reduce((sum, one) => sum + one, 0), contributors };
      }),
    ),
  );
  const file = { dimensions: ["a", "b", "c"].map((name) => ({ name, tree })), cells, rule: { type: "threshold", n: 3 } };
  let suppressed: unknown[] = [];
  const took = await seconds(async () => {
    ({ suppressed } = await protectTable(file, { exactCells: 0, seconds: 6 }));
  });
  const { open: left } = await auditTable({ ...file, suppressed });
  if (left.length > 0) throw new Error(`${left.length} cells are open`);
  return {
    what: `suppression, 21,952 cells, ${suppressed.length} hidden`,
    value: took,
    unit: "s",
    peer: "the limit of 60 s",
    ratio: took / 60,
  };
}

export default async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "opendata-bench-"));
  try {
    const rows: Row[] = [];
    for (const part of [() => groupBy(folder), () => convert(folder), search, suppression]) rows.push(await part());
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
