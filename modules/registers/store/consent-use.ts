import { type Queryable, sql } from "@troad/kernel";

export type ConsentUse = { consentId: string; service: string; messageId: string; requestHash: string; usedAt: string };

/**
 * Takes the one use that a consent allows of a service; gives the use that counts, which may be an earlier one. Waits for a concurrent
 * transaction.
 */
export async function takeConsentUse(q: Queryable, use: ConsentUse): Promise<ConsentUse> {
  const { consentId, service, messageId, requestHash, usedAt } = use;
  const taken = await q.run(sql`
    insert into consent_use (consent_id, service, message_id, request_hash, used_at)
    values (${consentId}, ${service}, ${messageId}, ${requestHash}, ${usedAt}) on conflict on constraint consent_use_once do nothing`);
  if (taken === 1) return use;
  const earlier = await q.one<ConsentUse>(sql`
    select consent_id as "consentId", service, message_id as "messageId", request_hash as "requestHash", used_at as "usedAt"
    from consent_use where consent_id = ${consentId} and service = ${service}`);
  if (!earlier) throw new Error("a use of a consent that exists cannot be read");
  return earlier;
}
