import type { Invoice } from "@troad/invoice-formats";
import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";
import type { StoredInvoice } from "./invoices-store.ts";

type Row = Omit<StoredInvoice, "donatedTo"> & { npo: string | null; content: Invoice };
type Query = {
  term: string;
  carriers: readonly CarrierId[];
  before: { date: string; number: string };
  /** What arrived later is not there. */
  asOf: string;
  limit: number;
};

/** Invoices of a period in some carriers, newest first, as they stood at an instant. */
export async function invoicesBefore(q: Queryable, { term, carriers, before, asOf, limit }: Query): Promise<StoredInvoice[]> {
  const rows = await q.rows<Row>(sql`
    select i.term, i.number, i.version, i.date::text as date, i.cloud, i.total::float8 as total, i.content, d.npo, null as "cloudPrize", null as review,
      p.received_at as "receivedAt",
      array(select a.kind from invoice_action a join package l on l.id = a.package
        where a.term = ${term} and a.number = i.number and a.version = i.version and l.received_at <= ${asOf}) as actions
    from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]) as mine(type, id)
    join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type join package p on p.id = i.package
    left join donation d on d.term = ${term} and d.number = i.number
    where i.term = ${term} and p.received_at <= ${asOf} and (i.date, i.number) < (${before.date}::date, ${before.number})
      and not exists (select 1 from invoice n join package l on l.id = n.package
        where n.term = ${term} and n.number = i.number and n.version > i.version and l.received_at <= ${asOf})
    order by i.date desc, i.number desc limit ${limit}`);
  return rows.map(({ npo, ...row }) => ({ ...row, donatedTo: npo ?? row.content.donatedTo ?? null }));
}
