import { json, type Queryable, sql } from "@troad/kernel";
import type { Channel, PushKeys } from "../channels/ports.ts";

export type AddressRow = {
  id: string;
  subject: string;
  channel: Channel;
  value: string;
  keys: PushKeys | null;
  lang: string;
  state: "waiting" | "confirmed" | "bounced";
  code_hash: string | null;
  code_until: string | null;
  tries: number;
  at: string;
};
type NewAddress = Omit<AddressRow, "tries">;

/** The same address again gets a new code, and is as it was told last. */
export async function putAddress(q: Queryable, row: NewAddress): Promise<string> {
  const { id, subject, channel, value, keys, lang, state, code_hash, code_until, at } = row;
  const put = await q.one<{ id: string }>(sql`
    insert into address (id, subject, channel, value, keys, lang, state, code_hash, code_until, at)
    values (${id}, ${subject}, ${channel}, ${value}, ${keys && json(keys)}, ${lang}, ${state}, ${code_hash}, ${code_until}, ${at})
    on conflict (subject, channel, value) do update set keys = excluded.keys, lang = excluded.lang, state = excluded.state,
      code_hash = excluded.code_hash, code_until = excluded.code_until, tries = 0, at = excluded.at
    returning id`);
  return put!.id;
}

export const addressesOf = (q: Queryable, subject: string): Promise<AddressRow[]> =>
  q.rows<AddressRow>(sql`
    select id, subject, channel, value, keys, lang, state, code_hash, code_until, tries, at from address where subject = ${subject} order by id`);

/** The address, locked: two attempts at a code count as two. */
export const lockAddress = (q: Queryable, subject: string, id: string): Promise<AddressRow | undefined> =>
  q.one<AddressRow>(sql`
    select id, subject, channel, value, keys, lang, state, code_hash, code_until, tries, at from address
    where subject = ${subject} and id = ${id} for update`);

export async function countTry(q: Queryable, id: string): Promise<void> {
  await q.run(sql`update address set tries = tries + 1 where id = ${id}`);
}
export async function setAddressState(q: Queryable, id: string, state: AddressRow["state"]): Promise<void> {
  await q.run(sql`update address set state = ${state}, code_hash = null, code_until = null where id = ${id}`);
}
export async function deleteAddress(q: Queryable, subject: string, id: string): Promise<void> {
  await q.run(sql`delete from address where subject = ${subject} and id = ${id}`);
}

export const silenced = (q: Queryable, subject: string): Promise<{ channel: Channel; topic: string }[]> =>
  q.rows<{ channel: Channel; topic: string }>(sql`select channel, topic from silence where subject = ${subject}`);

/** Confirmed addresses of a person on which a topic is not silenced. */
export const reachable = (q: Queryable, subject: string, topic: string | null): Promise<AddressRow[]> =>
  q.rows<AddressRow>(sql`
    select id, subject, channel, value, keys, lang, state, code_hash, code_until, tries, at from address a
    where subject = ${subject} and state = 'confirmed'
      and not exists (select 1 from silence s where s.subject = a.subject and s.channel = a.channel and s.topic = ${topic}) order by id`);

export async function putSilence(q: Queryable, subject: string, channel: string, topic: string): Promise<void> {
  await q.run(
    sql`insert into silence (subject, channel, topic) values (${subject}, ${channel}, ${topic}) on conflict do nothing`,
  );
}
export async function clearSilence(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`delete from silence where subject = ${subject}`);
}
