import { json, type Queryable, sql } from "@troad/kernel";
import type { Message } from "../api.ts";

type NewMessage = Omit<Message, "read"> & { key: string };

/** The same key is sent once. */
export async function insertMessage(q: Queryable, message: NewMessage): Promise<void> {
  const { id, key, to, channel, template, params, link, at } = message;
  await q.run(sql`
    insert into message (id, key, recipient, channel, template, params, link, at)
    values (${id}, ${key}, ${to}, ${channel}, ${template}, ${json(params)}, ${link}, ${at}) on conflict (key) do nothing`);
}

/** Newest first; `before` is the id of the last one seen (ids sort by time). */
export function listMessages(
  q: Queryable,
  query: { to: string | null; before: string | null; limit: number },
): Promise<Message[]> {
  return q.rows<Message>(sql`
    select id, recipient as "to", at, channel, template, params, link, false as read from message
    where (${query.to}::text is null or recipient = ${query.to}) and (${query.before}::uuid is null or id < ${query.before}::uuid)
    order by id desc limit ${query.limit}`);
}
