import { json, type Queryable, sql } from "@troad/kernel";
import type { SetOutcome } from "./downloads.ts";

/** Deliveries of a consent: how many are under way, were made since an instant or failed. */
export const countDeliveries = async (
  q: Queryable,
  consent: string,
  { since, openSince }: { since: string; openSince: string },
): Promise<{ open: number; delivered: number; recent: number; failed: number }> =>
  (await q.one<{ open: number; delivered: number; recent: number; failed: number }>(sql`
    select count(*) filter (where outcome = 'open' and at > ${openSince})::int as open,
      count(*) filter (where outcome = 'delivered')::int as delivered,
      count(*) filter (where outcome = 'delivered' and at > ${since})::int as recent,
      count(*) filter (where (outcome = 'failed' or (outcome = 'open' and at <= ${openSince})) and at > ${since})::int as failed
    from data_delivery where consent = ${consent}`))!;

export async function openDelivery(q: Queryable, row: { id: string; consent: string; at: string }): Promise<void> {
  await q.run(sql`insert into data_delivery (id, consent, at, outcome, sets)
    values (${row.id}, ${row.consent}, ${row.at}, 'open', ${json([])})`);
}
export async function closeDelivery(
  q: Queryable,
  row: { id: string; outcome: "delivered" | "failed"; sets: readonly SetOutcome[] },
): Promise<void> {
  await q.run(
    sql`update data_delivery set outcome = ${row.outcome}, sets = ${json(row.sets)} where id = ${row.id} and outcome = 'open'`,
  );
}

/** What was used up here before the eID did it; the table goes with a later release. */
export async function purgeAssertions(q: Queryable, now: string): Promise<void> {
  await q.run(sql`delete from assertion_used where expires_at < ${now}`);
}

/** Whether this was given under this consent since an instant. */
export const isDelivery = async (q: Queryable, row: { id: string; consent: string; since: string }): Promise<boolean> =>
  (await q.one(sql`select 1 from data_delivery
    where id = ${row.id} and consent = ${row.consent} and outcome = 'delivered' and at > ${row.since}`)) !== undefined;
