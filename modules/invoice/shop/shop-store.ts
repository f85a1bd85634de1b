import { type Queryable, sql } from "@troad/kernel";

export const isSuspendedShop = async (q: Queryable, sender: string): Promise<boolean> =>
  (await q.one<{ suspended: boolean }>(sql`select is_suspended('sender', ${sender}) as suspended`))?.suspended ?? false;

/** A book of numbers of a shop, with what became of them. `next`: the first number after all that were issued. */
export type Book = {
  term: string;
  track: string;
  type: string;
  first: string;
  last: string;
  issued: number;
  blank: number;
  next: string | null;
};
export const booksOf = (q: Queryable, ban: string, terms: readonly string[]): Promise<Book[]> =>
  q.rows<Book>(sql`
    select n.term, n.track, n.first, n.last, coalesce(n.content ->> 'InvoiceType', '07') as type, u.issued, b.blank,
      case when greatest(u.highest, b.highest) is null then n.first when greatest(u.highest, b.highest) >= n.last then null
        else lpad((greatest(u.highest, b.highest)::bigint + 1)::text, 8, '0') end as next
    from number_range n
      cross join lateral (select count(distinct i.number)::int as issued, right(max(i.number), 8) as highest from invoice i
        where i.term = n.term and i.number between n.track || n.first and n.track || n.last) u
      cross join lateral (select max(least(r.last, n.last)) as highest,
        coalesce(sum(least(r.last, n.last)::bigint - greatest(r.first, n.first)::bigint + 1), 0)::int as blank from number_range r
        where r.term = n.term and r.kind = 'blank' and r.track = n.track and r.holder = n.holder and r.first <= n.last and r.last >= n.first) b
    where n.kind = 'assigned' and n.holder = ${ban} and n.term = any(${terms}::text[])
    order by n.term desc, n.track, n.first limit 500`);

/** Numbers of a book that were neither issued nor reported, as ranges; the caller reports them. */
export const unusedOf = (q: Queryable, ban: string, term: string) =>
  q.rows<{ track: string; type: string; first: string; last: string }>(sql`
    with one as (
      select n.track, coalesce(n.content ->> 'InvoiceType', '07') as type, s.serial from number_range n
        cross join lateral generate_series(n.first::int, least(n.last::int, n.first::int + 99999)) as s(serial)
      where n.kind = 'assigned' and n.holder = ${ban} and n.term = ${term}
        and not exists (select 1 from invoice i where i.term = ${term} and i.number = n.track || lpad(s.serial::text, 8, '0'))
        and not exists (select 1 from number_range r where r.term = ${term} and r.kind in ('blank', 'branch') and r.track = n.track and r.holder = ${ban}
          and lpad(s.serial::text, 8, '0') between r.first and r.last)),
    grouped as (select track, type, serial, serial - row_number() over (partition by track, type order by serial) as run from one)
    select track, type, lpad(min(serial)::text, 8, '0') as first, lpad(max(serial)::text, 8, '0') as last
    from grouped group by track, type, run order by track, type, 3 limit 10000`);

export type Sold = {
  number: string;
  date: string;
  buyer: string;
  total: number;
  standing: "valid" | "cancel" | "void" | "reject";
};
type SoldQuery = { ban: string; term: string; words: string; before: string | undefined; limit: number };
/** A shop's invoices of a period, newest first: all, the one of a number, or those of a buyer, each by an index of its own. */
export function soldBy(q: Queryable, { ban, term, words, before, limit }: SoldQuery): Promise<Sold[]> {
  const [day = "9999-12-31", number = ""] = before?.replace("T00:00:00.000Z", "").split(" ") ?? [];
  if (words === "")
    return q.rows<Sold>(sql`
      select i.number, i.date::text as date, i.buyer, i.total::float8 as total,
        coalesce((select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
          and a.kind in ('cancel', 'void', 'reject') limit 1), 'valid') as standing
      from invoice i
      where i.term = ${term} and i.seller = ${ban}
        and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
        and (i.date, i.number) < (${day}::date, ${number})
      order by i.date desc, i.number desc limit ${limit}`);
  if (/^[A-Z]{2}\d{8}$/.test(words))
    return q.rows<Sold>(sql`
      select i.number, i.date::text as date, i.buyer, i.total::float8 as total,
        coalesce((select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
          and a.kind in ('cancel', 'void', 'reject') limit 1), 'valid') as standing
      from invoice i
      where i.term = ${term} and i.seller = ${ban} and i.number = ${words}
        and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
        and (i.date, i.number) < (${day}::date, ${number}) limit ${limit}`);
  return q.rows<Sold>(sql`
      select i.number, i.date::text as date, i.buyer, i.total::float8 as total,
        coalesce((select a.kind from invoice_action a where a.term = ${term} and a.number = i.number and a.version = i.version
          and a.kind in ('cancel', 'void', 'reject') limit 1), 'valid') as standing
      from invoice i
      where i.term = ${term} and i.seller = ${ban} and i.buyer = ${words} and i.buyer <> '0000000000'
        and not exists (select 1 from invoice n where n.term = ${term} and n.number = i.number and n.version > i.version)
        and (i.date, i.number) < (${day}::date, ${number})
      order by i.date desc, i.number desc limit ${limit}`);
}

export type Refused = {
  package: string;
  number: string;
  date: string | null;
  at: string;
  errors: { code: string; path: string }[];
};
type Mending = { sender: string; ban: string; since: string; terms: readonly string[] };
/** Messages of programs and files that were refused (a form says so at once), and for which nothing with their number came since, newest first. */
export const refusedOf = (q: Queryable, { sender, ban, since, terms }: Mending): Promise<Refused[]> =>
  q.rows<Refused>(sql`
    with refused as (
      select p.id as package, r ->> 'number' as number, r ->> 'date' as date, p.received_at as at, r -> 'errors' as errors
      from package p cross join lateral json_array_elements(p.answer -> 'refused') as r
      where p.sender = ${sender} and p.received_at >= ${since} and p.key not like 'form %'
      union all
      select w.package, w.message ->> 'number', w.date::text, w.settled_at,
        json_build_array(json_build_object('code', coalesce(w.code, 'invoice.not-there'), 'path', '/'))
      from waiting_message w where w.sender = ${sender} and w.settled_at >= ${since} and w.outcome in ('refused', 'expired'))
    select x.* from refused x
    where not exists (select 1 from invoice i join package l on l.id = i.package
        where i.term = any(${terms}::text[]) and i.number = x.number and i.seller = ${ban} and l.received_at > x.at)
      and not exists (select 1 from invoice_action a join package l on l.id = a.package
        where a.term = any(${terms}::text[]) and a.number = x.number and a.seller = ${ban} and l.received_at > x.at)
      and not exists (select 1 from allowance a join package l on l.id = a.package
        where a.term = any(${terms}::text[]) and a.seller = ${ban} and a.number = x.number and l.received_at > x.at)
    order by x.at desc, x.number limit 200`);

export type MessageState = "C" | "G" | "E";
/** How the last message with a number stands: taken, waiting for its invoice, or refused. */
export const stateOf = (q: Queryable, ban: string, sender: string, term: string, number: string, since: string) =>
  q.one<{ state: MessageState }>(sql`
    select case
      when exists (select 1 from waiting_message w where w.term = ${term} and w.number = ${number} and w.seller = ${ban} and w.outcome is null) then 'G'
      when exists (select 1 from invoice i where i.term = ${term} and i.number = ${number} and i.seller = ${ban}) then 'C'
      when exists (select 1 from package p cross join lateral json_array_elements(p.answer -> 'refused') r
        where p.sender = ${sender} and p.received_at >= ${since} and r ->> 'number' = ${number}) then 'E' end as state`);

/** Barcodes that can be used, in order, a page after another: for tills that cannot ask. */
export const barcodesAfter = (q: Queryable, after: string, limit: number) =>
  q.rows<{ id: string }>(sql`
    select c.id from carrier c where c.type = '3J0002' and c.id > ${after} and not is_suspended('carrier', c.type || ' ' || c.id)
    order by c.id limit ${limit}`);
