import { type Queryable, sql, textArray } from "@troad/kernel";

export type WatchRow = {
  subject: string;
  since: string;
  until: string;
  next_at: string;
  looks: number;
  looked_at: string | null;
  missing: string[];
};
export type FindingRow = { rule: string; found_at: string; dismissed_at: string | null };

export const findWatch = (q: Queryable, subject: string): Promise<WatchRow | undefined> =>
  q.one<WatchRow>(sql`select * from watch where subject = ${subject}`);

export const beginWatch = (q: Queryable, subject: string, now: string, until: string): Promise<number> =>
  q.run(sql`
    insert into watch (subject, since, until, next_at) values (${subject}, ${now}, ${until}, ${now})
    on conflict (subject) do update set until = excluded.until, next_at = excluded.next_at`);

export const endWatch = (q: Queryable, subject: string): Promise<number> =>
  q.run(sql`delete from watch where subject = ${subject}`);

/** Whose time has come: their next look is put off, so that another process does not begin the same. */
export const takeDue = (
  q: Queryable,
  now: string,
  later: string,
  limit: number,
): Promise<Pick<WatchRow, "subject" | "looks">[]> =>
  q.rows<Pick<WatchRow, "subject" | "looks">>(sql`
    update watch set next_at = ${later}, looks = looks + 1 where subject in (
      select subject from watch where next_at <= ${now} and until > ${now} order by next_at limit ${limit} for update skip locked)
    returning subject, looks`);

/** One that is looked at out of turn. */
export const takeNow = (q: Queryable, subject: string, later: string): Promise<Pick<WatchRow, "looks"> | undefined> =>
  q.one<Pick<WatchRow, "looks">>(
    sql`update watch set next_at = ${later}, looks = looks + 1 where subject = ${subject} returning looks`,
  );

export const endOver = (q: Queryable, now: string): Promise<number> => q.run(sql`delete from watch where until <= ${now}`);

export const findingsOf = (q: Queryable, subject: string): Promise<FindingRow[]> =>
  q.rows<FindingRow>(sql`select rule, found_at, dismissed_at from finding where subject = ${subject} order by found_at, rule`);

export const dismiss = (q: Queryable, subject: string, rule: string, now: string): Promise<number> =>
  q.run(sql`update finding set dismissed_at = ${now} where subject = ${subject} and rule = ${rule} and dismissed_at is null`);

/** What a look has found, in the place of what was known: rules that do not hold go, those that hold and are new are given back. */
export async function storeLook(
  q: Queryable,
  {
    subject,
    held,
    gone,
    missing,
    now,
  }: { subject: string; held: readonly string[]; gone: readonly string[]; missing: readonly string[]; now: string },
): Promise<string[]> {
  const watched = await q.run(
    sql`update watch set looked_at = ${now}, missing = ${textArray([...missing])}::text[] where subject = ${subject}`,
  );
  // switched off meanwhile
  if (watched === 0) return [];
  await q.run(sql`delete from finding where subject = ${subject} and rule = any(${textArray([...gone])}::text[])`);
  const fresh = await q.rows<{ rule: string }>(sql`
    insert into finding (subject, rule, found_at) select ${subject}, rule, ${now} from unnest(${textArray([...held])}::text[]) as one (rule)
    on conflict do nothing returning rule`);
  return fresh.map(({ rule }) => rule);
}
