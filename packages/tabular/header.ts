import { kindOf } from "./rules/values.ts";
import type { RawRow } from "./source/csv.ts";

/** Where the column names are: the number of the last row with them (0: none), the names, and what was odd about them. */
export type Header = {
  readonly row: number;
  readonly names: readonly string[];
  readonly above: number;
  readonly rows: number;
  readonly missing: boolean;
};

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== "").length;
const isNumeric = (cell: string | undefined): boolean => {
  const { kind } = kindOf(cell ?? "", true);
  return kind !== "text" && kind !== "blank" && kind !== "missing";
};
const isWord = (cell: string | undefined): boolean => kindOf(cell ?? "", true).kind === "text";

/** The most frequent number of cells; the later rows decide, since titles stand first. */
function widthOf(rows: readonly RawRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** Columns whose values are numbers, dates or codes nearly always, judged by rows that can be no header. */
function numericColumns(rows: readonly RawRow[], width: number): number[] {
  const body = rows.slice(Math.max(1, Math.min(6, Math.floor(rows.length / 2))));
  return Array.from({ length: width }, (_, at) => at).filter((at) => {
    const values = body
      .map(({ cells }) => cells[at] ?? "")
      .filter((cell) => !["blank", "missing"].includes(kindOf(cell, true).kind));
    return values.length > 0 && values.filter(isNumeric).length >= values.length * 0.8;
  });
}

const script = (cell: string): "han" | "latin" | "other" =>
  /\p{Script=Han}/u.test(cell) ? "han" : /[A-Za-z]/.test(cell) ? "latin" : "other";
const endsAsName =
  /(名稱|名|代碼|代號|編號|日期|時間|年度|年月|地址|電話|數|別|率|縣市|鄉鎮|類別|單位|金額|面積|經度|緯度|備註|說明)$/;

/** A row that says the names of the row above it once more, in another language. */
function isTranslation(names: readonly string[], next: readonly string[], below: readonly RawRow[]): boolean {
  const pairs = names
    .map((name, at) => [name, next[at] ?? "", at] as const)
    .filter(([name, other]) => name.trim() !== "" && other.trim() !== "");
  if (pairs.length < 2 || pairs.length < names.length * 0.6) return false;
  if (!pairs.every(([name, other]) => script(name) !== "other" && script(other) !== "other" && script(name) !== script(other)))
    return false;
  const toLatin = script(pairs[0]![1]) === "latin";
  if (!toLatin) return pairs.filter(([, other]) => endsAsName.test(other.trim())).length >= pairs.length / 2;
  // Latin names below Chinese ones, and Chinese values below those
  const chinese = pairs.filter(([, , at]) => below.some(({ cells }) => script(cells[at] ?? "") === "han"));
  return chinese.length >= pairs.length / 3;
}

/** Names of groups stand above those of their columns: the name of a column has both. */
function joinNames(rows: readonly (readonly string[])[], width: number): string[] {
  const filledRight = rows.map((cells, at) => {
    if (at === rows.length - 1) return cells;
    let last = "";
    return Array.from({ length: width }, (_, column) => {
      last = cells[column]?.trim() || last;
      return last;
    });
  });
  return Array.from({ length: width }, (_, at) => {
    const own = filledRight.at(-1)?.[at]?.trim() ?? "";
    const groups = filledRight.slice(0, -1).map((cells) => cells[at]?.trim() ?? "");
    return own === ""
      ? (rows.map((cells) => cells[at]?.trim() ?? "").find((name) => name !== "") ?? "")
      : [...groups, own].filter(Boolean).join("_");
  });
}

/** A header that stands among the data again is no row to judge columns by. */
function withoutRepeated(rows: readonly RawRow[]): RawRow[] {
  const top = rows[0]?.cells.join("\0");
  return rows.filter(({ cells }, at) => at === 0 || cells.length < 2 || cells.join("\0") !== top);
}

/** Finds the column names among the first rows. */
export function findHeader(sample: readonly RawRow[]): Header {
  const rows = withoutRepeated(sample.filter(({ cells }) => filled(cells) > 0));
  const width = widthOf(rows.slice(-Math.max(1, Math.ceil(rows.length * 0.8))));
  const numeric = numericColumns(rows, width);
  const inNumeric = (cells: readonly string[], test: (cell: string | undefined) => boolean): number =>
    numeric.filter((at) => test(cells[at])).length;
  // titles stand above: rows with far fewer cells than the data have
  const typical = rows.map(({ cells }) => filled(cells)).toSorted((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  let first = 0;
  while (first < Math.min(rows.length - 1, 10) && width >= 3 && filled(rows[first]!.cells) * 2 < Math.max(typical, 3)) first++;
  // a row of numbers is data, however short: the names stand above it at the latest
  const data = rows.slice(0, first + 1).findIndex(({ cells }) => cells.filter(isNumeric).length >= 3);
  if (data >= 0 && data < first) first = Math.max(0, data - 1);
  const top = rows[first];
  if (!top) return { row: 0, names: [], above: 0, rows: 0, missing: true };
  const below = rows.slice(first + 1);
  let last = first;
  const isHead =
    numeric.length > 0 ? inNumeric(top.cells, isWord) > 0 || filled(top.cells) * 2 < width : !repeats(top.cells, below);
  if (!isHead && below.length > 0) {
    const names = Array.from({ length: width }, (_, at) => `column_${at + 1}`);
    return { row: 0, names, above: first, rows: 0, missing: true };
  }
  while (last + 1 < rows.length - 1 && last - first < 3) {
    const next = rows[last + 1]!.cells;
    const words = inNumeric(next, isWord);
    const isMore = numeric.length >= 2 && words >= Math.max(2, numeric.length * 0.6) && inNumeric(next, isNumeric) === 0;
    if (!isMore && !isTranslation(top.cells, next, rows.slice(last + 2, last + 12))) break;
    last++;
  }
  // groups of columns: a row with gaps above the one that fills them
  let start = last;
  while (start > 0 && last - start < 3) {
    const own = rows[start]!.cells;
    const above = rows[start - 1]!.cells;
    const completes = above.some((cell, at) => cell.trim() !== "" && (own[at] ?? "").trim() === "");
    if (
      start > first ||
      (completes && filled(above) >= 2 && above.length >= width * 0.7 && above.every((cell) => !isNumeric(cell)))
    )
      start--;
    else break;
  }
  const heads = rows.slice(start, last + 1).map(({ cells }) => cells);
  const translated = heads.length === 2 && isTranslation(heads[0]!, heads[1]!, rows.slice(last + 1, last + 11));
  const sameLength = heads.length === 2 && heads.every((cells) => filled(cells) >= width * 0.8);
  const names =
    heads.length === 1 || translated || sameLength
      ? heads[0]!
      : joinNames(heads, Math.max(...heads.map((cells) => cells.length)));
  return { row: rows[last]!.row, names, above: start, rows: heads.length, missing: false };
}

/** Whether a row's texts stand again below it in their columns: then it is data, since no name of a column is its value. */
function repeats(cells: readonly string[], below: readonly RawRow[]): boolean {
  const again = cells.filter(
    (cell, at) => cell.trim() !== "" && below.some((row) => row.cells[at]?.trim() === cell.trim()),
  ).length;
  return again > 0 || filled(cells) === 0;
}
