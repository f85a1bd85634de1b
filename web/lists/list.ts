import type { Html, HtmlValue } from "@troad/html";
import type { CursorKind } from "@troad/kernel";
import type { Chosen, Filter } from "./query.ts";

/** What a value is: how it is shown where a column does not say otherwise, on which side it stands, and how a file has it. */
export type ValueKind = "text" | "number" | "money" | "day" | "instant";
export type Value = string | number | null;

export type Column<Row> = {
  key: string;
  /** The head of the column, and the label of the value where a row is shown as a card. */
  text: string;
  kind: ValueKind;
  value: (row: Row) => Value;
  /** What the page shows in place of the value. */
  show?: (row: Row) => HtmlValue;
  /** A column of the page alone, such as a link, or of the file alone. */
  only?: "page" | "file";
};

/** Which rows are asked for: those that fit the filter, after the place `before`, at most `limit`. */
export type Asked = { chosen: Chosen; before?: string; limit: number };

export type Source<Row> = {
  /** The rows in the order of the list. The order is total and does not change, or a row would be shown twice or never. */
  rows(asked: Asked): Promise<readonly Row[]>;
  cursor(row: Row): string;
  cursorKind: CursorKind;
  /** How many rows fit the filter, where that is cheap: counted to `limit` at most. */
  count?(chosen: Chosen, limit: number): Promise<number>;
};

/** A list as a page shows it and a file has it, in the reader's language. */
export type List<Row> = {
  /** Where it stands; the file is at the same address with `.csv`. */
  address: string;
  title: string;
  /** What stands above the filters. */
  lead?: Html;
  columns: readonly Column<Row>[];
  filters: readonly Filter[];
  source: Source<Row>;
  /** What stands below the rows. */
  foot?: Html;
  /** What is said of the rows that fit, between the filters and the rows, such as their sum. */
  summary?: (chosen: Chosen) => Html | undefined;
  /** What is said when there is nothing at all, whatever is chosen. */
  empty: { title: string; body?: string; action?: Html };
  /** The name of the file, without its end; without it there is no file. */
  file?: string;
};

export const pageSize = 20;
/** More than this are not counted: the reader learns no more from it. */
export const mostCounted = 1000;

/** A short list that is in memory whole, such as what one person has; `fitting` picks the rows that fit the filter. */
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
      // the place of a row that is gone meanwhile leads to the beginning
      const start = before === undefined ? 0 : all.findIndex((row) => cursor(row) === before) + 1;
      return all.slice(start, start + limit);
    },
    count: async (chosen) => fitting(chosen).length,
  };
}
