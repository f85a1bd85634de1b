import { json, type Queryable, sql } from "@troad/kernel";
import type { Payment, PaymentState, Purpose, Refund } from "../api.ts";
import { type PaymentStatus, stateView } from "../domain/status.ts";

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
  /** The last that the provider told before the end. */
  told: "submitted" | "failed" | null;
  told_code: string | null;
  /** Decided refunds of it, in new dollars. */
  refunded: number;
};
export type Asked = Pick<PaymentRow, "id" | "key" | "direction" | "agency" | "amount" | "purpose" | "account" | "return_to"> & {
  at: string;
};

/** Stores what was asked; the same key changes nothing. */
export async function insertPayment(q: Queryable, row: Asked): Promise<void> {
  await q.run(sql`
    insert into payment (id, key, direction, agency, amount, purpose, account, return_to, asked_at)
    values (${row.id}, ${row.key}, ${row.direction}, ${row.agency}, ${row.amount}, ${json(row.purpose)}, ${row.account}, ${row.return_to}, ${row.at})
    on conflict (key) do nothing`);
}

/** By its key, or by its id. */
async function onePayment(q: Queryable, { key, id }: { key?: string; id?: string }): Promise<PaymentRow | undefined> {
  return q.one<PaymentRow>(sql`
    select p.id, p.key, p.direction, p.agency, p.amount::float8 as amount, p.purpose, p.account, p.return_to, e.state as ended,
      e.at as ended_at, t.status as told, t.code as told_code,
      (select coalesce(sum(r.amount), 0)::float8 from refund r where r.payment = p.id and r.kind = 'decided') as refunded
    from payment p left join payment_end e on e.payment = p.id
      left join lateral (select status, code from payment_event where payment = p.id order by seq desc limit 1) t on true
    where p.key = ${key ?? null} or p.id = ${id ?? null}::uuid`);
}
export const paymentByKey = (q: Queryable, key: string): Promise<PaymentRow | undefined> => onePayment(q, { key });
export const findPayment = (q: Queryable, id: string): Promise<PaymentRow | undefined> => onePayment(q, { id });

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
/** The next thing that the provider told of a payment; its row is locked by the caller. */
export async function insertEvent(
  q: Queryable,
  event: { payment: string; status: "submitted" | "failed"; code: string | null; at: string },
): Promise<void> {
  await q.run(sql`
    insert into payment_event (payment, seq, status, code, at)
    select ${event.payment}, coalesce(max(seq), 0) + 1, ${event.status}, ${event.code}, ${event.at}
    from payment_event where payment = ${event.payment}`);
}

/** Payments of which nothing was heard since before `until` although the provider has them; oldest first. */
export const unheard = (q: Queryable, until: string, limit: number): Promise<{ id: string; at: string }[]> =>
  q.rows<{ id: string; at: string }>(sql`
    select t.payment as id, t.at from payment_event t
    where t.status = 'submitted' and t.at < ${until} and not exists (select from payment_end e where e.payment = t.payment)
      and not exists (select from payment_event n where n.payment = t.payment and n.seq > t.seq)
    order by t.at limit ${limit}`);

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

export async function insertCash(q: Queryable, taken: { payment: string; by: string; at: string }): Promise<void> {
  await q.run(sql`insert into cash (payment, by, at) values (${taken.payment}, ${taken.by}, ${taken.at})`);
}
export const cashOf = (q: Queryable, payment: string): Promise<{ at: string } | undefined> =>
  q.one<{ at: string }>(sql`select at from cash where payment = ${payment}`);

export async function insertRefund(q: Queryable, refund: Refund & { key: string }): Promise<void> {
  await q.run(sql`
    insert into refund (id, key, payment, amount, reason, at, kind)
    values (${refund.id}, ${refund.key}, ${refund.payment}, ${refund.amount}, ${refund.reason}, ${refund.at}, ${refund.kind})
    on conflict (key) do nothing`);
}

export const refundByKey = (q: Queryable, key: string): Promise<Refund | undefined> =>
  q.one<Refund>(sql`select id, payment, amount::float8 as amount, reason, at, kind from refund where key = ${key}`);

/** `cash`: it was taken at a counter, so a cashier gives it back. */
export type SentRefund = Refund & { sent: boolean; cash: boolean };

export const findRefund = (q: Queryable, id: string): Promise<SentRefund | undefined> =>
  q.one<SentRefund>(sql`
    select r.id, r.payment, r.amount::float8 as amount, r.reason, r.at, r.kind, s.refund is not null as sent,
      (c.payment is not null and r.kind = 'decided') as cash
    from refund r left join refund_sent s on s.refund = r.id left join cash c on c.payment = r.payment where r.id = ${id}`);

export async function markRefundSent(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`insert into refund_sent (refund, at) values (${id}, ${at}) on conflict do nothing`);
}

export const listRefunds = (q: Queryable, before: string | null, limit: number): Promise<Refund[]> =>
  q.rows<Refund>(sql`
    select id, payment, amount::float8 as amount, reason, at, kind from refund where (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);

/** Refunds of an agency's payments, newest first, and whether they were handed over. */
export const refundsOf = (q: Queryable, agency: string, before: string | null, limit: number): Promise<SentRefund[]> =>
  q.rows<SentRefund>(sql`
    select r.id, r.payment, r.amount::float8 as amount, r.reason, r.at, r.kind, s.refund is not null as sent,
      (c.payment is not null and r.kind = 'decided') as cash
    from refund r join payment p on p.id = r.payment left join refund_sent s on s.refund = r.id left join cash c on c.payment = p.id
    where p.agency = ${agency} and (${before}::uuid is null or r.id < ${before}::uuid) order by r.id desc limit ${limit}`);

/** One refund of an agency's payments. */
export const refundOf = (q: Queryable, agency: string, id: string): Promise<SentRefund | undefined> =>
  q.one<SentRefund>(sql`
    select r.id, r.payment, r.amount::float8 as amount, r.reason, r.at, r.kind, s.refund is not null as sent,
      (c.payment is not null and r.kind = 'decided') as cash
    from refund r join payment p on p.id = r.payment left join refund_sent s on s.refund = r.id left join cash c on c.payment = p.id
    where p.agency = ${agency} and r.id = ${id}`);

/** How a payment stands for those who asked for it. */
export const stateOf = ({ ended }: Pick<PaymentRow, "ended">): PaymentState =>
  ended === "cancelled" ? "cancelled" : ended === null ? "open" : "paid";

/** The same in the words of GOV.UK Pay. */
export const statusOf = ({ ended, told }: Pick<PaymentRow, "ended" | "told">): PaymentStatus =>
  ended === "cancelled" ? "cancelled" : ended !== null ? "success" : (told ?? "created");

export const viewOf = (row: PaymentRow): Payment => ({
  ...{ id: row.id, agency: row.agency, amount: row.amount, purpose: row.purpose, state: stateOf(row) },
  status: stateView(statusOf(row), row.told_code),
  paidAt: row.ended === "paid" || row.ended === "arrived" ? row.ended_at : null,
  refundable: row.ended === "paid" ? row.amount - row.refunded : 0,
});
