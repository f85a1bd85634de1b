import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";

/** Spending in one month at one shop. */
export type Spent = { month: string; seller: string; name: string; invoices: number; total: number };

/** Sums of some carriers by month and shop, without cancelled invoices. */
export const spentByMonth = (q: Queryable, query: { terms: readonly string[]; from: string; carriers: readonly CarrierId[] }) =>
  q.rows<Spent>(sql`
    select to_char(i.date, 'YYYY-MM') as month, i.seller, min(readable(i.content) -> 'seller' ->> 'name') as name,
      count(*)::int as invoices, sum(i.total)::bigint as total
    from unnest(${query.carriers.map(({ type }) => type)}::text[], ${query.carriers.map(({ id }) => id)}::text[]) as mine(type, id)
    join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type
    where i.term = any(${query.terms}) and i.date >= ${query.from} and not exists (
      select 1 from invoice_action a where a.term = i.term and a.number = i.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject'))
    group by 1, 2 order by 1, 5 desc`);

export type Paid = { term: string; number: string; way: "counter" | "remitted"; net: number };

/** The payments for some invoices of a period. */
export const paidOf = (q: Queryable, term: string, numbers: readonly string[]) =>
  q.rows<Paid>(sql`select term, number, way, net from claim where term = ${term} and number = any(${numbers})`);
