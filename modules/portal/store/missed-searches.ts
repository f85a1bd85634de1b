import { type Queryable, sql } from "@troad/kernel";

export type MissedSearch = { day: string; query: string; lang: string; count: number };

/** At most so many wordings a day: someone who searches for noise fills no table. */
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

/** Of the days since one, the most frequent first. */
export const findMissed = (q: Queryable, since: string, limit: number): Promise<MissedSearch[]> =>
  q.rows<MissedSearch>(sql`
    select max(day)::text as day, query, lang, sum(count)::int as count from missed_search
    where day >= ${since}::date group by query, lang order by sum(count) desc, query limit ${limit}`);
