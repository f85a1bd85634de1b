import { type Queryable, sql } from "@troad/kernel";

export const perFile = 50_000;

/**
 * Fixes who is paid and to which account, the one that is valid now. What cannot be paid is held with its reason, and what it would have settled
 * is free for another run: no account, an account that waits for a second look, an entitlement that has ended, a claim that nobody has looked at.
 */
export async function cutRun(q: Queryable, run: string, at: string, changedSince: string): Promise<void> {
  await q.run(sql`
    create temporary table cut_line on commit drop as
    select l.line, a.id as account,
      case
        when stop.reason is not null then 'ended'
        when a.id is null then 'no-account'
        when a.looked then null
        when a.proof = 'none' then 'account-unproved'
        when a.was = 'protected' and a.kind <> 'protected' then 'account-no-longer-protected'
        when a.was is not null and a.at > ${changedSince}::timestamptz then 'account-changed'
      end as reason,
      exists (
        select from claim c where c.subject = e.subject and not exists (select from claim_step p where p.claim = c.id and p.kind = 'plan')
          and c.amount > (select coalesce(sum(p.amount), 0) from claim_step p where p.claim = c.id and p.kind <> 'plan')) as claimed
    from run_line l join entitlement e on e.id = l.entitlement
    left join lateral (
      select x.id, x.proof, x.kind, x.at, exists (select from account_look k where k.account = x.id) as looked,
        (select b.kind from account b where b.subject = x.subject and b.no < x.no order by b.no desc limit 1) as was
      from account x where x.subject = e.subject order by x.no desc limit 1) a on true
    join run r on r.id = l.run
    left join lateral (
      -- what ended or was suspended after the run was opened; what was before is in its amounts
      select v.reason from entitlement_event v where v.entitlement = e.id and v.kind in ('ended', 'suspended') and v.at >= r.at and exists (
        select from item i where i.run = l.run and i.line = l.line and i.month >= v.from_month)
      limit 1) stop on true
    where l.run = ${run}`);
  await q.run(sql`
    insert into line_end (run, line, state, reason, at)
    select ${run}, line, 'held', coalesce(reason, 'open-claim'), ${at} from cut_line where reason is not null or claimed on conflict do nothing`);
  await q.run(sql`
    insert into sent_line (run, line, file, place, account)
    select ${run}, line, 1 + (n - 1) / ${perFile}::integer, 1 + (n - 1) % ${perFile}::integer, account
    from (select line, account, (row_number() over (order by line))::integer as n from cut_line where reason is null and not claimed) s`);
  await q.run(sql`
    delete from item i using line_end s where i.run = ${run} and s.run = i.run and s.line = i.line and s.state = 'held'`);
  await q.run(sql`
    insert into run_cut (run, files, at) select ${run}, coalesce(max(file), 0), ${at} from sent_line where run = ${run}`);
}

export type FileTotals = { file: number; count: number; sum: number };
export const filesOf = (q: Queryable, run: string): Promise<FileTotals[]> =>
  q.rows<FileTotals>(sql`
    select s.file, count(*)::integer as count, sum(l.amount)::float8 as sum
    from sent_line s join run_line l on l.run = s.run and l.line = s.line where s.run = ${run} group by s.file order by s.file`);

export type Payable = { line: number; place: number; amount: number; account: string; holder: string };
export const payable = (q: Queryable, at: { run: string; file: number; after: number; limit: number }): Promise<Payable[]> =>
  q.rows<Payable>(sql`
    select s.line, s.place, l.amount::float8 as amount, a.account, a.holder
    from sent_line s join run_line l on l.run = s.run and l.line = s.line join account a on a.id = s.account
    where s.run = ${at.run} and s.file = ${at.file} and s.place > ${at.after} order by s.place limit ${at.limit}`);

export const insertRunFile = (
  q: Queryable,
  row: { run: string; file: number; batch: string; msgId: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into run_file (run, file, batch, msg_id, at) values (${row.run}, ${row.file}, ${row.batch}, ${row.msgId}, ${row.at}) on conflict do nothing`);

export const fileOfBatch = (q: Queryable, batch: string): Promise<{ run: string; no: number } | undefined> =>
  q.one<{ run: string; no: number }>(sql`
    select f.run, coalesce(p.no, 0)::float8 as no from run_file f left join outcome_place p on p.batch = f.batch where f.batch = ${batch}`);

export const movePlace = (q: Queryable, batch: string, no: number): Promise<number> =>
  q.run(sql`
    insert into outcome_place (batch, no) values (${batch}, ${no})
    on conflict (batch) do update set no = greatest(outcome_place.no, excluded.no)`);

export const insertEnd = (
  q: Queryable,
  end: { run: string; line: number; state: string; reason: string | null; at: string },
): Promise<number> =>
  q.run(sql`
    insert into line_end (run, line, state, reason, at) values (${end.run}, ${end.line}, ${end.state}, ${end.reason}, ${end.at})
    on conflict do nothing`);
