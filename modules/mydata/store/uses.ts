import { json, type Queryable, sql } from "@troad/kernel";
import { digestOfRecord, type TransferRecord } from "@troad/road/api";

/** An exchange with what each side reported about it, in order of arrival. */
export type UseRow = { exchange_id: string; consumer: string; provider: string; at: string; records: TransferRecord[] };
/** The last entry shown of a list. */
export type UseCursor = { at: string; id: string };

export async function insertUse(
  q: Queryable,
  subject: string | null,
  consentId: string | null,
  record: TransferRecord,
): Promise<void> {
  await q.run(sql`
    insert into data_use (exchange_id, side, subject, consent_id, at, record, digest)
    values (${record.exchangeId}, ${record.side}, ${subject}, ${consentId}, ${record.at}, ${json(record)}, ${digestOfRecord(record)})
    on conflict do nothing`);
}

/** One row per exchange, newest first; exchanges of the same instant are ordered by address. */
export function usesOf(q: Queryable, subject: string, before: UseCursor | null, limit: number): Promise<UseRow[]> {
  return q.rows<UseRow>(sql`
    select exchange_id, consumer, provider, at, records from (
      select exchange_id, consumer, provider, min(at) as at,
        jsonb_agg(record order by side, record ->> 'responseHash' is not null) as records,
        exchange_id || '~' || left(translate(encode(sha256(convert_to(consumer || ' ' || provider, 'UTF8')), 'base64'), '+/', '-_'), 22) as id
      from data_use where subject = ${subject} group by exchange_id, consumer, provider) u
    where ${before?.at ?? null}::timestamptz is null or (at, id collate "C") < (${before?.at ?? null}::timestamptz, ${before?.id ?? null})
    order by at desc, id collate "C" desc limit ${limit}`);
}

/** Exchanges under one id, of any consumer. */
export const usesOfId = (q: Queryable, subject: string, exchangeId: string, limit: number): Promise<UseRow[]> =>
  q.rows<UseRow>(sql`
    select exchange_id, consumer, provider, min(at) as at,
      jsonb_agg(record order by side, record ->> 'responseHash' is not null) as records
    from data_use where subject = ${subject} and exchange_id = ${exchangeId}
    group by exchange_id, consumer, provider order by min(at) desc limit ${limit}`);
