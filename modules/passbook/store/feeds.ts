import { type Queryable, sql } from "@troad/kernel";
import type { DiaryEntry, KeptEntry } from "../domain/diary.ts";

export type Feed = { subject: string; taxpayer: string; lang: string; madeAt: string };

export const insertFeed = (q: Queryable, row: Feed & { secretHash: string }): Promise<number> =>
  q.run(sql`
    insert into feed (secret_hash, subject, taxpayer, lang, made_at)
    values (${row.secretHash}, ${row.subject}, ${row.taxpayer}, ${row.lang}, ${row.madeAt})`);

/** The feed of an address, if it is the last one of its person for this taxpayer, and was not ended. */
export const feedOf = (q: Queryable, secretHash: string): Promise<Feed | undefined> =>
  q.one<Feed>(sql`
    select f.subject, f.taxpayer, f.lang, f.made_at as "madeAt" from feed f
    where f.secret_hash = ${secretHash}
      and not exists (select from feed later where later.subject = f.subject and later.taxpayer = f.taxpayer and later.no > f.no)
      and not exists (select from feed_end e where e.feed = f.no)`);

export const lastFeed = (
  q: Queryable,
  of: { subject: string; taxpayer: string },
): Promise<{ no: number; madeAt: string; ended: boolean } | undefined> =>
  q.one(sql`
    select f.no::float8 as no, f.made_at as "madeAt", e.feed is not null as ended from feed f left join feed_end e on e.feed = f.no
    where f.subject = ${of.subject} and f.taxpayer = ${of.taxpayer} order by f.no desc limit 1`);

export const endFeed = (q: Queryable, feed: number, at: string): Promise<number> =>
  q.run(sql`insert into feed_end (feed, at) values (${feed}, ${at}) on conflict do nothing`);

const mostEntries = 500;
export const entriesFor = (q: Queryable, taxpayer: string): Promise<KeptEntry[]> =>
  q.rows<KeptEntry>(sql`
    select uid, sequence, day::text as day, state, tax, at from feed_entry where taxpayer = ${taxpayer} order by day, uid limit ${mostEntries}`);

export async function keepEntry(
  q: Queryable,
  { taxpayer, at, ...one }: DiaryEntry & { sequence: number; taxpayer: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into feed_entry (taxpayer, uid, sequence, day, state, tax, at)
    values (${taxpayer}, ${one.uid}, ${one.sequence}, ${one.day}, ${one.state}, ${one.tax}, ${at})
    on conflict (taxpayer, uid) do update set sequence = excluded.sequence, day = excluded.day, state = excluded.state, at = excluded.at
      where feed_entry.sequence < excluded.sequence`);
}

/** Whom to remind: people who follow their own taxes. */
export const follow = (q: Queryable, row: { taxpayer: string; subject: string; at: string }): Promise<number> =>
  q.run(
    sql`insert into follower (taxpayer, subject, at) values (${row.taxpayer}, ${row.subject}, ${row.at}) on conflict do nothing`,
  );

export type Unreminded = { taxpayer: string; uid: string; subject: string; day: string; tax: string };
export const unreminded = (q: Queryable, at: { from: string; to: string; limit: number }): Promise<Unreminded[]> =>
  q.rows<Unreminded>(sql`
    select e.taxpayer, e.uid, f.subject, e.day::text as day, e.tax from feed_entry e join follower f on f.taxpayer = e.taxpayer
    where e.state = 'confirmed' and e.day >= ${at.from} and e.day <= ${at.to}
      and not exists (select from reminder r where r.taxpayer = e.taxpayer and r.uid = e.uid and r.day = e.day)
    order by e.day, e.uid limit ${at.limit}`);
export const insertReminder = (q: Queryable, { taxpayer, uid, day }: Unreminded, at: string): Promise<number> =>
  q.run(sql`insert into reminder (taxpayer, uid, day, at) values (${taxpayer}, ${uid}, ${day}, ${at}) on conflict do nothing`);
