import { type Queryable, sql } from "@troad/kernel";

export type PrizeCaseState = "open" | "keep" | "withdraw";
export type PrizeCase = {
  no: number;
  term: string;
  number: string;
  /** What happened to the invoice after the draw. */
  cause: string;
  prize: string;
  amount: number;
  /** Whether the prize was paid, before or after. */
  paid: boolean;
  state: PrizeCaseState;
  at: string;
};

export type NewPrizeCase = { term: string; number: string; cause: string; prize: string; amount: number };

/** An invoice has one case, however many messages ended it. */
export async function insertPrizeCases(q: Queryable, rows: readonly NewPrizeCase[], at: string): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof NewPrizeCase>(name: K): NewPrizeCase[K][] => rows.map((row) => row[name]);
  await q.run(sql`
    insert into prize_case (term, number, cause, prize, amount, at)
    select term, number, cause, prize, amount, ${at}
    from unnest(${column("term")}::text[], ${column("number")}::text[], ${column("cause")}::text[], ${column("prize")}::text[],
      ${column("amount")}::int[]) as opened(term, number, cause, prize, amount)
    on conflict (term, number) do nothing`);
}

/** Cases in a state, oldest first, after the case `after`. */
export const prizeCases = (q: Queryable, query: { state: PrizeCaseState; after: number; limit: number }) =>
  q.rows<PrizeCase>(sql`
    select c.no::int as no, c.term, c.number, c.cause, c.prize, c.amount, c.at, coalesce(d.decision, 'open') as state,
      exists (select 1 from claim p where p.term = c.term and p.number = c.number) as paid
    from prize_case c left join prize_case_decision d on d.no = c.no
    where c.no > ${query.after} and coalesce(d.decision, 'open') = ${query.state}
    order by c.no limit ${query.limit}`);

export const findPrizeCase = (q: Queryable, no: number) =>
  q.one<{ term: string; number: string }>(sql`select term, number from prize_case where no = ${no}`);

/** False if it was already decided. */
export async function insertDecision(
  q: Queryable,
  row: { no: number; decision: "keep" | "withdraw"; by: string; reason: string; at: string },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into prize_case_decision (no, decision, decided_by, reason, at)
    values (${row.no}, ${row.decision}, ${row.by}, ${row.reason}, ${row.at}) on conflict (no) do nothing`);
  return done === 1;
}
