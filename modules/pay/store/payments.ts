import { json, type Queryable, sql } from "@troad/kernel";
import type { Payment, PaymentState, Purpose, Refund } from "../api.ts";

export type PaymentRow = {
  id: string;
  key: string;
  direction: "in" | "out";
  agency: string;
  amount: number;
  purpose: Purpose;
  account: string | null;
  return_to: string | null;
  ended: "paid" | "cancelled" | "arrived" | "returned" | null;
  ended_at: string | null;
};
type Asked = Omit<PaymentRow, "ended" | "ended_at"> & { at: string };

/** Stores what was asked; the same key changes nothing. */
export async function insertPayment(q: Queryable, row: Asked): Promise<void> {
  await q.run(sql`
    insert into payment (id, key, direction, agency, amount, purpose, account, return_to, asked_at)
    values (${row.id}, ${row.key}, ${row.direction}, ${row.agency}, ${row.amount}, ${json(row.purpose)}, ${row.account}, ${row.return_to}, ${row.at})
    on conflict (key) do nothing`);
}

export const paymentByKey = (q: Queryable, key: string): Promise<PaymentRow | undefined> =>
  q.one<PaymentRow>(sql`
    select p.id, p.key, p.direction, p.agency, p.amount::float8 as amount, p.purpose, p.account, p.return_to, e.state as ended, e.at as ended_at
    from payment p left join payment_end e on e.payment = p.id where p.key = ${key}`);

export const findPayment = (q: Queryable, id: string): Promise<PaymentRow | undefined> =>
  q.one<PaymentRow>(sql`
    select p.id, p.key, p.direction, p.agency, p.amount::float8 as amount, p.purpose, p.account, p.return_to, e.state as ended, e.at as ended_at
    from payment p left join payment_end e on e.payment = p.id where p.id = ${id}`);

/** The payment, locked: of two messages, or a message and a cancellation, the second sees what the first did. */
export async function lockPayment(q: Queryable, id: string): Promise<PaymentRow | undefined> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`payment ${id}`}, 0))`);
  return findPayment(q, id);
}

export async function endPayment(
  q: Queryable,
  end: { id: string; state: NonNullable<PaymentRow["ended"]>; reason: string | null; at: string },
): Promise<void> {
  await q.run(sql`
    insert into payment_end (payment, state, reason, at) values (${end.id}, ${end.state}, ${end.reason}, ${end.at})
    on conflict do nothing`);
}

/** False where this message of the provider is known. */
export async function insertMessage(
  q: Queryable,
  message: { provider: string; jti: string; token: string; payment: string; outcome: string; at: string },
): Promise<boolean> {
  const { provider, jti, token, payment, outcome, at } = message;
  const inserted = await q.run(sql`
    insert into provider_message (provider, jti, token, payment, outcome, received_at)
    values (${provider}, ${jti}, ${token}, ${payment}, ${outcome}, ${at}) on conflict do nothing`);
  return inserted > 0;
}

export async function insertRefund(
  q: Queryable,
  refund: { id: string; key: string; payment: string; amount: number; reason: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into refund (id, key, payment, amount, reason, at)
    values (${refund.id}, ${refund.key}, ${refund.payment}, ${refund.amount}, ${refund.reason}, ${refund.at})
    on conflict (key) do nothing`);
}

export const refundByKey = (q: Queryable, key: string): Promise<Refund | undefined> =>
  q.one<Refund>(sql`select id, payment, amount::float8 as amount, reason, at from refund where key = ${key}`);

export const findRefund = (q: Queryable, id: string): Promise<(Refund & { sent: boolean }) | undefined> =>
  q.one<Refund & { sent: boolean }>(sql`
    select r.id, r.payment, r.amount::float8 as amount, r.reason, r.at, s.refund is not null as sent
    from refund r left join refund_sent s on s.refund = r.id where r.id = ${id}`);

export async function markRefundSent(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`insert into refund_sent (refund, at) values (${id}, ${at}) on conflict do nothing`);
}

export const listRefunds = (q: Queryable, before: string | null, limit: number): Promise<Refund[]> =>
  q.rows<Refund>(sql`
    select id, payment, amount::float8 as amount, reason, at from refund where (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);

/** How a payment stands for those who asked for it. */
export const stateOf = ({ ended }: Pick<PaymentRow, "ended">): PaymentState =>
  ended === "cancelled" ? "cancelled" : ended === null ? "open" : "paid";

export const viewOf = (row: PaymentRow): Payment => ({
  ...{ id: row.id, agency: row.agency, amount: row.amount, purpose: row.purpose, state: stateOf(row) },
  paidAt: row.ended === "paid" || row.ended === "arrived" ? row.ended_at : null,
});
