import { type Queryable, sql } from "@troad/kernel";

export type Paying = {
  key: string;
  number: string;
  office: string;
  taxpayer: string;
  amount: number;
  late: number;
  by: string;
};

/** The same key is the same payment: what was kept first stays. */
export const insertPaying = (q: Queryable, row: Paying & { at: string }): Promise<number> =>
  q.run(sql`
    insert into paying (key, number, office, taxpayer, amount, late, by, at)
    values (${row.key}, ${row.number}, ${row.office}, ${row.taxpayer}, ${row.amount}, ${row.late}, ${row.by}, ${row.at})
    on conflict (key) do nothing`);

export const findPaying = (q: Queryable, key: string): Promise<Paying | undefined> =>
  q.one<Paying>(sql`
    select key, number, office, taxpayer, amount::float8 as amount, late::float8 as late, by from paying where key = ${key}`);
