/**
 * Real files of Taiwanese agencies through `packages/tabular`: every CSV and XLSX file has the columns, types, header row and number of rows that
 * `columns.json` says; every JSON file is read to its end. Altered: a text in the last row of a column of numbers changes the column's
 * type, and the file in Big5 or UTF-16 gives the same table.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CheckedFile, checkFile } from "../../packages/tabular/index.ts";
import type { Suite } from "../kit.ts";

type Expected = Readonly<Record<string, { header: number; rows: number; types: string }>>;
const readable = /\.(csv|xlsx|json|geojson|ndjson)$/;

/** One letter for each column: s string, i integer, n number, d date, D datetime, t time, b boolean, g geometry. */
const letters: Readonly<Record<string, string>> = {
  string: "s",
  integer: "i",
  number: "n",
  date: "d",
  datetime: "D",
  time: "t",
  boolean: "b",
  geometry: "g",
};
export const typesOf = ({ columns }: CheckedFile): string => columns.map(({ type }) => letters[type]).join("");

function tableDifference(found: CheckedFile, expected: Expected[string] | undefined): string | undefined {
  if (!expected) return "not in columns.json";
  if (found.header !== expected.header) return `header in row ${found.header}, expected ${expected.header}`;
  if (found.rows !== expected.rows) return `${found.rows} rows, expected ${expected.rows}`;
  const types = typesOf(found);
  const at = [...types].findIndex((type, column) => type !== expected.types[column]);
  return types === expected.types ? undefined : `types ${types}, expected ${expected.types}; first: ${found.columns[at]?.name}`;
}

/** The same bytes with a word behind the last row, in the column given. */
function withWord(bytes: Buffer, columns: number, at: number): Buffer {
  const row = Array.from({ length: columns }, (_, column) => (column === at ? "不明數值" : "1")).join(",");
  return Buffer.concat([bytes, Buffer.from(bytes.at(-1) === 10 ? row : `\n${row}`)]);
}

const suite: Suite = async ({ reference }) => {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const judge = (id: string, why: string | undefined): void =>
    void (why === undefined ? passed.push(id) : failed.push({ id, why }));
  const expected = JSON.parse(readFileSync(join(import.meta.dirname, "columns.json"), "utf8")) as Expected;
  const folder = join(reference, "open");
  const scratch = mkdtempSync(join(tmpdir(), "opendata-"));
  const checkBytes = (bytes: Buffer): Promise<CheckedFile> => {
    writeFileSync(join(scratch, "file"), bytes);
    return checkFile(join(scratch, "file"));
  };
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => readable.test(name));
  try {
    for (const name of files.toSorted()) {
      const found = await checkFile(join(folder, name));
      const group = name.endsWith(".csv") ? "csv" : name.endsWith(".xlsx") ? "workbook" : "json";
      judge(`${group}: ${name}`, tableDifference(found, expected[name]));
      const number = found.columns.findIndex(({ type }) => type === "integer" || type === "number");
      if (group !== "csv" || number < 0 || found.header === 0) continue;
      const bytes = readFileSync(join(folder, name));
      const bent = await checkBytes(withWord(bytes, found.columns.length, number));
      judge(`altered last row: ${name}`, bent.columns[number]?.type === "string" ? undefined : "not noticed");
      const wide = await checkBytes(Buffer.from(`\ufeff${bytes.toString("utf8").replace(/^\ufeff/, "")}`, "utf16le"));
      const same = wide.encoding === "utf-16le" && typesOf(wide) === typesOf(found) && wide.rows === found.rows;
      judge(`utf-16: ${name}`, same ? undefined : `${wide.encoding}, ${wide.rows} rows`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { passed, failed };
};

export default suite;
