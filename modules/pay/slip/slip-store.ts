import { type Queryable, sql } from "@troad/kernel";

export type SlipRow = { no: number; due: string };

export const lastSlip = (q: Queryable, payment: string): Promise<SlipRow | undefined> =>
  q.one<SlipRow>(sql`select no::float8 as no, due::text as due from slip where payment = ${payment} order by no desc limit 1`);

export const paymentOfSlip = async (q: Queryable, no: number): Promise<string | undefined> =>
  (await q.one<{ payment: string }>(sql`select payment from slip where no = ${no}`))?.payment;

export const insertSlip = (q: Queryable, slip: { payment: string; due: string; at: string }): Promise<number> =>
  q.run(sql`insert into slip (payment, due, at) values (${slip.payment}, ${slip.due}, ${slip.at})`);

export const insertByHand = (q: Queryable, row: { refund: string; by: string; reference: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into refund_by_hand (refund, by, reference, at) values (${row.refund}, ${row.by}, ${row.reference}, ${row.at}) on conflict do nothing`);
