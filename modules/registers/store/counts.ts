import { type Queryable, sql } from "@troad/kernel";

export type Counted = { by: string; first: number; entries?: string; unless?: string };

/** Of the newest version of each record: how many there are, or how many entries their list has, by the first characters of a field. */
export const countStanding = (q: Queryable, register: string, counted: Counted): Promise<{ of: string; n: number }[]> => {
  const { by, first, entries = null, unless = null } = counted;
  return q.rows<{ of: string; n: number }>(sql`
    with newest as (
      select distinct on (subject) data from record where register = ${register} order by subject, recorded_at desc)
    select left(data ->> ${by}::text, ${first}::int) as of,
      sum(case when ${entries}::text is null then 1 when jsonb_typeof(data -> ${entries}::text) = 'array'
        then jsonb_array_length(data -> ${entries}::text) else 0 end)::int as n
    from newest where ${unless}::text is null or data ->> ${unless}::text is null group by 1 order by 1`);
};
