import { insertRows, type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type Side = TransferRecord["side"];
export type Outcome = TransferRecord["outcome"];

export type RequestRow = {
  exchange_id: string;
  side: Side;
  at: string;
  consumer: string;
  provider: string;
  agreement: string | null;
  consent: string | null;
  purpose: string | null;
  fields: string[];
  request_hash: string;
  head: Buffer;
  body: Buffer;
  signature: Buffer;
  ocsp: Buffer;
};

export type OutcomeRow = {
  exchange_id: string;
  side: Side;
  at: string;
  outcome: Outcome;
  code: string | null;
  status: number;
  response_hash: string | null;
  head: Buffer | null;
  body: Buffer | null;
  signature: Buffer | null;
  ocsp: Buffer | null;
};

const requestColumns = [
  "exchange_id",
  "side",
  "at",
  "consumer",
  "provider",
  "agreement",
  "consent",
  "purpose",
  "fields",
  "request_hash",
  "head",
  "body",
  "signature",
  "ocsp",
] as const satisfies (keyof RequestRow)[];

const outcomeColumns = [
  "exchange_id",
  "side",
  "at",
  "outcome",
  "code",
  "status",
  "response_hash",
  "head",
  "body",
  "signature",
  "ocsp",
] as const satisfies (keyof OutcomeRow)[];

/** What tells an exchange's side apart in a log. */
export const messageKey = (row: { exchange_id: string; side: Side }): string => `${row.side} ${row.exchange_id}`;

/** Writes several rows; gives the keys of those that were not there. The first row of a key counts. */
async function insertFresh<T extends { exchange_id: string; side: Side }>(
  q: Queryable,
  table: string,
  columns: readonly (keyof T & string)[],
  rows: readonly T[],
): Promise<Set<string>> {
  const values = rows.map((row) => columns.map((column) => row[column]));
  const statements = insertRows(table, columns, values, "on conflict do nothing returning exchange_id, side");
  const inserted = await Promise.all(statements.map((one) => q.rows<{ exchange_id: string; side: Side }>(one)));
  return new Set(inserted.flat().map(messageKey));
}

export const insertRequests = (q: Queryable, rows: readonly RequestRow[]): Promise<Set<string>> =>
  insertFresh(q, "message_request", requestColumns, rows);

export const insertOutcomes = (q: Queryable, rows: readonly OutcomeRow[]): Promise<Set<string>> =>
  insertFresh(q, "message_outcome", outcomeColumns, rows);

export const findRequest = (q: Queryable, id: string, side: Side): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(sql`select * from message_request where exchange_id = ${id} and side = ${side}`);

export const findOutcome = (q: Queryable, id: string, side: Side): Promise<OutcomeRow | undefined> =>
  q.one<OutcomeRow>(sql`select * from message_outcome where exchange_id = ${id} and side = ${side}`);

/** Requests between two instants that never got an outcome, oldest first. */
export const openRequests = (
  q: Queryable,
  range: { from: string; until: string },
  limit: number,
): Promise<{ exchange_id: string; side: Side; at: string }[]> =>
  q.rows(sql`
    select r.exchange_id, r.side, r.at from message_request r
    where r.at >= ${range.from} and r.at < ${range.until}
      and not exists (select 1 from message_outcome o where o.exchange_id = r.exchange_id and o.side = r.side)
    order by r.at limit ${limit}`);
