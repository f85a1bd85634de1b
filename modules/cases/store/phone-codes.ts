import { type Queryable, sql } from "@troad/kernel";

export type PhoneCode = { id: string; officer: string; subject: string; service: string; digest: string; expires_at: string };

export async function insertPhoneCode(q: Queryable, row: PhoneCode): Promise<void> {
  await q.run(sql`
    insert into case_phone_code (id, officer, subject, service, digest, expires_at)
    values (${row.id}, ${row.officer}, ${row.subject}, ${row.service}, ${row.digest}, ${row.expires_at})`);
}

/** How many codes an officer had sent, and a person got, that have not run out longer ago than an hour. */
export const countPhoneCodes = async (
  q: Queryable,
  { officer, subject, since }: { officer: string; subject: string; since: string },
): Promise<{ officer: number; subject: number }> =>
  (await q.one<{ officer: number; subject: number }>(sql`
    select (count(*) filter (where officer = ${officer}))::int as officer, (count(*) filter (where subject = ${subject}))::int as subject
    from case_phone_code where expires_at > ${since} and (officer = ${officer} or subject = ${subject})`))!;

/** Counts a try; the code if it may still be tried. */
export const tryPhoneCode = (
  q: Queryable,
  { id, officer, most, now }: { id: string; officer: string; most: number; now: string },
): Promise<PhoneCode | undefined> =>
  q.one<PhoneCode>(sql`
    update case_phone_code set tries = tries + 1
    where id = ${id} and officer = ${officer} and tries < ${most} and expires_at > ${now} and used_at is null returning *`);

export const usePhoneCode = async (q: Queryable, id: string, now: string): Promise<boolean> =>
  (await q.run(sql`update case_phone_code set used_at = ${now} where id = ${id} and used_at is null`)) === 1;

export const purgePhoneCodes = (q: Queryable, before: string): Promise<number> =>
  q.run(sql`delete from case_phone_code where expires_at < ${before}`);
