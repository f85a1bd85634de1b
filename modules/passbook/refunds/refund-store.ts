import { type Queryable, sql } from "@troad/kernel";

export type Claim = { id: string; number: string; office: string; subject: string; tax: string; amount: number; at: string };
export type ClaimState = "paid" | "failed" | "dropped" | "returned";

export const insertClaim = (q: Queryable, c: Claim): Promise<number> =>
  q.run(sql`
    insert into claim (id, number, office, subject, tax, amount, at)
    values (${c.id}, ${c.number}, ${c.office}, ${c.subject}, ${c.tax}, ${c.amount}, ${c.at})`);
export const lockNumber = (q: Queryable, number: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`refund ${number}`}, 0))`);
export const lockOffice = (q: Queryable, office: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`refunds of ${office}`}, 0))`);

/** The last refund that was asked for of a tax. */
export const lastClaim = (
  q: Queryable,
  number: string,
): Promise<(Claim & { state: ClaimState | null; reason: string | null }) | undefined> =>
  q.one<Claim & { state: ClaimState | null; reason: string | null }>(sql`
    select c.id, c.number, c.office, c.subject, c.tax, c.amount::float8 as amount, c.at, e.state, e.reason
    from claim c left join lateral (select x.state, x.reason from claim_end x where x.claim = c.id order by x.no desc limit 1) e on true
    where c.number = ${number} order by c.at desc, c.id desc limit 1`);
export const claimById = (q: Queryable, id: string): Promise<Claim | undefined> =>
  q.one<Claim>(sql`select id, number, office, subject, tax, amount::float8 as amount, at from claim where id = ${id}`);
export const endClaim = (
  q: Queryable,
  end: { claim: string; state: ClaimState; reason: string | null; at: string },
): Promise<number> =>
  q.run(sql`
    insert into claim_end (claim, state, reason, at) values (${end.claim}, ${end.state}, ${end.reason}, ${end.at}) on conflict do nothing`);

/** What an office has to pay out and is in no run that stands. */
export const waitingClaims = (q: Queryable, office: string, limit: number): Promise<Claim[]> =>
  q.rows<Claim>(sql`
    select c.id, c.number, c.office, c.subject, c.tax, c.amount::float8 as amount, c.at from claim c
    where c.office = ${office} and not exists (select from claim_end e where e.claim = c.id)
      and not exists (select from run_line l where l.claim = c.id and not exists (select from run_drop d where d.run = l.run))
    order by c.at, c.id limit ${limit}`);

export type Run = {
  id: string;
  office: string;
  openedBy: string;
  at: string;
  approvals: string[];
  dropped: string | null;
  cutAt: string | null;
  count: number;
  sum: number;
};
export const insertRun = (q: Queryable, run: Pick<Run, "id" | "office" | "openedBy" | "at">): Promise<number> =>
  q.run(sql`insert into run (id, office, opened_by, at) values (${run.id}, ${run.office}, ${run.openedBy}, ${run.at})`);
export const insertRunLine = (q: Queryable, run: string, line: number, claim: string): Promise<number> =>
  q.run(sql`insert into run_line (run, line, claim) values (${run}, ${line}, ${claim})`);
export const findRuns = (
  q: Queryable,
  { id, office, limit = 1 }: { id?: string; office?: string; limit?: number },
): Promise<Run[]> =>
  q.rows<Run>(sql`
    select r.id, r.office, r.opened_by as "openedBy", r.at, d.reason as dropped, t.at as "cutAt",
      coalesce((select array_agg(a.by order by a.at) from approval a where a.run = r.id), '{}') as approvals,
      (select count(*)::integer from run_line l where l.run = r.id) as count,
      (select coalesce(sum(c.amount), 0)::float8 from run_line l join claim c on c.id = l.claim where l.run = r.id) as sum
    from run r left join run_drop d on d.run = r.id left join run_cut t on t.run = r.id
    where (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
      and (${office ?? null}::text is null or r.office = ${office ?? null}::text)
    order by r.at desc, r.id desc limit ${limit}`);

export type RunLine = {
  line: number;
  claim: string;
  number: string;
  tax: string;
  subject: string;
  amount: number;
  state: ClaimState | null;
  reason: string | null;
};
export const linesOf = (q: Queryable, run: string): Promise<RunLine[]> =>
  q.rows<RunLine>(sql`
    select l.line, l.claim, c.number, c.tax, c.subject, c.amount::float8 as amount, e.state, e.reason
    from run_line l join claim c on c.id = l.claim
      left join lateral (select x.state, x.reason from claim_end x where x.claim = c.id order by x.no desc limit 1) e on true
    where l.run = ${run} order by l.line`);
/** Whether a run pays this person, or they opened it. */
export const hasPart = async (q: Queryable, run: string, by: string): Promise<boolean> =>
  (await q.one(sql`
    select 1 as one from run r where r.id = ${run} and (r.opened_by = ${by}
      or exists (select from run_line l join claim c on c.id = l.claim where l.run = r.id and c.subject = ${by}))`)) !==
  undefined;
export const insertApproval = (q: Queryable, run: string, by: string, at: string): Promise<number> =>
  q.run(sql`insert into approval (run, by, at) values (${run}, ${by}, ${at}) on conflict do nothing`);
export const insertDrop = (q: Queryable, drop: { run: string; by: string; reason: string; at: string }): Promise<number> =>
  q.run(
    sql`insert into run_drop (run, by, reason, at) values (${drop.run}, ${drop.by}, ${drop.reason}, ${drop.at}) on conflict do nothing`,
  );
export const insertCut = (q: Queryable, run: string, at: string): Promise<number> =>
  q.run(sql`insert into run_cut (run, at) values (${run}, ${at}) on conflict do nothing`);

export type SentLine = { line: number; place: number; account: string; holder: string };
export const insertSent = (q: Queryable, run: string, one: SentLine): Promise<number> =>
  q.run(sql`
    insert into sent_line (run, line, place, account, holder) values (${run}, ${one.line}, ${one.place}, ${one.account}, ${one.holder})`);
export type Payable = SentLine & { claim: string; amount: number };
export const payableOf = (q: Queryable, run: string): Promise<Payable[]> =>
  q.rows<Payable>(sql`
    select s.line, s.place, s.account, s.holder, l.claim, c.amount::float8 as amount
    from sent_line s join run_line l on l.run = s.run and l.line = s.line join claim c on c.id = l.claim where s.run = ${run} order by s.place`);
