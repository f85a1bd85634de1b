import { json, type Queryable, sql } from "@troad/kernel";
import type { Hidden } from "./protect.ts";

/** The last time that the prizes of a period were published. */
export type PeriodRow = { term: string; seq: number; list: string; hidden: string[]; at: string };
export const lastOfPeriod = (q: Queryable, term: string): Promise<PeriodRow | undefined> =>
  q.one<PeriodRow>(sql`select term, seq, list, hidden, at from statistic_period where term = ${term} order by seq desc limit 1`);
export const insertPeriod = (q: Queryable, one: Omit<PeriodRow, "seq">): Promise<number> =>
  q.run(sql`insert into statistic_period (term, seq, list, hidden, at)
    select ${one.term}, coalesce(max(seq), 0) + 1, ${one.list}, ${json(one.hidden)}::jsonb, ${one.at} from statistic_period
    where term = ${one.term}`);
/** The last time that a month was made. */
export type MonthRow = { month: string; seq: number; sha256: string; hidden: Hidden; at: string };
export const lastOfMonth = (q: Queryable, month: string): Promise<MonthRow | undefined> =>
  q.one<MonthRow>(
    sql`select month, seq, sha256, hidden, at from statistic_month where month = ${month} order by seq desc limit 1`,
  );
export const insertMonth = (q: Queryable, one: Omit<MonthRow, "seq">): Promise<number> =>
  q.run(sql`insert into statistic_month (month, seq, sha256, hidden, at)
    select ${one.month}, coalesce(max(seq), 0) + 1, ${one.sha256}, ${json(one.hidden)}::jsonb, ${one.at} from statistic_month
    where month = ${one.month}`);
