/**
 * The process in which DuckDB runs: one message, one database in memory, one answer. What a stranger's query can reach is one Parquet file. The
 * parent ends this process where it does not answer in time.
 */
import { DuckDBInstance, StatementType } from "@duckdb/node-api";
import type { Ask, Reply, Rows, StoredColumn } from "./messages.ts";

const memory = process.argv[2] ?? "512MB";
/** DuckDB's buffers for lines of 8 MiB take most of it. */
const convertMemory = "1GB";
const threads = "2";
const duckTypes: Readonly<Record<string, string>> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  datetime: "TIMESTAMP",
  time: "TIME",
};
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Reads files by absolute paths of our own alone: they are literals, since DuckDB takes no parameters there. */
async function convert(csv: string, columns: readonly StoredColumn[], parquet: string): Promise<null> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: convertMemory, threads });
  const connection = await instance.connect();
  try {
    const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(duckTypes[type] ?? "VARCHAR")}`).join(", ");
    // every type is given and nothing is sniffed: guesses from the first rows round late fractions and drop headers (duckdb#25824, #25827)
    const source = `read_csv(${literal(csv)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '',
      max_line_size = 8388608, strict_mode = true, columns = {${types}})`;
    await connection.run(`copy (select * from ${source}) to ${literal(parquet)} (format parquet, compression zstd)`);
    return null;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function query({ file, sql, values, maxRows }: Extract<Ask, { kind: "query" }>): Promise<Rows> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: memory, threads });
  const connection = await instance.connect();
  try {
    await connection.run(`set allowed_paths = [${literal(file)}]`);
    for (const setting of fences) await connection.run(setting);
    await connection.run(`create view data as select * from read_parquet(${literal(file)})`);
    await connection.run("set lock_configuration = true");
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new Refused("one statement at a time");
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== StatementType.SELECT) throw new Refused("only select");
    values.forEach((value, at) => {
      if (typeof value === "number") prepared.bindDouble(at + 1, value);
      else prepared.bindVarchar(at + 1, value);
    });
    const reader = await prepared.streamAndReadUntil(maxRows + 1);
    const names = reader.deduplicatedColumnNames();
    const types = reader.columnTypes();
    const rows = reader.getRowsJson().slice(0, maxRows);
    if (sizeOf(rows) > maxAnswer) throw new TooLarge("the answer is too large");
    return {
      columns: names.map((name, at) => ({ name, type: String(types[at]) })),
      rows: rows.map((row, at) => row.map((value, column) => plain(value, String(types[column]), reader.value(column, at)))),
      more: reader.currentRowCount > maxRows,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Whole numbers that a double holds are numbers; JSON of the library has them as texts. */
const plain = (value: unknown, type: string, raw: unknown): unknown =>
  typeof value === "string" && /INT/.test(type) && typeof raw === "bigint" && Number.isSafeInteger(Number(raw))
    ? Number(raw)
    : value;

/** What is closed before the first word of a stranger's query is read. */
const fences = [
  "set temp_directory = ''",
  "set autoinstall_known_extensions = false",
  "set autoload_known_extensions = false",
  "set allow_community_extensions = false",
  "set allow_persistent_secrets = false",
  "set enable_external_access = false",
];

class Refused extends Error {}
class TooLarge extends Error {}
/** Characters of an answer, which the parent holds in memory twice. */
const maxAnswer = 16 << 20;
const sizeOf = (rows: readonly (readonly unknown[])[]): number =>
  rows.reduce(
    (sum, row) =>
      sum +
      row.reduce<number>(
        (all, value) =>
          all +
          (typeof value === "string" ? value.length : typeof value === "object" && value ? JSON.stringify(value).length : 8),
        0,
      ),
    0,
  );

async function answer(ask: Ask): Promise<Reply> {
  try {
    const value = ask.kind === "query" ? await query(ask) : await convert(ask.csv, ask.columns, ask.parquet);
    return { id: ask.id, ok: true, value };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const denied = error instanceof Refused || /Permission Error|configuration has been locked|disabled/i.test(text);
    const isTooMuch = error instanceof TooLarge || /Out of Memory/i.test(text);
    const code = denied ? "refused" : isTooMuch ? "stopped" : "invalid";
    return { id: ask.id, ok: false, code, detail: text.split("\n")[0]!.slice(0, 300) };
  }
}

process.on("message", (ask: Ask) => void answer(ask).then((reply) => process.send?.(reply)));
// the parent has ended: nothing is left to answer
process.on("disconnect", () => process.exit(0));
