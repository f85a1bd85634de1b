import { type Queryable, sql } from "@troad/kernel";

/** `counts`: it took part in the draw. `ended`: what happened to it after the draw, of what cancels, voids or rejects. */
export type Candidate = { number: string; cloud: boolean; counts: boolean; ended: string | null };
export type Drawn = { term: string; drawnAt: string };

/**
 * Numbers of a period that end in one of the given three digits, from `after` on. The condition reads the index of numbers alone; only what
 * is found is looked up. An invoice takes part as it stood at the draw: received by then, a consumer's, of more than nothing, and neither
 * cancelled, voided nor rejected. What happens later is an officer's case, so that the outcome is the same whenever the search runs.
 */
export const candidates = (q: Queryable, { term, drawnAt }: Drawn, tails: readonly string[], after: string, limit: number) =>
  q.rows<Candidate>(sql`
    with found as materialized (
      select distinct number from invoice where term = ${term} and number > ${after} and right(number, 3) = any(${tails})
      order by number limit ${limit})
    select f.number, i.cloud, e.kind as ended,
      i.buyer = '0000000000' and i.total > 0 and coalesce(e.at >= ${drawnAt}, true) as counts
    from found f join lateral (
      select v.* from invoice v join package p on p.id = v.package
      where v.term = ${term} and v.number = f.number and (p.kind = 'demo' or p.received_at < ${drawnAt}) order by v.version desc limit 1) i on true
    left join lateral (
      select a.kind, ap.received_at as at from invoice_action a join package ap on ap.id = a.package
      where a.term = ${term} and a.number = f.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject') order by ap.received_at limit 1) e on true
    order by f.number`);

/** The same for whole numbers, of the cloud draw. */
export const candidatesByNumber = (q: Queryable, { term, drawnAt }: Drawn, numbers: readonly string[]) =>
  q.rows<Candidate>(sql`
    select i.number, i.cloud, e.kind as ended,
      i.buyer = '0000000000' and i.total > 0 and coalesce(e.at >= ${drawnAt}, true) as counts
    from unnest(${numbers}::text[]) as f(number) join lateral (
      select v.* from invoice v join package p on p.id = v.package
      where v.term = ${term} and v.number = f.number and (p.kind = 'demo' or p.received_at < ${drawnAt}) order by v.version desc limit 1) i on true
    left join lateral (
      select a.kind, ap.received_at as at from invoice_action a join package ap on ap.id = a.package
      where a.term = ${term} and a.number = i.number and a.version = i.version
        and a.kind in ('cancel', 'void', 'reject') order by ap.received_at limit 1) e on true`);

export type WinningRow = { number: string; prize: string; amount: number; ended: string | null };

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

export type Unnoticed = { number: string; amount: number; type: string; id: string; subject: string | null; joined: boolean };

/** Winners of a publication whose holder was not told yet. Nobody is told of a prize that an officer has to decide on. Donated invoices are not among them: who gave one away is never told. */
export const unnoticed = (q: Queryable, term: string, publication: string, limit: number) =>
  q.rows<Unnoticed>(sql`
    select w.number, w.amount, i.carrier_type as type, i.carrier_id as id, c.subject,
      exists (select 1 from carrier_link l where l.type = i.carrier_type and l.id = i.carrier_id) as joined
    from winning w join invoice i on i.term = w.term and i.number = w.number and not exists (
      select 1 from invoice n where n.term = i.term and n.number = i.number and n.version > i.version)
    left join carrier c on c.type = i.carrier_type and c.id = i.carrier_id
    where w.term = ${term} and w.publication = ${publication} and i.carrier_id is not null and (c.subject is not null or i.carrier_id like '%@%')
      and not exists (select 1 from donation d where d.term = w.term and d.number = w.number)
      and not exists (select 1 from prize_case s where s.term = w.term and s.number = w.number)
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
