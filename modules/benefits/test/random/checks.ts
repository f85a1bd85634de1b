import { type Database, sql } from "@troad/kernel";

/** What has to hold at the end; each list names what does not. */
export async function checks({ pay, benefits }: { pay: Database; benefits: Database }): Promise<Record<string, unknown>> {
  const one = async (db: Database, query: ReturnType<typeof sql>): Promise<number> => (await db.one<{ n: number }>(query))!.n;
  return {
    sum: await one(pay, sql`select coalesce(sum(amount), 0)::float8 as n from posting`),
    bank: await one(pay, sql`select coalesce(sum(amount), 0)::float8 as n from posting where account = 'bank'`),
    transit: await one(pay, sql`select coalesce(sum(amount), 0)::float8 as n from posting where account = 'transit'`),
    toReturn: await one(pay, sql`select coalesce(sum(amount), 0)::float8 as n from posting where account = 'to-return'`),
    journals: await one(pay, sql`select count(*)::integer as n from journal`),
    payments: await one(pay, sql`select count(*)::integer as n from payment`),
    lines: await one(pay, sql`select count(*)::integer as n from batch_line`),
    refunds: await one(pay, sql`select count(*)::integer as n from refund`),
    returned: await one(pay, sql`select count(*)::integer as n from line_state where state <> 'arrived'`),
    claims: await one(
      benefits,
      sql`select (select count(*) from claim)::integer + (select count(*) from claim_step)::integer as n`,
    ),
    changes: await one(
      benefits,
      sql`select (select count(*) from entitlement_event)::integer + (select count(*) from account)::integer as n`,
    ),
    // what a payer paid is never given back more than once over
    overRefunded: await pay.rows(sql`
      select p.id from payment p join refund r on r.payment = p.id and r.kind = 'decided' group by p.id, p.amount having sum(r.amount) > p.amount`),
    // the books of one agency and one bank, event by event
    unbalanced: await pay.rows(sql`select journal from posting group by journal having sum(amount) <> 0`),
    dead: await benefits.rows(sql`select kind, last_error from kernel_job where dead_at is not null`),
    deadPay: await pay.rows(sql`select kind, last_error from kernel_job where dead_at is not null`),
    // a month is settled for what is due, or a list has it: held with its reason, or not judged
    unsettled: await benefits.rows(sql`
      select d.entitlement, d.month, d.due, s.amount from (
        select distinct on (a.entitlement, a.month) a.entitlement, a.month, a.due from assessment a order by a.entitlement, a.month, a.seq desc) d
      left join lateral (select coalesce(sum(i.amount), 0) as amount from item i where i.entitlement = d.entitlement and i.month = d.month) s on true
      where d.due <> s.amount and not exists (
          select from run_line l join line_end h on h.run = l.run and h.line = l.line and h.state = 'held' where l.entitlement = d.entitlement
            and l.run = (select r.id from run r where r.follows is null and exists (select from run_cut c where c.run = r.id) order by r.no desc limit 1))
        and not (s.amount > d.due and exists (
          select from run_line l join line_end x on x.run = l.run and x.line = l.line and x.state in ('returned', 'rejected')
          where l.entitlement = d.entitlement and not exists (select from run_line g where g.again_run = l.run and g.again_line = l.line)))
      limit 5`),
    // each line stands for its months, was sent once at most, and has ended: arrived, refused or returned (listed), held (listed), paid again once
    lineDiffers: await benefits.rows(sql`
      select l.run, l.line from run_line l join run_cut c on c.run = l.run
      where not exists (select from line_end h where h.run = l.run and h.line = l.line and h.state = 'held')
        and not exists (select from run_line g where g.again_run = l.run and g.again_line = l.line)
        and l.amount <> (select coalesce(sum(i.amount), 0) from item i where i.run = l.run and i.line = l.line) limit 5`),
    openLines: await benefits.rows(sql`
      select l.run, l.line from run_line l join run_cut c on c.run = l.run
      where not exists (select from line_end e where e.run = l.run and e.line = l.line) limit 5`),
    // what the benefits say was sent is what the bank was told to pay, line by line
    sentTwice: await pay.rows(sql`select key from batch_line group by key having count(*) > 1 limit 5`),
  };
}
