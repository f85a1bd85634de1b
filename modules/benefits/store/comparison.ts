import { type Queryable, sql } from "@troad/kernel";

export type Totals = { run: string; no: number; month: string; count: number; sum: number; unknown: number };
export type Change = { entitlement: string; now: number; before: number };

/** Number and sum of a run, and of the last one of its scheme that was sent before it. */
export const totalsBeside = (q: Queryable, run: string): Promise<Totals[]> =>
  q.rows<Totals>(sql`
    select r.id as run, r.no, r.month::text as month, d.count, d.sum::float8 as sum, d.unknown
    from run t join run r on r.scheme = t.scheme and (r.id = t.id or r.id = (
      select l.id from run l join run_cut c on c.run = l.id where l.scheme = t.scheme and l.no < t.no and l.follows is null
      order by l.no desc limit 1))
    join run_draft d on d.run = r.id where t.id = ${run} order by r.no desc`);

/** Accounts of the run that were registered since the last run was opened, or that were never paid to. */
export const newAccounts = async (q: Queryable, run: string, last: string | null): Promise<number> =>
  (
    await q.one<{ count: number }>(sql`
      select count(*)::integer as count from run_line l join entitlement e on e.id = l.entitlement
      join lateral (select a.at from account a where a.subject = e.subject order by a.no desc limit 1) a on true
      where l.run = ${run} and a.at > coalesce((select r.at from run r where r.id = ${last}::uuid), '-infinity')`)
  )?.count ?? 0;

/** Lines of the run for which there is no account at all. */
export const withoutAccount = async (q: Queryable, run: string): Promise<number> =>
  (
    await q.one<{ count: number }>(sql`
      select count(*)::integer as count from run_line l join entitlement e on e.id = l.entitlement
      where l.run = ${run} and not exists (select from account a where a.subject = e.subject)`)
  )?.count ?? 0;

/** The largest differences between two runs, entitlement by entitlement. */
export const largestChanges = (q: Queryable, run: string, last: string | null): Promise<Change[]> =>
  q.rows<Change>(sql`
    select coalesce(n.entitlement, b.entitlement) as entitlement, coalesce(n.amount, 0)::float8 as now, coalesce(b.amount, 0)::float8 as before
    from (select entitlement, amount from run_line where run = ${run}) n
    full join (select entitlement, amount from run_line where run = ${last}::uuid) b on b.entitlement = n.entitlement
    where coalesce(n.amount, 0) <> coalesce(b.amount, 0)
    order by abs(coalesce(n.amount, 0) - coalesce(b.amount, 0)) desc, 1 limit 20`);

export type LineView = {
  run: string;
  line: number;
  entitlement: string;
  amount: number;
  reason: string;
  state: string;
  code: string | null;
  again: boolean;
};
/** Lines that need attention: held, refused, or sent back and not paid again. */
export const openLines = (q: Queryable, run: string, after: number, limit: number): Promise<LineView[]> =>
  q.rows<LineView>(sql`
    select l.run, l.line, l.entitlement, l.amount::float8 as amount, l.reason, s.state, s.reason as code,
      exists (select from run_line g where g.again_run = l.run and g.again_line = l.line) as again
    from run_line l join lateral (select state, reason from line_end x where x.run = l.run and x.line = l.line order by x.no desc limit 1) s on true
    where l.run = ${run} and l.line > ${after} and s.state <> 'arrived' order by l.line limit ${limit}`);

export const statesOf = (q: Queryable, run: string): Promise<{ state: string; count: number; sum: number }[]> =>
  q.rows<{ state: string; count: number; sum: number }>(sql`
    select coalesce(s.state, case when p.run is null then 'waiting' else 'sent' end) as state, count(*)::integer as count, sum(l.amount)::float8 as sum
    from run_line l left join sent_line p on p.run = l.run and p.line = l.line
    left join lateral (select state from line_end x where x.run = l.run and x.line = l.line order by x.no desc limit 1) s on true
    where l.run = ${run} group by 1 order by 1`);
