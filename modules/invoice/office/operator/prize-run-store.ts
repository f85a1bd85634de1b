import { type Queryable, sql } from "@troad/kernel";

export type LineState = "paid" | "failed" | "dropped" | "returned";
/** A prize that was claimed for remittance, with what is withheld from it. */
export type Remittance = {
  term: string;
  number: string;
  amount: number;
  withheld: number;
  stamp: number;
  net: number;
  subject: string;
  at: string;
};

export const lockPrizeRuns = (q: Queryable): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('prize runs'))`);

/** Prizes to remit, to people and to groups whose account is known, that are in no run that stands: not yet, or their line came to nothing. Oldest first. */
export const waitingPrizes = (q: Queryable, limit: number): Promise<Remittance[]> =>
  q.rows<Remittance>(sql`
    select c.term, c.number, c.amount, c.withheld, c.stamp, c.net, c.claimed_by as subject, c.at from claim c
    where c.way = 'remitted'
      and (c.claimed_by not like 'donee %' or exists (select 1 from donee_account a join donee_account_confirmation f on f.no = a.no
        where a.code = substr(c.claimed_by, 7)))
      and not exists (select 1 from prize_run_line l where l.term = c.term and l.number = c.number
        and not exists (select 1 from prize_run_drop d where d.run = l.run)
        and not exists (select 1 from prize_run_outcome o where o.run = l.run and o.line = l.line and o.state in ('failed', 'dropped', 'returned')))
    order by c.at, c.term, c.number limit ${limit}`);

export type PrizeRun = {
  id: string;
  openedBy: string;
  at: string;
  approvals: string[];
  dropped: string | null;
  cutAt: string | null;
  count: number;
  net: number;
  withheld: number;
  stamp: number;
};
export const insertRun = (q: Queryable, run: { id: string; by: string; at: string }): Promise<number> =>
  q.run(sql`insert into prize_run (id, opened_by, at) values (${run.id}, ${run.by}, ${run.at})`);
export const insertRunLines = (q: Queryable, run: string, prizes: readonly { term: string; number: string }[]): Promise<number> =>
  q.run(sql`
    insert into prize_run_line (run, line, term, number)
    select ${run}, p.line, p.term, p.number
    from unnest(${prizes.map(({ term }) => term)}::text[], ${prizes.map(({ number }) => number)}::text[]) with ordinality as p(term, number, line)`);
export const findRuns = (q: Queryable, { id, limit = 1 }: { id?: string; limit?: number }): Promise<PrizeRun[]> =>
  q.rows<PrizeRun>(sql`
    select r.id, r.opened_by as "openedBy", r.at, d.reason as dropped, t.at as "cutAt", s.*,
      coalesce((select array_agg(a.approved_by order by a.at) from prize_run_approval a where a.run = r.id), '{}') as approvals
    from prize_run r left join prize_run_drop d on d.run = r.id left join prize_run_cut t on t.run = r.id
      cross join lateral (select count(*)::int as count, coalesce(sum(c.net), 0)::float8 as net, coalesce(sum(c.withheld), 0)::float8 as withheld,
        coalesce(sum(c.stamp), 0)::float8 as stamp
        from prize_run_line l join claim c on c.term = l.term and c.number = l.number where l.run = r.id) s
    where ${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid
    order by r.at desc, r.id desc limit ${limit}`);

export type RunLine = Remittance & { line: number; state: LineState | null; reason: string | null };
export const linesOf = (q: Queryable, run: string): Promise<RunLine[]> =>
  q.rows<RunLine>(sql`
    select l.line, l.term, l.number, c.amount, c.withheld, c.stamp, c.net, c.claimed_by as subject, c.at, o.state, o.reason
    from prize_run_line l join claim c on c.term = l.term and c.number = l.number
      left join lateral (select x.state, x.reason from prize_run_outcome x where x.run = l.run and x.line = l.line order by x.no desc limit 1) o on true
    where l.run = ${run} order by l.line`);
/** Whether a run pays this person, or they opened it. */
export const hasPart = async (q: Queryable, run: string, by: string): Promise<boolean> =>
  (await q.one(sql`
    select 1 as one from prize_run r where r.id = ${run} and (r.opened_by = ${by}
      or exists (select from prize_run_line l join claim c on c.term = l.term and c.number = l.number where l.run = r.id and c.claimed_by = ${by}))`)) !==
  undefined;
export const insertApproval = (q: Queryable, run: string, by: string, at: string): Promise<number> =>
  q.run(sql`insert into prize_run_approval (run, approved_by, at) values (${run}, ${by}, ${at}) on conflict do nothing`);
export const insertDrop = (q: Queryable, row: { run: string; by: string; reason: string; at: string }): Promise<number> =>
  q.run(sql`insert into prize_run_drop (run, dropped_by, reason, at) values (${row.run}, ${row.by}, ${row.reason}, ${row.at})`);
/** Zero if it was cut before. */
export const insertCut = (q: Queryable, run: string, at: string): Promise<number> =>
  q.run(sql`insert into prize_run_cut (run, at) values (${run}, ${at}) on conflict do nothing`);
export const insertOutcome = (
  q: Queryable,
  row: { run: string; line: number; state: LineState; reason: string | null; at: string },
): Promise<number> =>
  q.run(sql`
    insert into prize_run_outcome (run, line, state, reason, at)
    select ${row.run}, ${row.line}, ${row.state}, ${row.reason}, ${row.at}
    where exists (select 1 from prize_run_line l where l.run = ${row.run} and l.line = ${row.line}) on conflict do nothing`);

export type SentLine = { line: number; place: number; account: string; holder: string };
export const insertSent = (q: Queryable, run: string, one: SentLine): Promise<number> =>
  q.run(sql`
    insert into prize_run_sent (run, line, place, account, holder) values (${run}, ${one.line}, ${one.place}, ${one.account}, ${one.holder})`);
export const sentOf = (q: Queryable, run: string): Promise<(SentLine & { net: number })[]> =>
  q.rows<SentLine & { net: number }>(sql`
    select s.line, s.place, s.account, s.holder, c.net from prize_run_sent s
      join prize_run_line l on l.run = s.run and l.line = s.line join claim c on c.term = l.term and c.number = l.number
    where s.run = ${run} order by s.place`);
