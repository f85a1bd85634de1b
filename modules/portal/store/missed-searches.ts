import { type Queryable, sql } from "@troad/kernel";

export type MissedSearch = { day: string; query: string; lang: string; count: number };

/** Maximum number of different searches stored a day: a flood of noise cannot fill the table. */
const mostOfADay = 2_000;

/** Counts a search that found nothing. */
export async function countMissed(q: Queryable, { day, query, lang }: Omit<MissedSearch, "count">): Promise<void> {
  await q.run(sql`
    insert into missed_search (day, query, lang, count)
    select ${day}::date, ${query}, ${lang}, 1
    where (select count(*) from missed_search where day = ${day}::date) < ${mostOfADay}
      or exists (select 1 from missed_search where day = ${day}::date and query = ${query} and lang = ${lang})
    on conflict (day, query, lang) do update set count = missed_search.count + 1`);
}

/** The most frequent searches since a day. */
export const findMissed = (q: Queryable, since: string, limit: number): Promise<MissedSearch[]> =>
  q.rows<MissedSearch>(sql`
    select max(day)::text as day, query, lang, sum(count)::int as count from missed_search
    where day >= ${since}::date group by query, lang order by sum(count) desc, query limit ${limit}`);
