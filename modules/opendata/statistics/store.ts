import { json, type Queryable, sql } from "@troad/kernel";
import type { Hidden } from "./protect.ts";

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
