import { type Column, type ColumnWatch, formula } from "./column.ts";
import type { FindingList } from "./findings.ts";
import { findHeader } from "./header.ts";
import { personalWatch } from "./rules/personal.ts";
import type { RawRow } from "./source/csv.ts";

export type Table = {
  readonly header: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Nothing but the column names in the first row and rows of as many cells, all in the form that programs want. */
  readonly normal?: boolean;
};
/** What looks at the cells of a column by its name. */
export type Watch = (name: string) => ColumnWatch;

/** So many rows are looked at before the column names are decided. */
const sampleRows = 200;
const total =
  /^(總\s*計|合\s*計|小\s*計|總\s*和|總\s*數|全\s*國\s*(總\s*計|合\s*計)|grand total|sub-?total|total)\s*([(（:：].*)?$/i;
const note = /^\s*(※|(註|備註|附註|說明|資料來源|資料提供|資料時間|單位|source|note)\s*\d*\s*[:：、])/i;

/** A remark in the first cell of a row that has hardly anything else. */
export const isNote = (cells: readonly string[]): boolean =>
  cells.length > 1 && note.test(cells[0] ?? "") && cells.filter((cell) => cell.trim() !== "").length <= 2;

/** Unique names for columns: those without a name are counted, and a second one of the same name gets a number. */
export function columnNames(raw: readonly string[], findings: FindingList, row: number | null): string[] {
  const seen = new Set<string>();
  const used = new Set<string>();
  return raw.map((name, at) => {
    const trimmed = name.trim();
    if (trimmed === "") findings.add("header-blank-name", row, `column_${at + 1}`);
    else if (name !== trimmed || /\s{2,}|[\r\n]/.test(name)) findings.add("header-spaces", row, trimmed);
    if (/^#/.test(trimmed)) findings.add("header-hash", row, trimmed);
    const base = trimmed || `column_${at + 1}`;
    if (seen.has(base)) findings.add("header-duplicate", row, base);
    seen.add(base);
    // programs that fold case need names that differ without it
    let unique = base;
    for (let count = 2; used.has(unique.toLowerCase()); count++) unique = `${base}_${count}`;
    used.add(unique.toLowerCase());
    return unique;
  });
}

/** Takes rows one after another; the column names are decided once some are there. */
export function tableReader(findings: FindingList, watch: Watch) {
  const sample: RawRow[] = [];
  let body: Body | undefined;
  return {
    take(row: RawRow): void {
      if (body) body.look(row);
      else if (sample.push(row) === sampleRows) body = begin(sample, findings, watch);
    },
    body: (): Body | undefined => body,
    end(): Table {
      if (sample.length === 0) findings.add("file-empty");
      return (body ?? begin(sample, findings, watch)).result();
    },
  };
}

/** Reads all rows of a table once. */
export async function readTable(source: AsyncIterable<RawRow>, findings: FindingList, watch: Watch): Promise<Table> {
  const reader = tableReader(findings, watch);
  for await (const row of source) reader.take(row);
  return reader.end();
}

function begin(sample: readonly RawRow[], findings: FindingList, watch: Watch) {
  const header = findHeader(sample);
  const at = header.row || null;
  if (header.missing && sample.length > 0) findings.add("header-missing", sample[0]!.row);
  if (header.above > 0) findings.add("header-not-first", at);
  if (header.rows > 1) findings.add("header-several-rows", at);
  const names = columnNames(header.names, findings, at);
  const isPlain = header.row === 1 && header.rows === 1 && names.every((name, no) => name === header.names[no]);
  const body = bodyOf(header.row, header.names, names.map(watch), findings, isPlain);
  for (const row of sample)
    if (row.row > header.row) body.look(row);
    else body.lookLoose(row.cells, row.row);
  return body;
}

export type Body = ReturnType<typeof bodyOf>;
function bodyOf(
  header: number,
  raw: readonly string[],
  columns: readonly ColumnWatch[],
  findings: FindingList,
  isPlain: boolean,
) {
  let rows = 0;
  let isRegular = isPlain;
  let blanks: number[] = [];
  const loose = personalWatch("");
  /** Cells that belong to no column: they are in the file all the same. */
  const lookLoose = (cells: readonly string[], row: number): void => {
    for (const cell of cells) {
      loose.look(cell, row);
      if (formula.test(cell)) findings.add("formula", row);
    }
  };
  const repeated = raw.map((name) => name.trim());
  const isRepeated = (cells: readonly string[]): boolean =>
    repeated.length > 1 &&
    header > 0 &&
    cells.length === repeated.length &&
    cells.every((cell, at) => cell.trim() === repeated[at]);

  /** Rows that are no data are named and left out of types and counts. */
  function isOther({ row, cells }: RawRow): boolean {
    const filled = cells.filter((cell) => cell.trim() !== "");
    if (filled.length === 0) {
      if (blanks.length < 5) blanks.push(row);
      return true;
    }
    for (const blank of blanks) findings.add("row-blank", blank, null, 5);
    blanks = [];
    if (isRepeated(cells)) findings.add("header-repeated", row, null, 5);
    else if (isNote(cells)) findings.add("row-note", row, null, 5);
    else return false;
    return true;
  }

  return {
    lookLoose,
    columns,
    firstName: repeated[0] ?? "",
    /** Whether a row that begins with this cell may be something else than data. */
    isOddKey: (cell: string): boolean => {
      const key = cell.trim();
      return key === "" || key === repeated[0] || note.test(cell) || total.test(key);
    },
    /** A blank row was the last one: what follows is looked at whole. */
    isAfterBlank: (): boolean => blanks.length > 0,
    /** Rows whose cells were all looked at, or counted. */
    counted(more: number): void {
      rows += more;
    },
    look(raw: RawRow): void {
      const { row, cells } = raw;
      if (raw.unclosed) findings.add("quote-unclosed", row);
      if (raw.stray) findings.add("quote-stray", row, null, 5);
      if (isOther(raw)) {
        isRegular = false;
        lookLoose(cells, row);
        return;
      }
      lookLoose(cells.slice(columns.length), row);
      rows++;
      if (cells.length !== columns.length) {
        isRegular = false;
        findings.add("row-ragged", row, null, 20);
      }
      const key = cells.find((cell) => cell.trim() !== "");
      if (columns.length > 1 && key !== undefined && total.test(key.trim()))
        findings.add("row-total", row, columns[cells.indexOf(key)]?.name ?? null, 5);
      for (let at = 0; at < columns.length; at++) columns[at]!.look(cells[at] ?? "", row);
      for (const at of raw.formulas ?? []) findings.add("formula-cell", row, columns[at]?.name ?? null, 3);
    },
    result(): Table {
      for (const { code, row } of loose.result()) findings.add(code, row);
      if (rows === 0 && columns.length > 0) findings.add("file-no-rows");
      const found: Column[] =
        rows === 0 ? columns.map(({ name }) => ({ name, type: "string", empty: 0 })) : columns.map((one) => one.result());
      const normal = isRegular && rows > 0 && found.every(({ type }, at) => columns[at]!.isNormal(type));
      return { header, rows, columns: found, normal };
    },
  };
}
