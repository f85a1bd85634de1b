import { type Queryable, sql } from "@troad/kernel";

export type StandingState = "suspended" | "resumed" | "revoked";
export type StandingRow = { state: StandingState; reason: string; at: string };
export type EntryRow = {
  code: string;
  list: string | null;
  idx: number | null;
  expires_at: string | null;
  remind_at: string | null;
  compact: string | null;
};

export async function insertEntry(q: Queryable, row: EntryRow): Promise<void> {
  await q.run(sql`
    insert into certificate_entry (code, list, idx, expires_at, remind_at, compact)
    values (${row.code}, ${row.list}, ${row.idx}, ${row.expires_at}, ${row.remind_at}, ${row.compact})`);
}

export const isPlaceTaken = async (q: Queryable, list: string, idx: number): Promise<boolean> =>
  (await q.one(sql`select 1 from certificate_entry where list = ${list} and idx = ${idx}`)) !== undefined;

/** Places in a list are given out one at a time. */
export async function lockList(q: Queryable, list: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`certificate list ${list}`}, 0))`);
}

export const findEntry = (q: Queryable, code: string): Promise<EntryRow | undefined> =>
  q.one<EntryRow>(sql`select * from certificate_entry where code = ${code}`);

/** What is not valid in a list: revoked by a step or an officer, or suspended. Empty where there is no such list; null then. */
export async function statusesOf(q: Queryable, list: string): Promise<{ idx: number; revoked: boolean }[] | null> {
  const known = await q.one(sql`select 1 from certificate_entry where list = ${list} limit 1`);
  if (!known) return null;
  return q.rows<{ idx: number; revoked: boolean }>(sql`
    select e.idx, r.code is not null as revoked from certificate_entry e
      left join certificate_revocation r on r.code = e.code
      left join lateral (select state from certificate_standing s where s.code = e.code order by n desc limit 1) last on true
    where e.list = ${list} and (r.code is not null or last.state = 'suspended')`);
}

/** The last thing that an officer did with a certificate. */
export const lastStanding = (q: Queryable, code: string): Promise<(StandingRow & { n: number }) | undefined> =>
  q.one<StandingRow & { n: number }>(
    sql`select n, state, reason, at from certificate_standing where code = ${code} order by n desc limit 1`,
  );

/** How certificates stand, by their numbers; what was never issued is left out. */
export const standingsOf = (
  q: Queryable,
  codes: readonly string[],
): Promise<{ code: string; state: "valid" | "suspended" | "revoked" }[]> =>
  q.rows(sql`
    select c.code, case when r.code is not null or last.state = 'revoked' then 'revoked' when last.state = 'suspended' then 'suspended'
      else 'valid' end as state
    from certificate c left join certificate_revocation r on r.code = c.code
      left join lateral (select state from certificate_standing s where s.code = c.code order by n desc limit 1) last on true
    where c.code = any(${codes})`);

export async function insertStanding(
  q: Queryable,
  row: StandingRow & { code: string; n: number; officer: string },
): Promise<void> {
  await q.run(sql`
    insert into certificate_standing (code, n, state, reason, officer, at)
    values (${row.code}, ${row.n}, ${row.state}, ${row.reason}, ${row.officer}, ${row.at})`);
}

export async function insertSigner(q: Queryable, row: { fingerprint: string; certificate: string; at: string }): Promise<void> {
  await q.run(sql`
    insert into certificate_signer (fingerprint, certificate, at) values (${row.fingerprint}, ${row.certificate}, ${row.at})
    on conflict do nothing`);
}

/** Every certificate of a seal that ever signed, and those above them, oldest first. */
export const listSigners = (q: Queryable): Promise<{ certificate: string }[]> =>
  q.rows<{ certificate: string }>(sql`select certificate from certificate_signer order by at, fingerprint limit 2000`);

/** Certificates whose holders are to be reminded of the end, that are neither revoked nor suspended, and of which nobody was told; the soonest first. */
export const endingSoon = (
  q: Queryable,
  { now, limit }: { now: string; limit: number },
): Promise<{ code: string; case_id: string; subject: string; applicant: string; service: string; expires_at: string }[]> =>
  q.rows(sql`
    select e.code, c.case_id, i.subject, i.applicant, i.service, e.expires_at from certificate_entry e
      join certificate c on c.code = e.code join case_index i on i.id = c.case_id
    where e.expires_at > ${now} and e.remind_at <= ${now} and i.subject <> ''
      and not exists (select from certificate_reminder r where r.code = e.code)
      and not exists (select from certificate_revocation r where r.code = e.code)
      and coalesce((select s.state from certificate_standing s where s.code = e.code order by s.n desc limit 1), '') <> 'suspended'
    order by e.expires_at, e.code limit ${limit}`);

export async function insertReminder(q: Queryable, code: string, at: string): Promise<void> {
  await q.run(sql`insert into certificate_reminder (code, at) values (${code}, ${at}) on conflict do nothing`);
}
