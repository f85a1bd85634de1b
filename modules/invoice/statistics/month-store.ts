import { type Reads, sql } from "@troad/kernel";

/** What a group of businesses sold to consumers: how many they are, their invoices and their amount, and the two largest of each. */
type Sums = { businesses: number; invoices: number; amount: number; topInvoices: number[]; topAmounts: number[] };
export type PlaceRow = Sums & { township: string; trade: string };
export type TrendRow = Sums & { county: string; hour: string | null; carrier: string | null };
export type Month = { term: string; from: string; to: string };

/** By township and trade, of sellers whose sender stated them. */
export const salesByPlace = (q: Reads, { term, from, to }: Month): Promise<PlaceRow[]> =>
  q.rows<PlaceRow>(sql`
    with stated as (
      select distinct on (ban) ban, township, trade from seller_place where since <= ${to} order by ban, since desc, no desc),
    own as (
      select i.seller, s.township, s.trade, count(*) as invoices, sum(i.total) as amount
      from consumer_sale i join stated s on s.ban = i.seller where i.term = ${term} and i.date between ${from} and ${to} group by 1, 2, 3)
    select township, trade, count(*)::int as businesses, sum(invoices)::bigint as invoices, sum(amount)::bigint as amount,
      (array_agg(invoices::float8 order by invoices desc))[1:2] as "topInvoices",
      (array_agg(amount::float8 order by amount desc))[1:2] as "topAmounts"
    from own group by 1, 2 order by 1, 2`);

/** By county, hour and carrier; null is all of them. A business is one in each total, whatever hours it sells in. */
export const salesByHour = (q: Reads, { term, from, to }: Month): Promise<TrendRow[]> =>
  q.rows<TrendRow>(sql`
    with stated as (
      select distinct on (ban) ban, township from seller_place where since <= ${to} order by ban, since desc, no desc),
    own as (
      select i.seller, left(s.township, 5) as county, i.hour, i.carrier, count(*) as invoices, sum(i.total) as amount
      from consumer_sale i join stated s on s.ban = i.seller where i.term = ${term} and i.date between ${from} and ${to}
      group by i.seller, left(s.township, 5), cube (i.hour, i.carrier))
    select county, hour, carrier, count(*)::int as businesses, sum(invoices)::bigint as invoices, sum(amount)::bigint as amount,
      (array_agg(invoices::float8 order by invoices desc))[1:2] as "topInvoices",
      (array_agg(amount::float8 order by amount desc))[1:2] as "topAmounts"
    from own group by 1, 2, 3 order by 1, 2 nulls first, 3 nulls first`);
