import { type Queryable, sql } from "@troad/kernel";

/** Keys of the newest assessments of each taxpayer's things, where that is of a year before and not cancelled. */
export async function levySources(
  q: Queryable,
  { register, tax, year }: { register: string; tax: string; year: number },
): Promise<string[]> {
  const rows = await q.rows<{ subject: string }>(sql`
    with newest as (
      select distinct on (subject) subject, data from record where register = ${register} order by subject, recorded_at desc
    ), last as (
      select distinct on (data ->> 'taxpayer', data ->> 'object') subject, data from newest where data ->> 'tax' = ${tax}
      order by data ->> 'taxpayer', data ->> 'object', (data ->> 'year')::integer desc, subject
    )
    select subject from last where (data ->> 'year')::integer < ${year} and data ->> 'state' <> 'cancelled' order by subject`);
  return rows.map(({ subject }) => subject);
}
