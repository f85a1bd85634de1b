import type { CheckedFile } from "./check.ts";
import type { ColumnType } from "./column.ts";
import { clockTime, namesDate, readDate } from "./rules/dates.ts";
import { kindOf, plainNumber } from "./rules/values.ts";
import { csvRows, type RawRow } from "./source/csv.ts";
import { decode, type Encoding } from "./source/encoding.ts";
import { flatten, jsonLines, jsonRecords } from "./source/json.ts";
import { xlsxRows } from "./source/xlsx.ts";
import { isNote } from "./table.ts";

/** A cell as programs want it: ISO days, plain numbers, true and false; null where a value is missing. */
export type NormalCell = string | null;

/** Normalises one cell by its column's type; strings stay as they are, but for a word that only says that nothing is there. */
function normalise(cell: string, type: ColumnType, name: string): NormalCell {
  const text = cell.trim();
  if (text === "") return null;
  if (type === "string" || type === "geometry") return cell;
  const { kind } = kindOf(text, namesDate(name));
  if (kind === "missing") return null;
  if (type === "integer" || type === "number") return plainNumber(text);
  if (type === "boolean") return text.toLowerCase();
  if (type === "time") return clockTime(text) ?? text;
  return readDate(text, namesDate(name))?.iso ?? text;
}

const isFilled = (cell: string): boolean => cell.trim() !== "";

/** The data rows of a file that was checked, in the order of its columns and in normal form. */
export async function* normalRows(
  file: string,
  { format, encoding, delimiter, header, columns }: CheckedFile,
): AsyncGenerator<NormalCell[]> {
  if (format === "csv" || format === "xlsx") {
    const source: AsyncIterable<RawRow> =
      format === "xlsx" ? xlsxRows(file) : csvRows(decode(file, encoding as Encoding), delimiter ?? ",");
    let head = "";
    for await (const { row, cells } of source) {
      if (row === header) head = cells.join("\0");
      if (row <= header || !cells.some(isFilled) || (columns.length > 1 && cells.join("\0") === head) || isNote(cells)) continue;
      yield columns.map(({ name, type }, at) => normalise(cells[at] ?? "", type, name));
    }
    return;
  }
  const text = decode(file, encoding as Encoding);
  for await (const record of format === "json-lines" ? jsonLines(text) : jsonRecords(text)) {
    const value = JSON.parse(record.text) as { type?: unknown; properties?: object | null; geometry?: unknown };
    const isFeature = value.type === "Feature" && "geometry" in value;
    const { cells } = flatten(isFeature ? (value.properties ?? {}) : value);
    yield columns.map(({ name, type }) =>
      type === "geometry"
        ? value.geometry
          ? JSON.stringify(value.geometry)
          : null
        : normalise(cells.get(name) ?? "", type, name),
    );
  }
}

const needsQuotes = /[",\r\n]/;

/** A row of CSV (RFC 4180). Formulas need no care here: a file that has any is refused before. */
export const csvLine = (cells: readonly NormalCell[]): string =>
  `${cells.map((cell) => (cell === null ? "" : needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
