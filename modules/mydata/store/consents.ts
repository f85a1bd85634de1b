import { json, type Queryable, sql } from "@troad/kernel";
import type { Consent, DataRequest, Principal } from "../api.ts";

export type ConsentRow = {
  id: string;
  key: string;
  subject: string;
  consumer: string;
  purpose: string;
  requests: DataRequest[];
  granted_at: string;
  expires_at: string;
  token: string;
  recipient: string | null;
  principal: Principal | null;
  status_index: number;
  /** The consent with a recipient for whose answer it was given. */
  under: string | null;
  withdrawn_at: string | null;
  used: number;
};

export const consentOf = (row: ConsentRow): Consent => ({
  id: row.id,
  subject: row.subject,
  consumer: row.consumer,
  purpose: row.purpose,
  requests: row.requests,
  grantedAt: row.granted_at,
  expiresAt: row.expires_at,
  withdrawnAt: row.withdrawn_at,
  recipient: row.recipient,
  principal: row.principal,
  usedUp: row.used >= row.requests.length,
});

/** Reserves the next index in the status list before the token that names it is signed. */
export async function nextStatusIndex(q: Queryable): Promise<number> {
  const row = await q.one<{ n: number }>(sql`select nextval(pg_get_serial_sequence('consent', 'status_index')) as n`);
  return row!.n;
}

export async function insertConsent(q: Queryable, row: Omit<ConsentRow, "withdrawn_at" | "used">): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into consent (id, key, subject, consumer, purpose, requests, granted_at, expires_at, token, status_index, recipient, principal, under)
    overriding system value
    values (${row.id}, ${row.key}, ${row.subject}, ${row.consumer}, ${row.purpose}, ${json(row.requests)}, ${row.granted_at},
      ${row.expires_at}, ${row.token}, ${row.status_index}, ${row.recipient},
      ${row.principal === null ? null : json(row.principal)}, ${row.under})
    on conflict (key) do nothing`);
  return inserted > 0;
}

export const consentByKey = (q: Queryable, key: string): Promise<ConsentRow | undefined> =>
  q.one<ConsentRow>(sql`select c.*, w.at as withdrawn_at,
      (select count(distinct u.exchange_id) from data_use u where u.consent_id = c.id and u.record ->> 'outcome' = 'answered') as used
    from consent c left join consent_withdrawal w on w.consent_id = c.id where c.key = ${key}`);

export const consentById = (q: Queryable, id: string): Promise<ConsentRow | undefined> =>
  q.one<ConsentRow>(sql`select c.*, w.at as withdrawn_at,
      (select count(distinct u.exchange_id) from data_use u where u.consent_id = c.id and u.record ->> 'outcome' = 'answered') as used
    from consent c left join consent_withdrawal w on w.consent_id = c.id where c.id = ${id}`);

export function consentsOf(q: Queryable, subject: string, before: string | null, limit: number): Promise<ConsentRow[]> {
  return q.rows<ConsentRow>(sql`
    select c.*, w.at as withdrawn_at,
      (select count(distinct u.exchange_id) from data_use u where u.consent_id = c.id and u.record ->> 'outcome' = 'answered') as used
    from consent c left join consent_withdrawal w on w.consent_id = c.id
    where c.subject = ${subject} and (${before}::uuid is null or c.id < ${before}::uuid) order by c.id desc limit ${limit}`);
}

/** False if it was withdrawn already. */
export const insertWithdrawal = async (q: Queryable, id: string, at: string): Promise<boolean> =>
  (await q.run(sql`insert into consent_withdrawal (consent_id, at) values (${id}, ${at}) on conflict do nothing`)) === 1;

/** Consents given for answers under a consent with a recipient, which providers still take. */
export const liveUnder = (
  q: Queryable,
  under: string,
  now: string,
): Promise<Pick<ConsentRow, "id" | "requests" | "expires_at">[]> =>
  q.rows<Pick<ConsentRow, "id" | "requests" | "expires_at">>(sql`
    select id, requests, expires_at from consent where under = ${under} and expires_at > ${now}`);

/** Indexes of withdrawn consents that could still be shown to a provider, and the length of the list. */
export async function withdrawnIndexes(q: Queryable, now: string): Promise<{ size: number; withdrawn: number[] }> {
  const size = await q.one<{ n: number }>(sql`select coalesce(max(status_index), 0) + 1 as n from consent`);
  const rows = await q.rows<{ n: number }>(sql`
    select c.status_index as n from consent_withdrawal w join consent c on c.id = w.consent_id where c.expires_at > ${now}`);
  return { size: size!.n, withdrawn: rows.map((row) => row.n) };
}
