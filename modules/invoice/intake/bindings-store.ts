import { type Queryable, sql } from "@troad/kernel";
import type { BoundAllowance, BoundInvoice } from "./binding.ts";

export const boundInvoices = (q: Queryable, terms: readonly string[], numbers: readonly string[]) =>
  q.rows<BoundInvoice>(sql`
    select distinct on (i.term, i.number) i.term, i.number, i.version, i.seller, i.buyer, i.date, readable(i.content) ->> 'total' as total,
      array(select a.kind from invoice_action a where a.term = i.term and a.number = i.number and a.version = i.version) as actions,
      (select coalesce(sum(s.amount), 0)::text from allowance_share s where s.term = i.term and s.number = i.number and not exists (
        select 1 from allowance_action c
        where c.term = s.allowance_term and c.seller = s.seller and c.number = s.allowance and c.kind = 'cancel')) as allowed
    from unnest(${terms}::text[], ${numbers}::text[]) as r(term, number) join invoice i on i.term = r.term and i.number = r.number
    order by i.term, i.number, i.version desc`);

export const boundAllowances = (q: Queryable, terms: readonly string[], sellers: readonly string[], numbers: readonly string[]) =>
  q.rows<BoundAllowance>(sql`
    select a.term, a.seller, a.number, a.content -> 'Main' -> 'Buyer' ->> 'Identifier' as buyer,
      to_date(a.content -> 'Main' ->> 'AllowanceDate', 'YYYYMMDD') as date,
      array(select c.kind from allowance_action c where c.term = a.term and c.seller = a.seller and c.number = a.number) as actions
    from unnest(${terms}::text[], ${sellers}::text[], ${numbers}::text[]) as r(term, seller, number)
    join allowance a on a.term = r.term and a.seller = r.seller and a.number = r.number`);

/** These sellers' invoices and allowances, as `seller number`, that exist in one of the given periods. */
export const inPeriods = (q: Queryable, terms: readonly string[], sellers: readonly string[], numbers: readonly string[]) =>
  q.rows<{ key: string }>(sql`
    select r.seller || ' ' || r.number as key from unnest(${sellers}::text[], ${numbers}::text[]) as r(seller, number)
    where exists (select 1 from unnest(${terms}::text[]) as t(term) join invoice i
        on i.term = t.term and i.number = r.number and i.seller = r.seller)
      or exists (select 1 from unnest(${terms}::text[]) as t(term) join allowance a
        on a.term = t.term and a.seller = r.seller and a.number = r.number)`);
