import { randomInt } from "node:crypto";
import { type Queryable, sql, type Tx } from "@troad/kernel";

/** A list has this many places, and is full when half of them are given: a random one is then found soon, and no place says when it was given. */
export const listPlaces = 2 ** 20;
const listFull = listPlaces / 2;

/** Gives places at random in the month's list; each copy of a person stands somewhere else. */
export async function givePlaces(
  tx: Tx,
  { issue, month, count }: { issue: string; month: string; count: number },
): Promise<{ list: string; idx: number }[]> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`wallet list ${month}`}, 0))`);
  const last = await tx.one<{ n: number; given: number }>(
    sql`select n, given from status_list where month = ${month} order by n desc limit 1`,
  );
  const n = last === undefined ? 1 : last.given + count > listFull ? last.n + 1 : last.n;
  const list = `${month}-${n}`;
  await tx.run(sql`
    insert into status_list (id, month, n, given) values (${list}, ${month}, ${n}, ${count})
    on conflict (id) do update set given = status_list.given + ${count}`);
  const places: { list: string; idx: number }[] = [];
  while (places.length < count) {
    const idx = randomInt(listPlaces);
    const fresh = await tx.run(
      sql`insert into copy (list, idx, issue) values (${list}, ${idx}, ${issue}) on conflict do nothing`,
    );
    if (fresh === 1) places.push({ list, idx });
  }
  return places;
}

/** What is not valid in a list; undefined where there is no such list. */
export async function statusesOf(q: Queryable, list: string): Promise<{ idx: number; revoked: boolean }[] | undefined> {
  if ((await q.one(sql`select 1 from status_list where id = ${list}`)) === undefined) return undefined;
  return q.rows<{ idx: number; revoked: boolean }>(sql`
    select c.idx, (e.issue is not null or s.state = 'revoked') as revoked from copy c join issue i on i.id = c.issue
      left join issue_end e on e.issue = i.id left join source_state s on s.kind = i.kind and s.source = i.source
    where c.list = ${list} and (e.issue is not null or s.state in ('suspended', 'revoked'))`);
}

/** Lists in which copies stand that have not ended, the newest first. */
export const listsInUse = async (q: Queryable, months: readonly string[], limit: number): Promise<string[]> =>
  (
    await q.rows<{ id: string }>(
      sql`select id from status_list where month = any(${months}) order by month desc, n desc limit ${limit}`,
    )
  ).map(({ id }) => id);
