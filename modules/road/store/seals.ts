import { type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";
import type { Side } from "./messages.ts";

/** A time stamp of one exchange's own, and the status of the signer after it. */
export type SealRow = { time_stamp: Buffer; ocsp: Buffer };
/** A time stamp that many exchanges share. */
export type BatchRow = { digests: Buffer; result: Buffer; time_stamp: Buffer };
type Key = { exchange_id: string; side: Side };
/** What a transfer record is made of. */
export type UntoldRow = Key & {
  seq: number;
  at: string;
  consumer: string;
  provider: string;
  agreement: string | null;
  consent: string | null;
  purpose: string | null;
  fields: string[];
  outcome: TransferRecord["outcome"];
  code: string | null;
  request_hash: string;
  response_hash: string | null;
};
export type UnstampedRow = Key & { seq: number; at: string; signature: Buffer };

export const findSeal = (q: Queryable, id: string, side: Side): Promise<SealRow | undefined> =>
  q.one<SealRow>(sql`select time_stamp, ocsp from message_seal where exchange_id = ${id} and side = ${side}`);

export async function insertSeal(q: Queryable, id: string, side: Side, at: string, seal: SealRow): Promise<void> {
  await q.run(sql`
    insert into message_seal (exchange_id, side, at, time_stamp, ocsp) values (${id}, ${side}, ${at}, ${seal.time_stamp}, ${seal.ocsp})
    on conflict do nothing`);
}

export const findBatch = (q: Queryable, id: string, side: Side): Promise<(BatchRow & { position: number }) | undefined> =>
  q.one(sql`
    select b.digests, b.result, b.time_stamp, m.position from message_batched m join message_batch b on b.id = m.batch
    where m.exchange_id = ${id} and m.side = ${side}`);

/** One statement, so that a batch and its members are there together or not at all. */
export async function insertBatch(q: Queryable, at: string, batch: BatchRow, members: readonly Key[]): Promise<void> {
  await q.run(sql`
    with batch as (
      insert into message_batch (at, digests, result, time_stamp) values (${at}, ${batch.digests}, ${batch.result}, ${batch.time_stamp})
      returning id)
    insert into message_batched (exchange_id, side, batch, position)
    select m.exchange_id, m.side, batch.id, m.position - 1
    from batch, unnest(${members.map((one) => one.exchange_id)}::text[], ${members.map((one) => one.side)}::text[])
      with ordinality as m (exchange_id, side, position)
    on conflict do nothing`);
}

export async function insertRecords(
  q: Queryable,
  at: string,
  records: readonly (Key & { salt: Buffer; leafIndex: number })[],
): Promise<void> {
  await q.run(sql`
    insert into message_record (exchange_id, side, at, salt, leaf_index)
    select exchange_id, side, ${at}, salt, leaf_index
    from unnest(${records.map((one) => one.exchange_id)}::text[], ${records.map((one) => one.side)}::text[],
      ${records.map((one) => one.salt)}::bytea[], ${records.map((one) => one.leafIndex)}::bigint[]) as r (exchange_id, side, salt, leaf_index)
    on conflict do nothing`);
}

/** Outcomes after `seq` whose record is not in the public log yet. */
export const untold = (q: Queryable, after: number, limit: number): Promise<UntoldRow[]> =>
  q.rows<UntoldRow>(sql`
    select o.seq, r.exchange_id, r.side, r.at, r.consumer, r.provider, r.agreement, r.consent, r.purpose, r.fields, r.request_hash,
      o.outcome, o.code, o.response_hash
    from message_outcome o join message_request r on r.exchange_id = o.exchange_id and r.side = o.side
    where o.seq > ${after} and not exists (select 1 from message_record m where m.exchange_id = o.exchange_id and m.side = o.side)
    order by o.seq limit ${limit}`);

/** Answers after `seq` without a time stamp, of their own or shared. */
export const unstamped = (q: Queryable, after: number, limit: number): Promise<UnstampedRow[]> =>
  q.rows<UnstampedRow>(sql`
    select o.seq, o.exchange_id, o.side, o.at, o.signature from message_outcome o
    where o.seq > ${after} and o.signature is not null
      and not exists (select 1 from message_seal s where s.exchange_id = o.exchange_id and s.side = o.side)
      and not exists (select 1 from message_batched b where b.exchange_id = o.exchange_id and b.side = o.side)
    order by o.seq limit ${limit}`);

/** The highest number given before `at`: everything up to it was committed long ago. */
export async function seqBefore(q: Queryable, at: string, from: number): Promise<number> {
  const row = await q.one<{ seq: number | null }>(
    sql`select max(seq) as seq from message_outcome where seq > ${from} and seq <= ${from} + 100000 and at < ${at}`,
  );
  return row?.seq ?? from;
}

/** Up to which outcome everything was told and stamped when it was last written down. */
export async function readCursor(q: Queryable): Promise<number> {
  const row = await q.one<{ sealed: number }>(sql`select sealed from message_cursor`);
  return row?.sealed ?? 0;
}

export async function writeCursor(q: Queryable, sealed: number): Promise<void> {
  await q.run(sql`
    insert into message_cursor (sealed) values (${sealed})
    on conflict (single) do update set sealed = greatest(message_cursor.sealed, excluded.sealed)`);
}
