import { type Queryable, sql } from "@troad/kernel";
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

export type SealRow = { time_stamp: Buffer; ocsp: Buffer };

/** False when this side already holds a request of that id. */
export async function insertRequest(q: Queryable, row: RequestRow): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into message_request (exchange_id, side, at, consumer, provider, agreement, consent, purpose, fields, request_hash, head, body, signature, ocsp)
    values (${row.exchange_id}, ${row.side}, ${row.at}, ${row.consumer}, ${row.provider}, ${row.agreement}, ${row.consent}, ${row.purpose},
      ${row.fields}, ${row.request_hash}, ${row.head}, ${row.body}, ${row.signature}, ${row.ocsp})
    on conflict do nothing`);
  return inserted > 0;
}

export const findRequest = (q: Queryable, id: string, side: Side): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(sql`select * from message_request where exchange_id = ${id} and side = ${side}`);

/** False when the outcome was already there: the first one counts. */
export async function insertOutcome(q: Queryable, row: OutcomeRow): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into message_outcome (exchange_id, side, at, outcome, code, status, response_hash, head, body, signature, ocsp)
    values (${row.exchange_id}, ${row.side}, ${row.at}, ${row.outcome}, ${row.code}, ${row.status}, ${row.response_hash},
      ${row.head}, ${row.body}, ${row.signature}, ${row.ocsp})
    on conflict do nothing`);
  return inserted > 0;
}

export const findOutcome = (q: Queryable, id: string, side: Side): Promise<OutcomeRow | undefined> =>
  q.one<OutcomeRow>(sql`select * from message_outcome where exchange_id = ${id} and side = ${side}`);

export const findSeal = (q: Queryable, id: string, side: Side): Promise<SealRow | undefined> =>
  q.one<SealRow>(sql`select time_stamp, ocsp from message_seal where exchange_id = ${id} and side = ${side}`);

export async function insertSeal(q: Queryable, id: string, side: Side, at: string, seal: SealRow): Promise<void> {
  await q.run(sql`
    insert into message_seal (exchange_id, side, at, time_stamp, ocsp) values (${id}, ${side}, ${at}, ${seal.time_stamp}, ${seal.ocsp})
    on conflict do nothing`);
}

export const findRecord = (q: Queryable, id: string, side: Side): Promise<{ salt: Buffer; leaf_index: number } | undefined> =>
  q.one<{ salt: Buffer; leaf_index: number }>(
    sql`select salt, leaf_index from message_record where exchange_id = ${id} and side = ${side}`,
  );

export async function insertRecord(
  q: Queryable,
  id: string,
  side: Side,
  at: string,
  salt: Buffer,
  leafIndex: number,
): Promise<void> {
  await q.run(sql`
    insert into message_record (exchange_id, side, at, salt, leaf_index) values (${id}, ${side}, ${at}, ${salt}, ${leafIndex})
    on conflict do nothing`);
}

/** When the oldest answered message without a time stamp was answered. */
export async function oldestUnsealed(q: Queryable): Promise<string | undefined> {
  const row = await q.one<{ at: string | null }>(sql`
    select min(o.at) as at from message_outcome o
    where o.signature is not null and not exists (select 1 from message_seal s where s.exchange_id = o.exchange_id and s.side = o.side)`);
  return row?.at ?? undefined;
}
