import { type ModuleContext, type Queryable, type Schedule, sql } from "@troad/kernel";
import type { Ended } from "../intake/ended.ts";
import type { Row } from "../intake/message-rows.ts";
import { changesOf, reissued } from "./sales.ts";

/** Writes what the invoices of a request add to their sellers' days, in the transaction that takes them. */
export async function addSales(q: Queryable, rows: readonly Row[]): Promise<void> {
  const all = changesOf(rows);
  if (all.length > 0) {
    const amounts = (part: "sales" | "zeroSales" | "exemptSales" | "tax" | "total") => all.map((one) => `${one[part]}e-7`);
    await q.run(sql`
      insert into sales_change (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
      select term, seller, date, business, issued, 0, sales, zero, exempt, tax, total
      from unnest(${all.map(({ term }) => term)}::text[], ${all.map(({ seller }) => seller)}::text[], ${all.map(({ date }) => date)}::date[],
        ${all.map(({ business }) => business)}::boolean[], ${all.map(({ issued }) => issued)}::bigint[], ${amounts("sales")}::numeric[],
        ${amounts("zeroSales")}::numeric[], ${amounts("exemptSales")}::numeric[], ${amounts("tax")}::numeric[], ${amounts("total")}::numeric[])
        as c(term, seller, date, business, issued, sales, zero, exempt, tax, total)`);
  }
  const again = reissued(rows);
  if (again.length === 0) return;
  await q.run(sql`
    insert into sales_change (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
    select f.term, f.seller, f.date, f.business, 0, -1, 0, 0, 0, 0, 0
    from unnest(${again.map(({ term }) => term)}::text[], ${again.map(({ number }) => number)}::text[],
      ${again.map(({ version }) => (version ?? 1) - 1)}::int[]) as r(term, number, version)
    join invoice_figures f on f.term = r.term and f.number = r.number and f.version = r.version`);
}

/** Takes away what invoices had added that were cancelled, voided or rejected. */
export const endSales: Ended = async (q, actions) => {
  await q.run(sql`
    insert into sales_change (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
    select f.term, f.seller, f.date, f.business, -1, 1, -f.sales, -f.zero_sales, -f.exempt_sales, -f.tax, -f.total
    from unnest(${actions.map(({ term }) => term)}::text[], ${actions.map(({ number }) => number)}::text[],
      ${actions.map(({ version }) => version ?? 1)}::int[]) as r(term, number, version)
    join invoice_figures f on f.term = r.term and f.number = r.number and f.version = r.version`);
};

/** Changes that one look folds; the next look takes what is left. */
const most = 20_000;
const foldChanges = (q: Queryable): Promise<number> =>
  q.run(sql`
    with gone as (
      delete from sales_change where no in (select no from sales_change order by no limit ${most} for update skip locked) returning *)
    insert into sales_day as d (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
    select term, seller, date, business, sum(issued), sum(ended), sum(sales), sum(zero_sales), sum(exempt_sales), sum(tax), sum(total)
    from gone group by term, seller, date, business order by seller, term, date, business
    on conflict (seller, term, date, business) do update set issued = d.issued + excluded.issued, ended = d.ended + excluded.ended,
      sales = d.sales + excluded.sales, zero_sales = d.zero_sales + excluded.zero_sales, exempt_sales = d.exempt_sales + excluded.exempt_sales,
      tax = d.tax + excluded.tax, total = d.total + excluded.total`);

/** Folds changes into days, so that a shop that sends its invoices one by one has as few rows as any other. */
export const foldSales = ({ db }: Pick<ModuleContext, "db">): Schedule => ({
  name: "invoice.fold-sales",
  everyMs: 30_000,
  onceIn: db,
  run: async () => {
    await foldChanges(db);
  },
});

export type DaySum = { day: string; count: number; total: number; ended: number };
/** What was sold on each day of a period; what was cancelled, voided or rejected counts apart. */
export const daySums = (q: Queryable, seller: string, term: string): Promise<DaySum[]> =>
  q.rows<DaySum>(sql`
    select s.date::text as day, sum(s.issued)::int as count, sum(s.total)::float8 as total, sum(s.ended)::int as ended
    from (select date, issued, total, ended from sales_day where seller = ${seller} and term = ${term}
      union all select date, issued, total, ended from sales_change where seller = ${seller} and term = ${term}) s
    group by s.date having sum(s.issued) <> 0 or sum(s.ended) <> 0 order by s.date desc`);

export type SalesSum = {
  business: boolean;
  count: number;
  sales: number;
  zero: number;
  exempt: number;
  tax: number;
  total: number;
};
/** What a seller sold in a period to businesses and to consumers, as the invoices state it. */
export const salesOf = (q: Queryable, seller: string, term: string): Promise<SalesSum[]> =>
  q.rows<SalesSum>(sql`
    select s.business, sum(s.issued)::int as count, sum(s.sales)::float8 as sales, sum(s.zero_sales)::float8 as zero,
      sum(s.exempt_sales)::float8 as exempt, sum(s.tax)::float8 as tax, sum(s.total)::float8 as total
    from (select * from sales_day where seller = ${seller} and term = ${term}
      union all select term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total from sales_change
      where seller = ${seller} and term = ${term}) s
    group by s.business`);
