import { json, type Queryable, sql } from "@troad/kernel";
import type { Channel, PushKeys } from "../channels/ports.ts";

export type DeliveryRow = {
  id: string;
  message_id: string | null;
  address_id: string | null;
  channel: Channel;
  value: string;
  keys: PushKeys | null;
  lang: string;
  content: { template: string; params: Record<string, string> } | null;
  state: "queued" | "sent" | "refused" | "bounced" | "given-up";
};
type NewDelivery = Omit<DeliveryRow, "state"> & { key: string; at: string };

/** False where this key is known. */
export async function insertDelivery(q: Queryable, row: NewDelivery): Promise<boolean> {
  const { id, key, message_id, address_id, channel, value, keys, lang, content, at } = row;
  const inserted = await q.run(sql`
    insert into delivery (id, key, message_id, address_id, channel, value, keys, lang, content, state, at)
    values (${id}, ${key}, ${message_id}, ${address_id}, ${channel}, ${value}, ${keys && json(keys)}, ${lang}, ${content && json(content)}, 'queued', ${at})
    on conflict (key) do nothing`);
  return inserted > 0;
}

export const findDelivery = (q: Queryable, id: string): Promise<DeliveryRow | undefined> =>
  q.one<DeliveryRow>(sql`
    select id, message_id, address_id, channel, value, keys, lang, content, state from delivery where id = ${id}`);

/** How it ended. What was sent may still come back; codes are kept no longer. */
export async function endDelivery(
  q: Queryable,
  end: { id: string; state: DeliveryRow["state"]; reason: string | null; at: string },
): Promise<boolean> {
  const { id, state, reason, at } = end;
  const changed = await q.run(sql`
    update delivery set state = ${state}, reason = ${reason}, ended_at = ${at}, content = null
    where id = ${id} and (state = 'queued' or (state = 'sent' and ${state} = 'bounced'))`);
  return changed > 0;
}

export type Returned = {
  id: string;
  channel: Channel;
  template: string | null;
  state: string;
  reason: string | null;
  at: string;
};

/** What came back, was refused or was given up since a day, newest first; addresses are not shown. */
export const listReturned = (q: Queryable, query: { since: string; before: string | null; limit: number }): Promise<Returned[]> =>
  q.rows<Returned>(sql`
    select d.id, d.channel, m.template, d.state, d.reason, d.ended_at as at from delivery d left join message m on m.id = d.message_id
    where d.state in ('refused', 'bounced', 'given-up') and d.ended_at >= ${query.since} and (${query.before}::uuid is null or d.id < ${query.before}::uuid)
    order by d.id desc limit ${query.limit}`);

export const countReturned = async (q: Queryable, since: string): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(ended_at) as oldest from delivery where state in ('refused', 'bounced', 'given-up') and ended_at >= ${since}`))!;

/** What the demonstration's providers would have sent. */
export type DemoSent = { id: string; channel: Channel; value: string; subject: string; body: string; at: string };
export async function insertDemoSent(q: Queryable, row: DemoSent): Promise<void> {
  const { id, channel, value, subject, body, at } = row;
  await q.run(sql`
    insert into demo_sent (id, channel, value, subject, body, at) values (${id}, ${channel}, ${value}, ${subject}, ${body}, ${at})
    on conflict do nothing`);
}
export const listDemoSent = (q: Queryable, before: string | null, limit: number): Promise<DemoSent[]> =>
  q.rows<DemoSent>(sql`
    select id, channel, value, subject, body, at from demo_sent where (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);
