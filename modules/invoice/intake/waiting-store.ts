import { json, type Queryable, sql } from "@troad/kernel";
import type { Waiting } from "./binding.ts";
import { type BoundRow, dayOfMessage } from "./message-rows.ts";

export type WaitingRow = {
  waitsFor: string;
  term: string;
  number: string;
  seller: string;
  rowKey: string;
  date: string;
  message: BoundRow;
};
export type WaitingRequest = { sender: string; kind: string; package: string; receivedAt: string };

export async function insertWaiting(
  q: Queryable,
  rows: readonly WaitingRow[],
  { sender, kind, package: id, receivedAt }: WaitingRequest,
): Promise<void> {
  if (rows.length === 0) return;
  await q.run(sql`
    insert into waiting_message (waits_for, term, number, seller, row_key, date, sender, kind, package, received_at, message)
    select r ->> 'waitsFor', r ->> 'term', r ->> 'number', r ->> 'seller', r ->> 'rowKey', (r ->> 'date')::date,
      ${sender}, ${kind}, ${id}, ${receivedAt}, r -> 'message'
    from json_array_elements(${json(rows)}) with ordinality as e(r, at) order by at`);
}

export type OpenMessage = { no: number; seller: string; package: string; receivedAt: string; message: BoundRow };

/** Messages that wait for one of these invoices or allowances, in order of arrival. */
export const openMessages = (q: Queryable, terms: readonly string[], numbers: readonly string[], limit: number) =>
  q.rows<OpenMessage>(sql`
    select no::int as no, seller, package, received_at as "receivedAt", message from waiting_message
    where outcome is null and (term, number) in (select * from unnest(${terms}::text[], ${numbers}::text[]))
    order by no limit ${limit}`);

/** Which of the waiting messages could proceed: what they wait for exists. */
export const readyMessages = (q: Queryable, limit: number) =>
  q.rows<{ term: string; number: string }>(sql`
    select distinct term, number from (
      select w.term, w.number from waiting_message w where w.outcome is null and case w.waits_for
        when 'invoice' then exists (select 1 from invoice i where i.term = w.term and i.number = w.number)
        when 'allowance' then exists (
          select 1 from allowance a where a.term = w.term and a.seller = w.seller and a.number = w.number)
        when 'allowance-cancel' then exists (
          select 1 from allowance_action a
          where a.term = w.term and a.seller = w.seller and a.number = w.number and a.kind = 'cancel')
        else exists (select 1 from invoice_action a where a.term = w.term and a.number = w.number and a.kind = w.waits_for)
      end limit ${limit}) as ready`);

/** What some messages wait for, up to `limit`. */
export const awaited = (q: Queryable, limit: number) =>
  q.rows<{ term: string; number: string }>(
    sql`select distinct term, number from waiting_message where outcome is null limit ${limit}`,
  );

export async function settleMessages(
  q: Queryable,
  rows: readonly { no: number; outcome: "taken" | "refused"; code: string | null }[],
  at: string,
): Promise<void> {
  if (rows.length === 0) return;
  await q.run(sql`
    update waiting_message w set outcome = s.outcome, code = s.code, settled_at = ${at}
    from unnest(${rows.map(({ no }) => no)}::bigint[], ${rows.map(({ outcome }) => outcome)}::text[],
      ${rows.map(({ code }) => code)}::text[]) as s(no, outcome, code)
    where w.no = s.no and w.outcome is null`);
}

export async function waitOn(
  q: Queryable,
  { no, waitsFor, term, number }: { no: number; waitsFor: string; term: string; number: string },
): Promise<void> {
  await q.run(sql`
    update waiting_message set waits_for = ${waitsFor}, term = ${term}, number = ${number} where no = ${no} and outcome is null`);
}

/** Messages that arrived before an instant and still wait are given up. */
export async function expireMessages(q: Queryable, before: string, at: string): Promise<void> {
  await q.run(sql`
    update waiting_message set outcome = 'expired', code = 'invoice.not-there', settled_at = ${at}
    where outcome is null and received_at < ${before}`);
}

export const waitingRow = (message: BoundRow, { for: waitsFor, term, number }: Waiting, rowKey: string): WaitingRow => ({
  ...{ waitsFor, term, number, seller: message.seller, rowKey, message },
  date: dayOfMessage(message),
});
