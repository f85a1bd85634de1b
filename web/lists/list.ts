import type { Html, HtmlValue } from "@troad/html";
import type { CursorKind } from "@troad/kernel";
import type { View } from "../site/view.ts";
import type { Chosen, Filter } from "./query.ts";

/** The type of a value: its default format, its alignment, and its form in a file. */
export type ValueKind = "text" | "number" | "money" | "day" | "instant";
export type Value = string | number | null;

export type Column<Row> = {
  key: string;
  /** The column heading, and the value's label if a row is shown as a card. */
  text: string;
  kind: ValueKind;
  value: (row: Row) => Value;
  /** What the page shows instead of the value. */
  show?: (row: Row) => HtmlValue;
  /** A column only in the page, such as a link, or only in the file. */
  only?: "page" | "file";
};

/** The requested rows: those that match the filter, after the position `before`, at most `limit`. */
export type Asked = { chosen: Chosen; before?: string; limit: number };

export type Source<Row> = {
  /** The rows in the order of the list. The order must be total and stable, or a row could be shown twice or never. */
  rows(asked: Asked): Promise<readonly Row[]>;
  cursor(row: Row): string;
  cursorKind: CursorKind;
  /** The number of rows that match the filter, where that is cheap: counted up to `limit`. */
  count?(chosen: Chosen, limit: number): Promise<number>;
};

/** A list as a page and a file show it, in the reader's language. */
export type List<Row> = {
  /** The list's address; the file is at the same address with `.csv`. */
  address: string;
  title: string;
  /** The pages above it, for a list that is shown below its title alone. */
  path?: View["path"];
  /** Content above the filters. */
  lead?: Html;
  columns: readonly Column<Row>[];
  filters: readonly Filter[];
  source: Source<Row>;
  /** Content below the rows. */
  foot?: Html;
  /** Content between the filters and the rows about the rows that match, such as their sum. */
  summary?: (chosen: Chosen) => Html | undefined;
  /** Shown when there is nothing at all, whatever the filter. */
  empty: { title: string; body?: string; action?: Html };
  /** The file's name without its extension; absent: no file. */
  file?: string;
};

export const pageSize = 20;
/** Counting stops here: a larger number tells the reader nothing more. */
export const mostCounted = 1000;

/** A short list that is completely in memory, such as one person's items; `fitting` picks the rows that match the filter. */
export function inMemory<Row>(
  fitting: (chosen: Chosen) => readonly Row[],
  cursor: (row: Row) => string,
  cursorKind: CursorKind,
): Source<Row> {
  return {
    cursor,
    cursorKind,
    rows: async ({ chosen, before, limit }) => {
      const all = fitting(chosen);
      // the position of a row that has disappeared leads to the beginning
      const start = before === undefined ? 0 : all.findIndex((row) => cursor(row) === before) + 1;
      return all.slice(start, start + limit);
    },
    count: async (chosen) => fitting(chosen).length,
  };
}
