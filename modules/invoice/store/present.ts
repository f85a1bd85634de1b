import { type Queryable, sql } from "@troad/kernel";
import type { Row } from "../domain/message-rows.ts";

/** The key of a row as one text, the same for a row of a request and for one in the tables. */
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

/** What a row holds, as text: by it the same message sent twice is told from another one under its number. */
export const contentOf = (row: Row): string => JSON.stringify(row.table === "invoice" ? row.invoice : row.content);

type Found = { key: string; content: string };

/** Which of these rows are in the tables already, with what they hold. */
export async function presentRows(q: Queryable, rows: readonly Row[]): Promise<Map<string, string>> {
  const terms = (table: Row["table"]): string[] => rows.filter((row) => row.table === table).map(({ term }) => term);
  const numbers = (table: Row["table"]): string[] =>
    rows.flatMap((row) => (row.table !== table ? [] : [row.table === "number_range" ? row.first : row.number]));
  const found = [
    ...(await presentInvoices(q, terms("invoice"), numbers("invoice"))),
    ...(await presentInvoiceActions(q, terms("invoice_action"), numbers("invoice_action"))),
    ...(await presentAllowances(q, terms("allowance"), numbers("allowance"))),
    ...(await presentAllowanceActions(q, terms("allowance_action"), numbers("allowance_action"))),
    ...(await presentRanges(q, terms("number_range"), numbers("number_range"))),
  ];
  return new Map(found.map(({ key, content }) => [key, content]));
}

const presentInvoices = (q: Queryable, terms: string[], numbers: string[]): Promise<Found[]> =>
  q.rows<Found>(sql`
    select concat_ws(' ', 'invoice', term, number) as key, content::text as content from invoice
    where (term, number) in (select * from unnest(${terms}::text[], ${numbers}::text[]))`);

const presentInvoiceActions = (q: Queryable, terms: string[], numbers: string[]): Promise<Found[]> =>
  q.rows<Found>(sql`
    select concat_ws(' ', 'invoice_action', term, number, kind) as key, content::text as content from invoice_action
    where (term, number) in (select * from unnest(${terms}::text[], ${numbers}::text[]))`);

const presentAllowances = (q: Queryable, terms: string[], numbers: string[]): Promise<Found[]> =>
  q.rows<Found>(sql`
    select concat_ws(' ', 'allowance', term, seller, number) as key, content::text as content from allowance
    where (term, number) in (select * from unnest(${terms}::text[], ${numbers}::text[]))`);

const presentAllowanceActions = (q: Queryable, terms: string[], numbers: string[]): Promise<Found[]> =>
  q.rows<Found>(sql`
    select concat_ws(' ', 'allowance_action', term, seller, number, kind) as key, content::text as content from allowance_action
    where (term, number) in (select * from unnest(${terms}::text[], ${numbers}::text[]))`);

const presentRanges = (q: Queryable, terms: string[], firsts: string[]): Promise<Found[]> =>
  q.rows<Found>(sql`
    select concat_ws(' ', 'number_range', term, kind, track, first) as key, content::text as content from number_range
    where (term, first) in (select * from unnest(${terms}::text[], ${firsts}::text[]))`);
