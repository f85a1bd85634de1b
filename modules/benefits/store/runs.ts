import { type Queryable, sql } from "@troad/kernel";

export type Run = {
  id: string;
  scheme: string;
  month: string;
  no: number;
  follows: string | null;
  openedBy: string;
  at: string;
  approvals: string[];
  dropped: string | null;
  cutAt: string | null;
  files: number | null;
  sent: number;
  drafted: boolean;
};
const fixed = "no run";

/** By its id, or by scheme the last ones. */
export const findRuns = (q: Queryable, by: { id?: string; scheme?: string; before?: number; limit?: number }): Promise<Run[]> =>
  q.rows<Run>(sql`
    select r.id, r.scheme, r.month::text as month, r.no, r.follows, r.opened_by as "openedBy", r.at,
      coalesce((select array_agg(a.by order by a.at) from approval a where a.run = r.id), '{}') as approvals,
      (select d.reason from run_drop d where d.run = r.id) as dropped, c.at as "cutAt", c.files,
      (select count(*)::integer from run_file f where f.run = r.id) as sent,
      exists (select from run_draft d where d.run = r.id) as drafted
    from run r left join run_cut c on c.run = r.id
    where r.id = ${by.id ?? null}::uuid
      or (${by.id ?? fixed} = ${fixed} and (${by.scheme ?? null}::text is null or r.scheme = ${by.scheme ?? null})
        and (${by.before ?? null}::integer is null or r.no < ${by.before ?? null}::integer))
    order by r.at desc, r.no desc limit ${by.limit ?? 1}`);

export const lockScheme = (q: Queryable, scheme: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`runs ${scheme}`}, 0))`);

export type NewRun = { id: string; scheme: string; month: string; follows: string | null; openedBy: string; at: string };
export const insertRun = (q: Queryable, run: NewRun): Promise<number> =>
  q.run(sql`
    insert into run (id, scheme, month, no, follows, opened_by, at)
    select ${run.id}, ${run.scheme}, ${run.month}, coalesce(max(no), 0) + 1, ${run.follows}, ${run.openedBy}, ${run.at} from run where scheme = ${run.scheme}`);

/** A run of this scheme that is neither dropped nor cut. */
export const openRun = (q: Queryable, scheme: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`
    select r.id from run r where r.scheme = ${scheme} and not exists (select from run_drop d where d.run = r.id)
      and not exists (select from run_cut c where c.run = r.id)`);

/** Adds up what is due and not settled: one line a person's entitlement, with each month and its reason as an item. */
export async function draftLines(q: Queryable, run: { id: string; scheme: string; month: string; at: string }): Promise<void> {
  await q.run(sql`
    create temporary table open_item on commit drop as
    select l.entitlement, l.month, l.seq, l.due - coalesce(s.amount, 0) as amount,
      case when s.amount is not null then 'corrected' when l.month < ${run.month}::date then 'back-pay' else 'month' end as reason, l.reason as why
    from (
      select distinct on (a.entitlement, a.month) a.entitlement, a.month, a.seq, a.due, a.reason
      from assessment a join entitlement e on e.id = a.entitlement
      where e.scheme = ${run.scheme} and a.month <= ${run.month}::date order by a.entitlement, a.month, a.seq desc
    ) l left join lateral (
      select sum(i.amount) as amount from item i where i.entitlement = l.entitlement and i.month = l.month having count(*) > 0) s on true
    where l.due <> coalesce(s.amount, 0)`);
  await q.run(sql`
    insert into run_line (run, line, entitlement, amount, reason)
    select ${run.id}, row_number() over (order by entitlement), entitlement, sum(amount),
      case when bool_or(reason = 'corrected') then 'corrected' when bool_or(reason = 'back-pay') then 'back-pay' else 'month' end
    from open_item where amount > 0 group by entitlement`);
  await q.run(sql`
    insert into item (entitlement, month, seq, amount, reason, run, line)
    select o.entitlement, o.month, o.seq, o.amount, o.reason, ${run.id}, l.line
    from open_item o join run_line l on l.run = ${run.id} and l.entitlement = o.entitlement where o.amount > 0`);
}

/** What was paid too much becomes a claim each; what the bank has sent back and was not paid again is not claimed. */
export async function draftClaims(q: Queryable, at: string): Promise<void> {
  await q.run(sql`
    with over as (
      select o.* from open_item o where o.amount < 0 and not exists (
        select from item i join line_end s on s.run = i.run and s.line = i.line and s.state in ('returned', 'rejected')
        where i.entitlement = o.entitlement and i.month = o.month
          and not exists (select from run_line g where g.again_run = i.run and g.again_line = i.line))
    ), made as (
      insert into claim (id, entitlement, subject, amount, reason, at)
      select gen_random_uuid(), o.entitlement, e.subject, -sum(o.amount), min(o.why), ${at}
      from over o join entitlement e on e.id = o.entitlement group by o.entitlement, e.subject returning id, entitlement
    )
    insert into item (entitlement, month, seq, amount, reason, claim)
    select o.entitlement, o.month, o.seq, o.amount, 'overpaid', m.id from over o join made m on m.entitlement = o.entitlement`);
}

/** Lines of a run that came back and are not paid again yet, as lines of another; their months go with them. */
export async function draftAgain(q: Queryable, run: string, follows: string): Promise<void> {
  await q.run(sql`
    insert into run_line (run, line, entitlement, amount, reason, again_run, again_line)
    select ${run}, row_number() over (order by l.line), l.entitlement, l.amount, 'again', l.run, l.line
    from run_line l where l.run = ${follows}
      and exists (select from line_end s where s.run = l.run and s.line = l.line and s.state in ('returned', 'rejected'))
      and not exists (select from run_line g where g.again_run = l.run and g.again_line = l.line)`);
  await q.run(sql`
    update item set run = l.run, line = l.line from run_line l
    where l.run = ${run} and item.run = l.again_run and item.line = l.again_line`);
}

export const markDrafted = (q: Queryable, run: string, unknown: number, at: string): Promise<number> =>
  q.run(sql`
    insert into run_draft (run, count, sum, unknown, at)
    select ${run}, count(*), coalesce(sum(amount), 0), ${unknown}, ${at} from run_line where run = ${run} on conflict do nothing`);

export async function insertApproval(q: Queryable, run: string, by: string, at: string): Promise<boolean> {
  return (await q.run(sql`insert into approval (run, by, at) values (${run}, ${by}, ${at}) on conflict do nothing`)) > 0;
}

/** Whether this person decided a case of the run, or registered an account that it pays to. */
export const hasPart = async (q: Queryable, run: string, by: string): Promise<boolean> =>
  (await q.one(sql`
    select 1 from run_line l join entitlement e on e.id = l.entitlement
    where l.run = ${run} and (${by} = any(e.decided_by) or e.subject = ${by} or exists (
      select from account a where a.subject = e.subject and a.registered_by = ${by}
        and not exists (select from account n where n.subject = a.subject and n.no > a.no)))
    limit 1`)) !== undefined;

/** The run is over; what it would have settled is free again. */
export async function dropRun(q: Queryable, drop: { run: string; by: string; reason: string; at: string }): Promise<void> {
  await q.run(sql`insert into run_drop (run, by, reason, at) values (${drop.run}, ${drop.by}, ${drop.reason}, ${drop.at})`);
  await q.run(sql`delete from item where run = ${drop.run}`);
}
