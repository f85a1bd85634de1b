import { fromTotal } from "@troad/invoice-formats";
import { type Queryable, sql } from "@troad/kernel";

/** What a business sold and bought in a period, in whole New Taiwan dollars; voided, cancelled and rejected invoices are none. */
export type PeriodSums = {
  salesCount: number;
  sales: number;
  salesTax: number;
  zeroSales: number;
  exemptSales: number;
  allowancesOut: number;
  purchasesCount: number;
  purchases: number;
  purchasesTax: number;
  allowancesIn: number;
};
export type IncomingInvoice = { number: string; date: string; seller: string; amount: number; tax: number };

/** Businesses are invoiced with the tax apart; what consumers pay has it in the price, and is split once for the period. */
export async function periodSums(q: Queryable, period: { term: string; ban: string }): Promise<PeriodSums> {
  const { prices, ...apart } = await statedSums(q, period);
  const split = fromTotal(BigInt(prices));
  return { ...apart, sales: apart.sales + Number(split.sales), salesTax: apart.salesTax + Number(split.tax) };
}

/** The sums as invoices state them; `prices`: what consumers paid for what is taxed. */
async function statedSums(q: Queryable, { term, ban }: { term: string; ban: string }): Promise<PeriodSums & { prices: number }> {
  return (await q.one<PeriodSums & { prices: number }>(sql`
    with standing as (
      select i.seller, i.buyer, i.content from invoice i
      where i.term = ${term} and (i.seller = ${ban} or (i.buyer = ${ban} and i.buyer <> '0000000000'))
        and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
        and not exists (select 1 from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
          and a.kind in ('cancel', 'void', 'reject'))),
    sums as (
      select count(*) filter (where seller = ${ban})::int as "salesCount",
        coalesce(round(sum((content->>'sales')::numeric) filter (where seller = ${ban} and buyer <> '0000000000')), 0)::bigint as sales,
        coalesce(round(sum((content->>'tax')::numeric) filter (where seller = ${ban} and buyer <> '0000000000')), 0)::bigint as "salesTax",
        coalesce(round(sum((content->>'sales')::numeric + (content->>'tax')::numeric)
          filter (where seller = ${ban} and buyer = '0000000000')), 0)::bigint as prices,
        coalesce(round(sum((content->>'zeroSales')::numeric) filter (where seller = ${ban})), 0)::bigint as "zeroSales",
        coalesce(round(sum((content->>'exemptSales')::numeric) filter (where seller = ${ban})), 0)::bigint as "exemptSales",
        count(*) filter (where buyer = ${ban})::int as "purchasesCount",
        coalesce(round(sum((content->>'sales')::numeric) filter (where buyer = ${ban})), 0)::bigint as purchases,
        coalesce(round(sum((content->>'tax')::numeric) filter (where buyer = ${ban})), 0)::bigint as "purchasesTax"
      from standing),
    allowed as (
      select a.seller, a.content from allowance a
      where a.term = ${term} and (a.seller = ${ban} or a.content->'Main'->'Buyer'->>'Identifier' = ${ban})
        and not exists (select 1 from allowance_action c where c.term = ${term} and c.seller = a.seller and c.number = a.number
          and c.kind = 'cancel')),
    back as (
      select coalesce(round(sum((content->'Amount'->>'TaxAmount')::numeric) filter (where seller = ${ban})), 0)::bigint as "allowancesOut",
        coalesce(round(sum((content->'Amount'->>'TaxAmount')::numeric) filter (where seller <> ${ban})), 0)::bigint as "allowancesIn"
      from allowed)
    select * from sums, back`))!;
}

/** The largest incoming invoices of a business in a period. */
export const incomingInvoices = (
  q: Queryable,
  { term, ban, limit }: { term: string; ban: string; limit: number },
): Promise<IncomingInvoice[]> =>
  q.rows<IncomingInvoice>(sql`
    select i.number, i.date, i.seller, round((i.content->>'sales')::numeric)::bigint as amount, round((i.content->>'tax')::numeric)::bigint as tax
    from invoice i
    where i.term = ${term} and i.buyer = ${ban} and i.buyer <> '0000000000'
      and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
      and not exists (select 1 from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
        and a.kind in ('cancel', 'void', 'reject'))
    order by amount desc, i.number limit ${limit}`);
