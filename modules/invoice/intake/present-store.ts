import { type Queryable, sql } from "@troad/kernel";
import { isBound, type Row } from "./message-rows.ts";

/** A row's key as one text, the same for a row of a request and for one in the tables. */
export const keyOf = (row: Row): string =>
  row.table === "number_range"
    ? `number_range ${row.term} ${row.kind} ${row.track} ${row.first}`
    : row.table === "invoice"
      ? `invoice ${row.term} ${row.number}`
      : row.table === "invoice_action"
        ? `invoice_action ${row.term} ${row.number} ${row.kind}`
        : row.table === "allowance"
          ? `allowance ${row.term} ${row.seller} ${row.number}`
          : `allowance_action ${row.term} ${row.seller} ${row.number} ${row.kind}`;

/** A row's content as text, which distinguishes a repeated message from a different one with the same number. */
export const contentOf = (row: Row): string => JSON.stringify(row.table === "invoice" ? row.invoice : row.content);

type Found = { key: string; content: string; version?: number; voided?: boolean };

/** What exists under a key: the contents of every version and, for a voided invoice, the next version. */
export type Present = { readonly contents: ReadonlySet<string>; readonly next?: number };

/**
 * Which of these rows are already in the tables, or wait, with their contents. Each is looked up by its whole key: other columns have no
 * index.
 */
export async function presentRows(q: Queryable, rows: readonly Row[]): Promise<Map<string, Present>> {
  const of = <T extends Row["table"]>(table: T): Extract<Row, { table: T }>[] =>
    rows.filter((row): row is Extract<Row, { table: T }> => row.table === table);
  const found = [
    ...(await presentInvoices(q, of("invoice"))),
    ...(await presentInvoiceActions(q, of("invoice_action"))),
    ...(await presentAllowances(q, of("allowance"))),
    ...(await presentAllowanceActions(q, of("allowance_action"))),
    ...(await presentRanges(q, of("number_range"))),
    ...(await presentWaiting(q, rows.filter(isBound).map(keyOf))),
  ];
  const present = new Map<string, Present>();
  for (const [key, same] of Map.groupBy(found, (one) => one.key)) {
    const last = same.at(-1)!;
    const contents = new Set(same.map(({ content }) => content));
    present.set(key, last.voided ? { contents, next: last.version! + 1 } : { contents });
  }
  return present;
}

const presentWaiting = async (q: Queryable, keys: string[]): Promise<Found[]> =>
  keys.length === 0
    ? []
    : q.rows<Found>(sql`
        select row_key as key, (message -> 'content')::text as content from waiting_message
        where outcome is null and row_key = any(${keys})`);

const column = <R extends object>(rows: readonly R[], name: keyof R): R[keyof R][] => rows.map((row) => row[name]);
type Numbered = { readonly term: string; readonly number: string };
type Sold = Numbered & { readonly seller: string };
type Ranged = { readonly term: string; readonly kind: string; readonly track: string; readonly first: string };

const presentInvoices = async (q: Queryable, rows: readonly Numbered[]): Promise<Found[]> =>
  rows.length === 0
    ? []
    : q.rows<Found>(sql`
    select concat_ws(' ', 'invoice', i.term, i.number) as key, i.content::text as content, i.version, exists (
      select 1 from invoice_action a
      where a.term = i.term and a.number = i.number and a.version = i.version and a.kind = 'void') as voided
    from invoice i where (i.term, i.number) in (
      select * from unnest(${column(rows, "term")}::text[], ${column(rows, "number")}::text[])) order by i.version`);

const presentInvoiceActions = async (q: Queryable, rows: readonly Numbered[]): Promise<Found[]> =>
  rows.length === 0
    ? []
    : q.rows<Found>(sql`
    select concat_ws(' ', 'invoice_action', term, number, kind) as key, content::text as content from invoice_action
    where (term, number) in (select * from unnest(${column(rows, "term")}::text[], ${column(rows, "number")}::text[]))`);

export const presentAllowances = async (q: Queryable, rows: readonly Sold[]): Promise<Found[]> =>
  rows.length === 0
    ? []
    : q.rows<Found>(sql`
    select concat_ws(' ', 'allowance', term, seller, number) as key, content::text as content from allowance
    where (term, seller, number) in (
      select * from unnest(${column(rows, "term")}::text[], ${column(rows, "seller")}::text[], ${column(rows, "number")}::text[]))`);

export const presentAllowanceActions = async (q: Queryable, rows: readonly Sold[]): Promise<Found[]> =>
  rows.length === 0
    ? []
    : q.rows<Found>(sql`
    select concat_ws(' ', 'allowance_action', term, seller, number, kind) as key, content::text as content from allowance_action
    where (term, seller, number) in (
      select * from unnest(${column(rows, "term")}::text[], ${column(rows, "seller")}::text[], ${column(rows, "number")}::text[]))`);

export const presentRanges = async (q: Queryable, rows: readonly Ranged[]): Promise<Found[]> =>
  rows.length === 0
    ? []
    : q.rows<Found>(sql`
    select concat_ws(' ', 'number_range', term, kind, track, first) as key, content::text as content from number_range
    where (term, kind, track, first) in (
      select * from unnest(${column(rows, "term")}::text[], ${column(rows, "kind")}::text[], ${column(rows, "track")}::text[],
        ${column(rows, "first")}::text[]))`);
