import { type Queryable, sql } from "@troad/kernel";

export type Candidate = { number: string; cloud: boolean; counts: boolean };

/**
 * Numbers of a period that end in one of the given three digits, from `after` on. The condition reads the index of numbers alone; only what
 * is found is looked up. An invoice counts if it is a consumer's, of more than nothing, and was not cancelled, voided or rejected.
 */
export const candidates = (q: Queryable, term: string, tails: readonly string[], after: string, limit: number) =>
  q.rows<Candidate>(sql`
    with found as materialized (
      select number from invoice where term = ${term} and number > ${after} and right(number, 3) = any(${tails})
      order by number limit ${limit})
    select f.number, i.cloud, i.buyer = '0000000000' and i.total > 0 and not exists (
      select 1 from invoice_action a where a.term = ${term} and a.number = f.number and a.kind in ('cancel', 'void', 'reject')) as counts
    from found f join invoice i on i.term = ${term} and i.number = f.number order by f.number`);

/** The same for whole numbers, of the cloud draw. */
export const candidatesByNumber = (q: Queryable, term: string, numbers: readonly string[]) =>
  q.rows<Candidate>(sql`
    select i.number, i.cloud, i.buyer = '0000000000' and i.total > 0 and not exists (
      select 1 from invoice_action a where a.term = i.term and a.number = i.number and a.kind in ('cancel', 'void', 'reject')) as counts
    from invoice i where i.term = ${term} and i.number = any(${numbers})`);

export type WinningRow = { number: string; prize: string; amount: number };

export async function insertWinnings(
  q: Queryable,
  term: string,
  publication: string,
  rows: readonly WinningRow[],
): Promise<void> {
  await q.run(sql`
    insert into winning (term, number, publication, prize, amount)
    select ${term}, number, ${publication}, prize, amount
    from unnest(${rows.map(({ number }) => number)}::text[], ${rows.map(({ prize }) => prize)}::text[],
      ${rows.map(({ amount }) => amount)}::int[]) as won(number, prize, amount)
    on conflict do nothing`);
}

/** The best of what an invoice has won by any list. */
export const bestWinning = (q: Queryable, term: string, number: string) =>
  q.one<{ prize: string; amount: number }>(sql`
    select prize, amount from winning where term = ${term} and number = ${number} order by amount desc limit 1`);

export type Unnoticed = { number: string; amount: number; type: string; id: string; subject: string | null; joined: boolean };

/** Winners of a publication whose holder was not told yet. Donated invoices are not among them: who gave one away is never told. */
export const unnoticed = (q: Queryable, term: string, publication: string, limit: number) =>
  q.rows<Unnoticed>(sql`
    select w.number, w.amount, i.carrier_type as type, i.carrier_id as id, c.subject,
      exists (select 1 from carrier_link l where l.type = i.carrier_type and l.id = i.carrier_id) as joined
    from winning w join invoice i on i.term = w.term and i.number = w.number
    left join carrier c on c.type = i.carrier_type and c.id = i.carrier_id
    where w.term = ${term} and w.publication = ${publication} and i.carrier_id is not null and (c.subject is not null or i.carrier_id like '%@%')
      and not exists (select 1 from donation d where d.term = w.term and d.number = w.number)
      and not exists (select 1 from winning_notice n where n.term = w.term and n.number = w.number)
    order by w.number limit ${limit}`);

export async function insertNotice(q: Queryable, term: string, number: string, at: string): Promise<void> {
  await q.run(sql`insert into winning_notice (term, number, at) values (${term}, ${number}, ${at}) on conflict do nothing`);
}

export type ClaimRow = {
  term: string;
  number: string;
  way: "counter" | "remitted";
  prize: string;
  amount: number;
  withheld: number;
  stamp: number;
  net: number;
  by: string;
  at: string;
};

/** False if it was claimed before. */
export async function insertClaim(q: Queryable, row: ClaimRow): Promise<boolean> {
  const done = await q.run(sql`
    insert into claim (term, number, way, prize, amount, withheld, stamp, net, claimed_by, at)
    values (${row.term}, ${row.number}, ${row.way}, ${row.prize}, ${row.amount}, ${row.withheld}, ${row.stamp}, ${row.net}, ${row.by}, ${row.at})
    on conflict (term, number) do nothing`);
  return done === 1;
}
