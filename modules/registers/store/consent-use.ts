import { type Queryable, sql, textArray } from "@troad/kernel";

export type ConsentUse = { consentId: string; service: string; messageId: string; requestHash: string; usedAt: string };

/**
 * Takes the one use that a consent allows of a service; gives the use that counts, which may be an earlier one, and undefined once the consent
 * has ended. Waits for a concurrent transaction.
 */
export async function takeConsentUse(q: Queryable, use: ConsentUse): Promise<ConsentUse | undefined> {
  const { consentId, service, messageId, requestHash, usedAt } = use;
  const taken = await q.run(sql`
    insert into consent_use (consent_id, service, message_id, request_hash, used_at)
    select ${consentId}, ${service}, ${messageId}, ${requestHash}, ${usedAt}
    where not exists (select 1 from consent_ended where consent_id = ${consentId}) on conflict on constraint consent_use_once do nothing`);
  if (taken === 1) return use;
  return q.one<ConsentUse>(sql`
    select consent_id as "consentId", service, message_id as "messageId", request_hash as "requestHash", used_at as "usedAt"
    from consent_use where consent_id = ${consentId} and service = ${service}
    and not exists (select 1 from consent_ended where consent_id = ${consentId})`);
}

/** Gives how many were new. */
export const insertEnded = (
  q: Queryable,
  consents: readonly string[],
  { exchangeId, at }: { exchangeId: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into consent_ended (consent_id, exchange_id, told_at)
    select distinct id, ${exchangeId}, ${at}::timestamptz from unnest(${textArray([...consents])}::text[]) as id on conflict do nothing`);
