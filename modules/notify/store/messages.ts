import { json, type Queryable, sql } from "@troad/kernel";
import type { Message } from "../api.ts";

export type MessageRow = Omit<Message, "subject" | "body">;
type NewMessage = Omit<MessageRow, "read"> & { key: string };

/** A message with the same key is sent only once: false where it is known. */
export async function insertMessage(q: Queryable, message: NewMessage): Promise<boolean> {
  const { id, key, to, channel, template, params, link, at } = message;
  const inserted = await q.run(sql`
    insert into message (id, key, recipient, channel, template, params, link, at)
    values (${id}, ${key}, ${to}, ${channel}, ${template}, ${json(params)}, ${link}, ${at}) on conflict (key) do nothing`);
  return inserted > 0;
}

/** Newest first; `before` is the id of the last one shown (ids sort by time). */
export function listMessages(
  q: Queryable,
  query: { to: string | null; before: string | null; limit: number },
): Promise<MessageRow[]> {
  return q.rows<MessageRow>(sql`
    select m.id, m.recipient as "to", m.at, m.channel, m.template, m.params, m.link, r.at is not null as read
    from message m left join message_read r on r.message_id = m.id
    where (${query.to}::text is null or m.recipient = ${query.to}) and (${query.before}::uuid is null or m.id < ${query.before}::uuid)
    order by m.id desc limit ${query.limit}`);
}

export const findMessage = (q: Queryable, to: string, id: string): Promise<MessageRow | undefined> =>
  q.one<MessageRow>(sql`
    select m.id, m.recipient as "to", m.at, m.channel, m.template, m.params, m.link, r.at is not null as read
    from message m left join message_read r on r.message_id = m.id where m.id = ${id} and m.recipient = ${to}`);

/** Only the first reading is recorded. */
export async function insertRead(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`insert into message_read (message_id, at) values (${id}, ${at}) on conflict do nothing`);
}

export const countUnread = async (q: Queryable, to: string, most: number): Promise<number> =>
  (await q.one<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from message m where m.recipient = ${to} and not exists (select 1 from message_read r where r.message_id = m.id) limit ${most}
    ) as unread`))!.n;

/** What a message says. */
export const findSent = (q: Queryable, id: string): Promise<Pick<MessageRow, "template" | "params"> | undefined> =>
  q.one<Pick<MessageRow, "template" | "params">>(sql`select template, params from message where id = ${id}`);
