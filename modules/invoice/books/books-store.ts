import { type Queryable, sql } from "@troad/kernel";

/** How a business deducts the tax of what it bought: goods and expenses or fixed assets, with or without deduction. */
export type Mark = 1 | 2 | 3 | 4;
/** An invoice that a business received. `exchanged`: sent as A0101, so that it is to be confirmed. */
export type Inbound = {
  term: string;
  number: string;
  date: string;
  seller: string;
  sellerName: string;
  sales: number;
  tax: number;
  total: number;
  exchanged: boolean;
  receivedAt: string;
  actions: string[];
  mark: Mark;
};
type Query = { ban: string; term: string; number?: string; words: string; before?: string | undefined; limit: number };

/** Invoices that name a business as their buyer, in their current version, newest first. */
export function inboundOf(q: Queryable, { ban, term, number, words, before, limit }: Query): Promise<Inbound[]> {
  const [day = "9999-12-31", last = ""] = before?.replace("T00:00:00.000Z", "").split(" ") ?? [];
  return q.rows<Inbound>(sql`
    select i.term, i.number, i.date::text as date, i.seller, readable(i.content) -> 'seller' ->> 'name' as "sellerName",
      ((readable(i.content) ->> 'sales')::numeric + coalesce((readable(i.content) ->> 'zeroSales')::numeric, 0)
        + coalesce((readable(i.content) ->> 'exemptSales')::numeric, 0))::float8 as sales,
      (readable(i.content) ->> 'tax')::float8 as tax, i.total::float8 as total, p.kind = 'A0101' as exchanged, p.received_at as "receivedAt",
      array(select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version) as actions,
      coalesce((select m.mark from deduction_mark m where m.buyer = ${ban} and m.term = ${term} and m.number = i.number
        order by m.no desc limit 1), 1)::int as mark
    from invoice i join package p on p.id = i.package
    where i.term = ${term} and i.buyer = ${ban} and i.buyer <> '0000000000' and (${number ?? null}::text is null or i.number = ${number ?? null}::text)
      and (${words} = '' or i.number = ${words} or i.seller = ${words})
      and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
      and (i.date, i.number) < (${day}::date, ${last})
    order by i.date desc, i.number desc limit ${limit}`);
}

export const insertMark = (
  q: Queryable,
  row: { buyer: string; term: string; number: string; mark: Mark; by: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into deduction_mark (buyer, term, number, mark, marked_by, at)
    values (${row.buyer}, ${row.term}, ${row.number}, ${row.mark}, ${row.by}, ${row.at})`);

export type PurchaseSum = { mark: Mark; count: number; sales: number; tax: number };
/** What a business bought in a period, by deduction mark, as the invoices state it. */
export const purchasesOf = (q: Queryable, ban: string, term: string): Promise<PurchaseSum[]> =>
  q.rows<PurchaseSum>(sql`
    select coalesce(m.mark, 1)::int as mark, count(*)::int as count, sum((c.content ->> 'sales')::numeric)::float8 as sales,
      sum((c.content ->> 'tax')::numeric)::float8 as tax
    from invoice i cross join lateral (select readable(i.content) as content) c
      left join lateral (select d.mark from deduction_mark d where d.buyer = ${ban} and d.term = ${term} and d.number = i.number
        order by d.no desc limit 1) m on true
    where i.term = ${term} and i.buyer = ${ban} and i.buyer <> '0000000000'
      and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
      and not exists (select 1 from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
        and a.kind in ('cancel', 'void', 'reject'))
    group by 1 order by 1`);

/** An allowance with the first of its invoices, as a business gave or received it. */
export type AllowanceRow = {
  number: string;
  date: string;
  given: boolean;
  other: string;
  invoice: string;
  sales: number;
  tax: number;
  cancelled: boolean;
};
type AllowanceQuery = { ban: string; term: string; before?: string | undefined; limit: number };
export function allowancesOf(q: Queryable, { ban, term, before, limit }: AllowanceQuery): Promise<AllowanceRow[]> {
  const [day = "9999-12-31", last = ""] = before?.replace("T00:00:00.000Z", "").split(" ") ?? [];
  const dayText = day.replaceAll("-", "");
  return q.rows<AllowanceRow>(sql`
    select a.number, to_char(to_date(a.content -> 'Main' ->> 'AllowanceDate', 'YYYYMMDD'), 'YYYY-MM-DD') as date, a.seller = ${ban} as given,
      case when a.seller = ${ban} then a.content -> 'Main' -> 'Buyer' ->> 'Identifier' else a.seller end as other,
      a.content -> 'Details' -> 'ProductItem' -> 0 ->> 'OriginalInvoiceNumber' as invoice,
      (a.content -> 'Amount' ->> 'TotalAmount')::float8 as sales, (a.content -> 'Amount' ->> 'TaxAmount')::float8 as tax,
      exists (select 1 from allowance_action c where c.term = a.term and c.seller = a.seller and c.number = a.number and c.kind = 'cancel') as cancelled
    from allowance a
    where a.term = ${term} and (a.seller = ${ban} or a.content -> 'Main' -> 'Buyer' ->> 'Identifier' = ${ban})
      and (a.content -> 'Main' ->> 'AllowanceDate', a.number) < (${dayText}, ${last})
    order by a.content -> 'Main' ->> 'AllowanceDate' desc, a.number desc limit ${limit}`);
}

export type AllowanceSum = { given: boolean; sales: number; tax: number };
export const allowanceSums = (q: Queryable, ban: string, term: string): Promise<AllowanceSum[]> =>
  q.rows<AllowanceSum>(sql`
    select a.seller = ${ban} as given, sum((a.content -> 'Amount' ->> 'TotalAmount')::numeric)::float8 as sales,
      sum((a.content -> 'Amount' ->> 'TaxAmount')::numeric)::float8 as tax
    from allowance a
    where a.term = ${term} and (a.seller = ${ban} or a.content -> 'Main' -> 'Buyer' ->> 'Identifier' = ${ban})
      and not exists (select 1 from allowance_action c where c.term = a.term and c.seller = a.seller and c.number = a.number and c.kind = 'cancel')
    group by 1`);
