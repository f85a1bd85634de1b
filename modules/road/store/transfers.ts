import { bytesArray, json, type Queryable, sql, textArray } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";
import { type AlarmKind, digestOfRecord, type StoredRecord, type TransferKey } from "../domain/transfer-rules.ts";

export type TransferRow = { record: TransferRecord; salt: Buffer; leaf_index: number; seq: number };
/** What confirmed a record: the other side's signature, its own record, or nothing had to. */
export type Confirmed = "signature" | "record" | null;
export type NewTransfer = { record: TransferRecord; salt: Buffer; leafIndex: number; digest: Buffer; confirmed: Confirmed };

/** A side's record of an exchange: of several tries the one that was answered, else the newest. */
export const findTransfer = (
  q: Queryable,
  { exchangeId, consumer, provider, side }: TransferKey,
): Promise<TransferRow | undefined> =>
  q.one<TransferRow>(sql`
    select record, salt, leaf_index, seq from transfer
    where exchange_id = ${exchangeId} and consumer = ${consumer} and provider = ${provider} and side = ${side}
    order by record ->> 'responseHash' is null, seq desc limit 1`);

type StandingRow = Omit<TransferKey, "exchangeId"> & {
  exchange_id: string;
  leaf_index: number;
  digest: Buffer | null;
  outcome: TransferRecord["outcome"];
  request_hash: string;
  response_hash: string | null;
  /** Of rows stored before they had a digest. */
  record: TransferRecord | null;
};

/** Records of one exchange that are looked at. A limit also keeps each look-up on its index, however few rows the planner knows of. */
const mostOfOne = 100;

/** Records of the exchanges that are told of, and those of the same requests under other ids. */
export async function storedRecords(q: Queryable, told: readonly TransferRecord[]): Promise<StoredRecord[]> {
  const column = (of: (record: TransferRecord) => string): Buffer => textArray(told.map(of));
  const rows = await q.rows<StandingRow>(sql`
    select distinct on (t.seq) t.exchange_id, t.consumer, t.provider, t.side, t.leaf_index, t.digest, t.record ->> 'outcome' as outcome,
      t.record ->> 'requestHash' as request_hash, t.record ->> 'responseHash' as response_hash,
      case when t.digest is null then t.record end as record
    from unnest(${column(({ exchangeId }) => exchangeId)}::text[], ${column(({ consumer }) => consumer)}::text[],
        ${column(({ requestHash }) => requestHash)}::text[]) as k (exchange_id, consumer, request_hash)
      cross join lateral (
        (select * from transfer a where a.exchange_id = k.exchange_id and a.consumer = k.consumer limit ${mostOfOne})
        union all (select * from transfer b where b.record ->> 'requestHash' = k.request_hash limit ${mostOfOne})) t
    order by t.seq`);
  return rows.map(storedIn);
}

const storedIn = (row: StandingRow): StoredRecord => ({
  exchangeId: row.exchange_id,
  consumer: row.consumer,
  provider: row.provider,
  side: row.side,
  leafIndex: row.leaf_index,
  digest: row.digest ?? digestOfRecord(row.record!),
  outcome: row.outcome,
  requestHash: row.request_hash,
  responseHash: row.response_hash,
});

export const newestTransfer = async (q: Queryable): Promise<number> =>
  (await q.one<{ seq: number | null }>(sql`select max(seq) as seq from transfer`))?.seq ?? 0;

/**
 * Providers' records without an answer of exchanges of which the consumer has one (`against`), where the provider told of none. Either of
 * the two is among the rows in the range.
 */
export async function deniedAnswers(
  q: Queryable,
  { after, upto }: { after: number; upto: number },
): Promise<{ told: StoredRecord; against: StoredRecord }[]> {
  const rows = await q.rows<StandingRow & { consumer_leaf: number; answer_hash: string }>(sql`
    with k as materialized (
      select distinct exchange_id, consumer, provider from transfer where seq > ${after} and seq <= ${upto})
    select p.exchange_id, p.consumer, p.provider, p.side, p.leaf_index, p.digest, p.record ->> 'outcome' as outcome,
      p.record ->> 'requestHash' as request_hash, p.record ->> 'responseHash' as response_hash, p.record,
      c.leaf_index as consumer_leaf, c.record ->> 'responseHash' as answer_hash
    from k
      cross join lateral (
        select * from transfer where exchange_id = k.exchange_id and consumer = k.consumer and provider = k.provider
          and side = 'provider' and record ->> 'responseHash' is null limit ${mostOfOne}) p
      cross join lateral (
        select * from transfer where exchange_id = k.exchange_id and consumer = k.consumer and provider = k.provider
          and side = 'consumer' and record ->> 'responseHash' is not null limit 1) c
    where not exists (
        select from transfer a where a.exchange_id = k.exchange_id and a.consumer = k.consumer and a.provider = k.provider
          and a.side = 'provider' and a.record ->> 'responseHash' is not null)
    order by p.seq limit 1000`);
  return rows.map((row) => {
    const told = storedIn(row);
    const against: StoredRecord = { ...told, side: "consumer", leafIndex: row.consumer_leaf, responseHash: row.answer_hash };
    return { told, against };
  });
}

export async function insertTransfers(q: Queryable, rows: readonly NewTransfer[]): Promise<void> {
  const column = (of: (row: NewTransfer) => string | null): Buffer => textArray(rows.map(of));
  await q.run(sql`
    insert into transfer (exchange_id, side, at, consumer, provider, record, salt, leaf_index, digest, confirmed)
    select exchange_id, side, at::timestamptz, consumer, provider, record::jsonb, salt, leaf_index, digest, confirmed
    from unnest(${column(({ record }) => record.exchangeId)}::text[], ${column(({ record }) => record.side)}::text[],
      ${column(({ record }) => record.at)}::text[], ${column(({ record }) => record.consumer)}::text[],
      ${column(({ record }) => record.provider)}::text[], ${column(({ record }) => json(record))}::text[],
      ${bytesArray(rows.map(({ salt }) => salt))}::bytea[], ${rows.map(({ leafIndex }) => leafIndex)}::bigint[],
      ${bytesArray(rows.map(({ digest }) => digest))}::bytea[], ${column(({ confirmed }) => confirmed)}::text[])
      as r (exchange_id, side, at, consumer, provider, record, salt, leaf_index, digest, confirmed)`);
}

export type AlarmRow = {
  seq: number;
  at: string;
  kind: AlarmKind;
  teller: string;
  other: string;
  exchange_id: string;
  consumer: string;
  provider: string;
  side: TransferRecord["side"];
  leaf_index: number | null;
  other_leaf: number | null;
};

/** False when the same was found before. */
export async function insertAlarm(q: Queryable, alarm: Omit<AlarmRow, "seq"> & { digest: Buffer }): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into transfer_alarm (at, kind, teller, other, exchange_id, consumer, provider, side, leaf_index, other_leaf, digest)
    values (${alarm.at}, ${alarm.kind}, ${alarm.teller}, ${alarm.other}, ${alarm.exchange_id}, ${alarm.consumer}, ${alarm.provider},
      ${alarm.side}, ${alarm.leaf_index}, ${alarm.other_leaf}, ${alarm.digest}) on conflict do nothing`);
  return inserted > 0;
}

export const listAlarms = (
  q: Queryable,
  { kind, before }: { kind: AlarmKind | null; before: number | null },
  limit: number,
): Promise<AlarmRow[]> =>
  q.rows<AlarmRow>(sql`
    select seq, at, kind, teller, other, exchange_id, consumer, provider, side, leaf_index, other_leaf from transfer_alarm
    where (${kind}::text is null or kind = ${kind}) and (${before}::bigint is null or seq < ${before})
    order by seq desc limit ${Math.min(limit, 500)}`);

/** Alarms since an instant, and the first of them. */
export const countAlarms = async (q: Queryable, since: string): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(
    sql`select count(*)::int as count, min(at) as oldest from transfer_alarm where at >= ${since}`,
  ))!;

/** Newest first; `prefix` is an identifier's beginning, such as `TWDEMO/GOV/MOI/`. */
export function listTransfers(
  q: Queryable,
  query: { prefix: string | null; before: number | null; limit: number },
): Promise<TransferRow[]> {
  const { prefix, before, limit } = query;
  const like = prefix === null ? null : `${prefix.replace(/[%_\\]/g, "\\$&")}%`;
  return q.rows<TransferRow>(sql`
    select record, salt, leaf_index, seq from transfer
    where (${like}::text is null or consumer like ${like} or provider like ${like}) and (${before}::bigint is null or seq < ${before})
    order by seq desc limit ${limit}`);
}
