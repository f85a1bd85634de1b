import { type Queryable, sql } from "@troad/kernel";

/**
 * `counts`: it was in the draw. `ended`: what happened to it after the draw, if it was cancelled, voided or rejected. `cloudPrize`: the
 * list's prize for its whole number.
 */
export type Candidate = { number: string; cloud: boolean; cloudPrize: number | null; counts: boolean; ended: string | null };
/** A draw: `digest` names the list whose cloud numbers count. */
export type Drawn = { term: string; digest: string; drawnAt: string };

/**
 * Numbers of a period that end in one of the given three digits, from `after` on. The condition reads only the index of numbers; only
 * matches are looked up. An invoice takes part as it stood at the draw: received by then, a consumer's, with an amount above zero, and
 * neither cancelled, voided nor rejected. What happens later is an officer's case, so the outcome does not depend on when the search runs.
 */
export const candidates = (
  q: Queryable,
  { term, digest, drawnAt }: Drawn,
  tails: readonly string[],
  after: string,
  limit: number,
) =>
  q.rows<Candidate>(sql`
    with found as materialized (
      select distinct number from invoice where term = ${term} and number > ${after} and right(number, 3) = any(${tails})
      order by number limit ${limit})
    select f.number, i.cloud, e.kind as ended,
      case when i.cloud then (select max(n.amount) from cloud_number n
        where n.term = ${term} and n.number = f.number and n.digest = ${digest}) end as "cloudPrize",
      i.buyer = '0000000000' and i.total > 0 and coalesce(e.at >= ${drawnAt}, true) as counts
    from found f join lateral (
      select v.* from invoice v join package p on p.id = v.package
      where v.term = ${term} and v.number = f.number and (p.kind = 'demo' or p.received_at < ${drawnAt})
      order by v.version desc limit 1) i on true
    left join lateral (
      select a.kind, ap.received_at as at from invoice_action a join package ap on ap.id = a.package
      where a.term = ${term} and a.number = f.number and a.version = i.version
        and a.kind in ('cancel', 'void', 'reject') order by ap.received_at limit 1) e on true
    order by f.number`);

/**
 * The cloud numbers of a list after `after` that end in none of the given digits, each with its invoice if it exists. `number` may appear
 * twice, with two amounts.
 */
export const cloudCandidates = (
  q: Queryable,
  { term, digest, drawnAt }: Drawn,
  tails: readonly string[],
  after: string,
  limit: number,
) =>
  q.rows<
    Omit<Candidate, "cloud" | "counts"> & { cloudPrize: number; cloud: boolean | null; counts: boolean | null; last: string }
  >(sql`
    with page as materialized (
      select number, max(amount) as amount from cloud_number
      where term = ${term} and digest = ${digest} and number > ${after} group by number order by number limit ${limit}),
    edge as (select max(number) as last from page)
    select f.number, f.amount as "cloudPrize", i.cloud, e.kind as ended, edge.last,
      i.buyer = '0000000000' and i.total > 0 and coalesce(e.at >= ${drawnAt}, true) as counts
    from page f cross join edge left join lateral (
      select v.* from invoice v join package p on p.id = v.package
      where v.term = ${term} and v.number = f.number and (p.kind = 'demo' or p.received_at < ${drawnAt})
      order by v.version desc limit 1) i on true
    left join lateral (
      select a.kind, ap.received_at as at from invoice_action a join package ap on ap.id = a.package
      where a.term = ${term} and a.number = i.number and a.version = i.version
        and a.kind in ('cancel', 'void', 'reject') order by ap.received_at limit 1) e on true
    where f.number = edge.last or not (right(f.number, 3) = any(${tails})) order by f.number`);

/** An invoice's part in the draw. */
export const candidateOf = (q: Queryable, { term, drawnAt }: Omit<Drawn, "digest">, number: string) =>
  q.one<Pick<Candidate, "counts" | "ended">>(sql`
    select e.kind as ended, i.buyer = '0000000000' and i.total > 0 and coalesce(e.at >= ${drawnAt}, true) as counts
    from (
      select v.* from invoice v join package p on p.id = v.package
      where v.term = ${term} and v.number = ${number} and (p.kind = 'demo' or p.received_at < ${drawnAt})
      order by v.version desc limit 1) i
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

export type Unnoticed = { number: string; type: string; id: string; subject: string | null; joined: boolean };
/** Winners of a publication by number: after `after`, to `until` ("" for all). */
export type WinnerPage = { term: string; publication: string; after: string; until: string; limit: number };

/**
 * Those of a page of winners whose holder has not been notified yet, and the last winner of the page, notified or not; none if the page is
 * not full. Nobody is notified of a prize that an officer has to decide on, and the donor of an invoice never is.
 */
export async function unnoticed(q: Queryable, page: WinnerPage): Promise<{ holders: Unnoticed[]; last: string | undefined }> {
  const { term, publication, after, until, limit } = page;
  const rows = await q.rows<{ number: string; holder: Omit<Unnoticed, "number"> | null }>(sql`
    with page as materialized (
      select number from winning
      where term = ${term} and number > ${after} and (${until} = '' or number <= ${until}) and publication = ${publication}
      order by number limit ${limit})
    select w.number, h.holder from page w left join lateral (
      select json_build_object('type', i.carrier_type, 'id', i.carrier_id, 'subject', c.subject, 'joined', exists (
        select 1 from carrier_link l where l.type = i.carrier_type and l.id = i.carrier_id)) as holder
      from (select * from invoice v where v.term = ${term} and v.number = w.number order by v.version desc limit 1) i
      left join carrier c on c.type = i.carrier_type and c.id = i.carrier_id
      where i.carrier_id is not null and (c.subject is not null or i.carrier_id like '%@%')
        and not exists (select 1 from donation d where d.term = ${term} and d.number = w.number)
        and not exists (select 1 from prize_case s where s.term = ${term} and s.number = w.number)
        and not exists (select 1 from winning_notice n where n.term = ${term} and n.number = w.number)) h on true
    order by w.number`);
  const holders = rows.flatMap(({ number, holder }) => (holder === null ? [] : [{ number, ...holder }]));
  return { holders, last: rows.length < limit ? undefined : rows.at(-1)!.number };
}

/** Numbers that divide the winners of a publication into `parts` of equal size. */
export const partsOfWinners = async (q: Queryable, term: string, publication: string, parts: number): Promise<string[]> => {
  const rows = await q.rows<{ number: string }>(sql`
    select number from (
      select number, row_number() over (order by number) as place, count(*) over () as all_of_them
      from winning where term = ${term} and publication = ${publication}) w
    where place % greatest(1, all_of_them / ${parts}::int) = 0 and place < all_of_them order by number limit ${parts - 1}`);
  return rows.map(({ number }) => number);
};

export async function insertNotices(q: Queryable, term: string, numbers: readonly string[], at: string): Promise<void> {
  await q.run(sql`
    insert into winning_notice (term, number, at) select ${term}, number, ${at} from unnest(${numbers}::text[]) as told(number)
    on conflict do nothing`);
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

/** False if it was already claimed. */
export async function insertClaim(q: Queryable, row: ClaimRow): Promise<boolean> {
  const done = await q.run(sql`
    insert into claim (term, number, way, prize, amount, withheld, stamp, net, claimed_by, at)
    values (${row.term}, ${row.number}, ${row.way}, ${row.prize}, ${row.amount}, ${row.withheld}, ${row.stamp}, ${row.net}, ${row.by}, ${row.at})
    on conflict (term, number) do nothing`);
  return done === 1;
}
