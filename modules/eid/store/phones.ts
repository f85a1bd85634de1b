import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { JWK } from "jose";

export type PhoneRow = {
  id: string;
  subject: string;
  name: string;
  public_key: JWK;
  bound_by: string | null;
  created_at: string;
  last_used_at: string | null;
};

export async function insertPhone(q: Queryable, row: Omit<PhoneRow, "last_used_at">): Promise<void> {
  await q.run(sql`
    insert into phone (id, subject, name, public_key, bound_by, created_at)
    values (${row.id}, ${row.subject}, ${row.name}, ${json(row.public_key)}, ${row.bound_by}, ${row.created_at})`);
}

export const findPhone = (q: Queryable, id: string): Promise<PhoneRow | undefined> =>
  q.one<PhoneRow>(sql`select * from phone where id = ${id}`);

export const phonesOf = (q: Queryable, subject: string): Promise<PhoneRow[]> =>
  q.rows<PhoneRow>(sql`select * from phone where subject = ${subject} order by created_at limit 20`);

export async function usePhone(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`update phone set last_used_at = ${at} where id = ${id}`);
}

export const deletePhone = async (q: Queryable, subject: string, id: string): Promise<boolean> =>
  (await q.run(sql`delete from phone where subject = ${subject} and id = ${id}`)) === 1;

export type PhoneRequestRow = {
  id: string;
  subject: string;
  client: string;
  message: string;
  choices: string[];
  auth_req_id: string | null;
  interaction: string | null;
  scopes: string[];
  state: "pending" | "approved" | "denied" | "taken";
  phone: string | null;
  at: string;
  expires_at: string;
};

export async function insertRequest(q: Queryable, row: Omit<PhoneRequestRow, "state" | "phone">): Promise<void> {
  await q.run(sql`
    insert into phone_request (id, subject, client, message, choices, auth_req_id, interaction, scopes, state, at, expires_at)
    values (${row.id}, ${row.subject}, ${row.client}, ${row.message}, ${textArray(row.choices)}::text[], ${row.auth_req_id},
      ${row.interaction}, ${textArray(row.scopes)}::text[], 'pending', ${row.at}, ${row.expires_at})`);
}

export const findRequest = (q: Queryable, id: string): Promise<PhoneRequestRow | undefined> =>
  q.one<PhoneRequestRow>(sql`select * from phone_request where id = ${id}::uuid`);

export const pendingRequests = (q: Queryable, subject: string, now: string): Promise<PhoneRequestRow[]> =>
  q.rows<PhoneRequestRow>(sql`
    select * from phone_request where subject = ${subject} and state = 'pending' and expires_at > ${now} order by at desc limit 10`);

/** Decides a request that waits; false if it was decided, or ended, before. */
export const decideRequest = async (
  q: Queryable,
  id: string,
  state: "approved" | "denied",
  phone: string,
  now: string,
): Promise<boolean> =>
  (await q.run(sql`
    update phone_request set state = ${state}, phone = ${phone}
    where id = ${id}::uuid and state = 'pending' and expires_at > ${now}`)) === 1;

/** Gives an approval to the authorization request that it belongs to, once. */
export const takeApproval = (q: Queryable, id: string, interaction: string, now: string): Promise<PhoneRequestRow | undefined> =>
  q.one<PhoneRequestRow>(sql`
    update phone_request set state = 'taken'
    where id = ${id}::uuid and interaction = ${interaction} and state = 'approved' and expires_at > ${now} returning *`);

/** Requests of the last day that the person did not approve, after the newest that they did approve and after `since`. */
export const unsolicited = async (q: Queryable, subject: string, now: string, since: string): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from phone_request r
    where subject = ${subject} and state in ('pending', 'denied') and at > ${now}::timestamptz - interval '1 day' and at > ${since}::timestamptz
      and at > coalesce((select max(at) from phone_request a where a.subject = r.subject and a.state in ('approved', 'taken')), '-infinity')`))!
    .count;

/** Requests to one person take turns, so that the count before an insert holds. */
export async function lockRequests(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`phone:${subject}`}))`);
}

/** What waits for this person ends: nobody may approve it any more. */
export async function endRequests(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`update phone_request set state = 'denied' where subject = ${subject} and state in ('pending', 'approved')`);
}

export async function purgePhones(q: Queryable, now: string): Promise<void> {
  await q.run(sql`delete from phone_request where at < ${now}::timestamptz - interval '1 day'`);
}
