import { json, type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "@troad/road/api";

export type UseRow = { exchange_id: string; side: "consumer" | "provider"; at: string; record: TransferRecord };

export async function insertUse(
  q: Queryable,
  subject: string | null,
  consentId: string | null,
  record: TransferRecord,
): Promise<void> {
  await q.run(sql`
    insert into data_use (exchange_id, side, subject, consent_id, at, record)
    values (${record.exchangeId}, ${record.side}, ${subject}, ${consentId}, ${record.at}, ${json(record)}) on conflict do nothing`);
}

/** One row an exchange, newest first, with what each side told of it. `before` is `<at> <exchange id>` of the last one seen. */
export function usesOf(
  q: Queryable,
  subject: string,
  before: { at: string; id: string } | null,
  limit: number,
): Promise<{ exchange_id: string; at: string; records: TransferRecord[] }[]> {
  return q.rows(sql`
    select exchange_id, min(at) as at, jsonb_agg(record order by side) as records from data_use
    where subject = ${subject} group by exchange_id
    having ${before?.at ?? null}::timestamptz is null or (min(at), exchange_id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null})
    order by min(at) desc, exchange_id desc limit ${limit}`);
}

export function useOf(q: Queryable, subject: string, exchangeId: string): Promise<UseRow[]> {
  return q.rows<UseRow>(
    sql`select exchange_id, side, at, record from data_use where subject = ${subject} and exchange_id = ${exchangeId} order by side`,
  );
}
