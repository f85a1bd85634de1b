import { json, type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type TransferRow = { record: TransferRecord; salt: Buffer; leaf_index: number; seq: number };

export const findTransfer = (q: Queryable, id: string, side: string): Promise<TransferRow | undefined> =>
  q.one<TransferRow>(sql`select record, salt, leaf_index, seq from transfer where exchange_id = ${id} and side = ${side}`);

/** False when the transfer was already recorded. */
export async function insertTransfer(q: Queryable, record: TransferRecord, salt: Buffer, leafIndex: number): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into transfer (exchange_id, side, at, consumer, provider, record, salt, leaf_index)
    values (${record.exchangeId}, ${record.side}, ${record.at}, ${record.consumer}, ${record.provider}, ${json(record)}, ${salt}, ${leafIndex})
    on conflict do nothing`);
  return inserted > 0;
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
