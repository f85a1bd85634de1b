import { bytesArray, json, type Queryable, sql, textArray } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type TransferRow = { record: TransferRecord; salt: Buffer; leaf_index: number; seq: number };

export const findTransfer = (q: Queryable, id: string, side: string): Promise<TransferRow | undefined> =>
  q.one<TransferRow>(sql`select record, salt, leaf_index, seq from transfer where exchange_id = ${id} and side = ${side}`);

export const transferKey = (record: Pick<TransferRecord, "exchangeId" | "side">): string => `${record.side} ${record.exchangeId}`;

/** Places in the log of those that were recorded, by `transferKey`. */
export async function leafIndexes(
  q: Queryable,
  records: readonly Pick<TransferRecord, "exchangeId" | "side">[],
): Promise<Map<string, number>> {
  if (records.length === 0) return new Map();
  const rows = await q.rows<{ exchange_id: string; side: TransferRecord["side"]; leaf_index: number }>(sql`
    select t.exchange_id, t.side, t.leaf_index from transfer t
    join unnest(${textArray(records.map((one) => one.exchangeId))}::text[], ${textArray(records.map((one) => one.side))}::text[])
      as k (exchange_id, side)
      on k.exchange_id = t.exchange_id and k.side = t.side`);
  return new Map(rows.map((row) => [transferKey({ exchangeId: row.exchange_id, side: row.side }), row.leaf_index]));
}

/** Gives the places of those that were not recorded before. */
export async function insertTransfers(
  q: Queryable,
  rows: readonly { record: TransferRecord; salt: Buffer; leafIndex: number }[],
): Promise<Map<string, number>> {
  const column = (of: (row: (typeof rows)[number]) => string): Buffer => textArray(rows.map(of));
  const inserted = await q.rows<{ exchange_id: string; side: TransferRecord["side"]; leaf_index: number }>(sql`
    insert into transfer (exchange_id, side, at, consumer, provider, record, salt, leaf_index)
    select exchange_id, side, at::timestamptz, consumer, provider, record::jsonb, salt, leaf_index
    from unnest(${column(({ record }) => record.exchangeId)}::text[], ${column(({ record }) => record.side)}::text[],
      ${column(({ record }) => record.at)}::text[], ${column(({ record }) => record.consumer)}::text[],
      ${column(({ record }) => record.provider)}::text[], ${column(({ record }) => json(record))}::text[],
      ${bytesArray(rows.map(({ salt }) => salt))}::bytea[], ${rows.map(({ leafIndex }) => leafIndex)}::bigint[])
      as r (exchange_id, side, at, consumer, provider, record, salt, leaf_index)
    on conflict do nothing returning exchange_id, side, leaf_index`);
  return new Map(inserted.map((row) => [transferKey({ exchangeId: row.exchange_id, side: row.side }), row.leaf_index]));
}

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
