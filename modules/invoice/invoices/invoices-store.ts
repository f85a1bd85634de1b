import type { Invoice } from "@troad/invoice-formats";
import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";

/** An invoice with what became of it. */
export type StoredInvoice = {
  term: string;
  number: string;
  date: string;
  cloud: boolean;
  /** What the cloud draw has for its number, by any list that was published. */
  cloudPrize: number | null;
  total: number;
  content: Invoice;
  /** When the platform had it. */
  receivedAt: string;
  /** Counted from 1: it is issued again after it was voided. */
  version: number;
  /** The kinds of what happened to it. */
  actions: string[];
  /** The officer's case about its prize, if it was cancelled after the draw. */
  review: "open" | "keep" | "withdraw" | null;
  /** Who it was donated to, at the till or later. */
  donatedTo: string | null;
};

type InvoiceRow = Omit<StoredInvoice, "donatedTo"> & { npo: string | null };

/**
 * What the demonstration seeds counts as received on the day of the invoice, or nobody there could have won. Content is read here and not by the
 * database, which would parse it once a field.
 */
const stored = ({ npo, ...row }: InvoiceRow): StoredInvoice => ({ ...row, donatedTo: npo ?? row.content.donatedTo ?? null });

export async function findInvoice(q: Queryable, term: string, number: string): Promise<StoredInvoice | undefined> {
  const row = await q.one<InvoiceRow>(sql`
    select i.term, i.number, i.version, i.date, i.cloud, i.total, i.content, d.npo,
      array(select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version) as actions,
      (select max(w.amount) from cloud_number w where w.term = ${term} and w.number = i.number and i.cloud and exists (
        select 1 from draw_publication d where d.term = w.term and d.digest = w.digest)) as "cloudPrize",
      case p.kind when 'demo' then i.date::timestamptz else p.received_at end as "receivedAt",
      (select coalesce(s.decision, 'open') from prize_case c left join prize_case_decision s on s.no = c.no
        where c.term = ${term} and c.number = i.number) as review
    from invoice i join package p on p.id = i.package left join donation d on d.term = ${term} and d.number = i.number
    where i.term = ${term} and i.number = ${number} order by i.version desc limit 1`);
  return row && stored(row);
}

export type InvoiceVersion = Pick<StoredInvoice, "version" | "date" | "total" | "content" | "actions" | "receivedAt">;

/** Every version of an invoice, the one that holds last. */
export const invoiceVersions = (q: Queryable, term: string, number: string) =>
  q.rows<InvoiceVersion>(sql`
    select i.version, i.date, i.total, i.content, p.received_at as "receivedAt",
      array(select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version) as actions
    from invoice i join package p on p.id = i.package
    where i.term = ${term} and i.number = ${number} order by i.version limit 100`);

/**
 * The invoices of some carriers in a part of one period as they hold now, a page at a time, oldest first. The period stands in every part, so that
 * one partition is planned. With `tails` only those whose last three digits are among them, or which the cloud draw names: no other one can win.
 */
export async function invoicesInCarriers(
  q: Queryable,
  query: Stretch & { offset: number; limit: number; tails?: readonly string[] },
): Promise<StoredInvoice[]> {
  const { term, from, to, carriers } = query;
  const rows = await q.rows<InvoiceRow>(sql`
    select i.term, i.number, i.version, i.date, i.cloud, i.total, i.content, d.npo,
      array(select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version) as actions,
      (select max(w.amount) from cloud_number w where w.term = ${term} and w.number = i.number and i.cloud and exists (
        select 1 from draw_publication d where d.term = w.term and d.digest = w.digest)) as "cloudPrize",
      case p.kind when 'demo' then i.date::timestamptz else p.received_at end as "receivedAt",
      (select coalesce(s.decision, 'open') from prize_case c left join prize_case_decision s on s.no = c.no
        where c.term = ${term} and c.number = i.number) as review
    from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]) as mine(type, id)
    join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type join package p on p.id = i.package
    left join donation d on d.term = ${term} and d.number = i.number
    where i.term = ${term} and not exists (
        select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
      and i.date between ${from} and ${to}
      and (${query.tails === undefined} or right(i.number, 3) = any(${query.tails ?? []}::text[])
        or i.cloud and exists (select 1 from cloud_number w where w.term = ${term} and w.number = i.number))
    order by i.date, i.number offset ${query.offset} limit ${query.limit}`);
  return rows.map(stored);
}

type Stretch = { term: string; from: string; to: string; carriers: readonly CarrierId[] };

/** How many there are of those, counted to `most`: what they say is not read. */
export async function countInStretch(q: Queryable, { term, from, to, carriers }: Stretch, most: number): Promise<number> {
  const row = await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]) as mine(type, id)
      join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type
      where i.term = ${term} and i.date between ${from} and ${to} and not exists (
        select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
      limit ${most}) as held`);
  return row?.count ?? 0;
}

/** How many invoices are in some carriers, in all periods that are kept; counted to `most`. */
export async function countInCarriers(q: Queryable, carriers: readonly CarrierId[], most: number): Promise<number> {
  const row = await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]) as mine(type, id)
      join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type
      where not exists (select 1 from invoice n where n.term = i.term and n.number = i.number and n.version > i.version)
      limit ${most}) as held`);
  return row?.count ?? 0;
}

/** Invoices of a period that were stored with characters that nothing can carry any more, by number. */
export const unreadableInvoices = (q: Queryable, { term, after, limit }: { term: string; after: string; limit: number }) =>
  q.rows<{ number: string }>(sql`
    select distinct number from invoice where term = ${term} and number > ${after} and content::text ~ '\\\\u(00[01]|[dD][89a-fA-F])|\\\\[bf]|[\\ufffe\\uffff]'
    order by number limit ${limit}`);

export async function insertDonation(
  q: Queryable,
  row: { term: string; number: string; npo: string; carrier: CarrierId; app: string | null; at: string },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into donation (term, number, npo, carrier_type, carrier_id, app, at)
    values (${row.term}, ${row.number}, ${row.npo}, ${row.carrier.type}, ${row.carrier.id}, ${row.app}, ${row.at})
    on conflict (term, number) do nothing`);
  return done === 1;
}

/** Counts a look at the items; false when there were `most` already. */
export async function countDetailQuery(q: Queryable, term: string, number: string, most: number): Promise<boolean> {
  const done = await q.run(sql`
    insert into detail_query as d (term, number, times) values (${term}, ${number}, 1)
    on conflict (term, number) do update set times = d.times + 1 where d.times < ${most}`);
  return done === 1;
}
