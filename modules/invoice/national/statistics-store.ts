import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";

/** What a sum needs of an invoice: whole NT$, the shop's place, the recipient of a donation. */
export type CountedInvoice = {
  term: string;
  number: string;
  date: string;
  total: number;
  cloudPrize: number | null;
  buyer: string;
  carrierType: string;
  address: string | null;
  npo: string | null;
  receivedAt: string;
};

/** The invoices of some carriers in some days, without cancelled ones, oldest first; one more than `most` if there are more. */
export const countedInvoices = (
  q: Queryable,
  query: { terms: readonly string[]; from: string; to: string; carriers: readonly CarrierId[]; most: number },
): Promise<CountedInvoice[]> =>
  q.rows<CountedInvoice>(sql`
    select i.term, i.number, i.date, i.total, i.buyer, i.carrier_type as "carrierType",
      readable(i.content) -> 'seller' ->> 'address' as address, coalesce(d.npo, readable(i.content) ->> 'donatedTo') as npo,
      (select max(w.amount) from cloud_number w where w.term = i.term and w.number = i.number and i.cloud and exists (
        select 1 from draw_publication d where d.term = w.term and d.digest = w.digest)) as "cloudPrize",
      case p.kind when 'demo' then i.date::timestamptz else p.received_at end as "receivedAt"
    from unnest(${query.carriers.map(({ type }) => type)}::text[], ${query.carriers.map(({ id }) => id)}::text[]) as mine(type, id)
    join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type join package p on p.id = i.package
    left join donation d on d.term = i.term and d.number = i.number
    where i.term = any(${query.terms}) and i.date between ${query.from} and ${query.to} and not exists (
      select 1 from invoice_action a where a.term = i.term and a.number = i.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject'))
    order by i.date, i.number limit ${query.most + 1}`);
