import { type Queryable, sql } from "@troad/kernel";

export type CodeKind = "mail" | "message" | "office";
export type CodeRow = {
  id: string;
  subject: string;
  kind: CodeKind;
  hash: string;
  tries: number;
  at: string;
  expires_at: string;
};

export async function insertCode(q: Queryable, row: Omit<CodeRow, "tries">): Promise<void> {
  await q.run(sql`
    insert into code (id, subject, kind, hash, at, expires_at)
    values (${row.id}, ${row.subject}, ${row.kind}, ${row.hash}, ${row.at}, ${row.expires_at})`);
}

/** Counts a try before the code is compared; undefined where the code is unknown, over or tried too often. */
export const tryCode = (q: Queryable, id: string, most: number, now: string): Promise<CodeRow | undefined> =>
  q.one<CodeRow>(sql`
    update code set tries = tries + 1 where id = ${id}::uuid and tries < ${most} and expires_at > ${now} returning *`);

/** The newest code of a kind that a person has. */
export const newestCode = (q: Queryable, subject: string, kind: CodeKind, now: string): Promise<CodeRow | undefined> =>
  q.one<CodeRow>(sql`
    select * from code where subject = ${subject} and kind = ${kind} and expires_at > ${now} order by at desc, id desc limit 1`);

/** Uses a code up; true for one of any number of requests. */
export const takeCode = async (q: Queryable, id: string): Promise<boolean> =>
  (await q.run(sql`delete from code where id = ${id}::uuid`)) === 1;

export const sentSince = async (q: Queryable, subject: string, since: string): Promise<number> =>
  (await q.one<{ count: number }>(
    sql`select count(*)::int as count from code where subject = ${subject} and kind <> 'office' and at > ${since}`,
  ))!.count;

export async function endCodes(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`delete from code where subject = ${subject}`);
}

/** Counts a guess before it is judged; gives how many there were today, this one included. */
export const countGuess = async (q: Queryable, subject: string, way: string, day: string): Promise<number> =>
  (await q.one<{ wrong: number }>(sql`
    insert into guess (subject, way, day, wrong) values (${subject}, ${way}, ${day}, 1)
    on conflict (subject, way, day) do update set wrong = guess.wrong + 1 returning wrong`))!.wrong;

/** A right answer takes back its own count, no other. */
export async function uncountGuess(q: Queryable, subject: string, way: string, day: string): Promise<void> {
  await q.run(sql`update guess set wrong = wrong - 1 where subject = ${subject} and way = ${way} and day = ${day} and wrong > 0`);
}

export async function purgeCodes(q: Queryable, now: string): Promise<void> {
  await q.run(sql`delete from code where expires_at < ${now}::timestamptz - interval '1 hour'`);
  await q.run(sql`delete from guess where day < (${now}::timestamptz)::date - 2`);
}
