import { type Queryable, sql, textArray } from "@troad/kernel";
import type { ConsentRow } from "./consents.ts";

/** Of a consent that ended: each of its providers has to hear of it while it would still take it. */
export async function insertNotices(
  q: Queryable,
  { id, expires_at }: Pick<ConsentRow, "id" | "expires_at">,
  providers: readonly string[],
): Promise<void> {
  await q.run(sql`
    insert into consent_telling (consent_id, provider, until)
    select ${id}::uuid, provider, ${expires_at}::timestamptz from unnest(${textArray([...providers])}::text[]) as provider on conflict do nothing`);
}

/** Consents of whose end a provider has not heard. */
export const notNotified = async (
  q: Queryable,
  { provider, now, limit }: { provider: string; now: string; limit: number },
): Promise<string[]> =>
  (
    await q.rows<{ id: string }>(sql`
    select t.consent_id as id from consent_telling t where t.provider = ${provider} and t.until > ${now}
    and not exists (select 1 from consent_told d where d.consent_id = t.consent_id and d.provider = t.provider) order by t.until limit ${limit}`)
  ).map(({ id }) => id);

export async function insertNotified(
  q: Queryable,
  consents: readonly string[],
  { provider, exchangeId, at }: { provider: string; exchangeId: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into consent_told (consent_id, provider, exchange_id, at)
    select id::uuid, ${provider}, ${exchangeId}, ${at}::timestamptz from unnest(${textArray([...consents])}::text[]) as id on conflict do nothing`);
}
