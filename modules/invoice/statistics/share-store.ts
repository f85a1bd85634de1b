import { type Queryable, sql } from "@troad/kernel";

/** What the businesses of a county or a trade sold to consumers in a month: how much of it in the cloud, and the two largest of them. */
export type ShareRow = {
  county: string | null;
  trade: string | null;
  businesses: number;
  invoices: number;
  cloud: number;
  top: number[];
};

/** By county and by trade (division), each alone: no business is named, and no row is a part of another. */
export const cloudShares = (q: Queryable, { term, from, to }: { term: string; from: string; to: string }): Promise<ShareRow[]> =>
  q.rows<ShareRow>(sql`
    with stated as (
      select distinct on (ban) ban, left(township, 5) as county, trade from seller_place where since <= ${to} order by ban, since desc, no desc),
    own as (
      select i.seller, s.county, s.trade, count(*) as invoices, count(*) filter (where i.carrier <> 'none') as cloud
      from consumer_sale i join stated s on s.ban = i.seller where i.term = ${term} and i.date between ${from} and ${to} group by 1, 2, 3)
    select county, trade, count(*)::int as businesses, sum(invoices)::float8 as invoices, sum(cloud)::float8 as cloud,
      (array_agg(invoices::float8 order by invoices desc))[1:2] as top
    from own group by grouping sets ((county), (trade)) order by county nulls last, trade nulls last`);
