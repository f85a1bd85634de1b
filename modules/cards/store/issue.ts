import { type Queryable, sql } from "@troad/kernel";

export type CountyRow = { county: string; people: number; at: string };
export type ActiveRow = { county: string; active: number };

/** Counties have codes of five digits, with which the code of a household office begins. */
const countyDigits = 5;

export const peopleByCounty = (q: Queryable): Promise<CountyRow[]> =>
  q.rows<CountyRow>(sql`select county, people, at from population_count order by county`);

/** A new count takes the place of the former one. */
export async function storePeople(q: Queryable, counts: readonly { of: string; n: number }[], at: string): Promise<void> {
  await q.run(sql`delete from population_count`);
  await q.run(sql`
    insert into population_count (county, people, at)
    select of, n, ${at} from unnest(${counts.map(({ of }) => of)}::text[], ${counts.map(({ n }) => n)}::int[]) as c(of, n)`);
}

/** People with an active card by the county of the office that gave it out; one who has two is counted once. */
export const activeByCounty = (q: Queryable): Promise<ActiveRow[]> =>
  q.rows<ActiveRow>(sql`
    select left(o.office, ${countyDigits}) as county, count(distinct o.national_id)::int as active
    from card c join card_order o on o.id = c.card_order where c.state = 'active' group by 1 order by 1`);
