import { type Ids, instant, json, type ModuleContext, type Queryable, sql } from "@troad/kernel";

/**
 * An account of the books. `provider`: what the payment service holds for us; `to-return`: what we owe to payers; `transit`: sent to an
 * account and not yet known to have arrived; `agency/<id>`: what was collected (credit) or paid (debit) for an agency; `bank`: what the bank's
 * statements say moved on our account; `unmatched`: the part of it that nobody has explained yet; `till/<id>`: cash that an agency has taken at
 * its counters and not yet paid in at the bank; `collector/<layout>`: what a store or a bank took at its counters and has not transferred yet.
 */
export type Account =
  | "provider"
  | "to-return"
  | "transit"
  | "bank"
  | "unmatched"
  | `agency/${string}`
  | `till/${string}`
  | `collector/${string}`;

/** An event of money: whole new dollars move from the second account to the first. `key` names it; the same event is booked once. */
export type Movement = { key: string; payment: string; debit: Account; credit: Account; amount: number };

export const collected = (payment: { id: string; agency: string; amount: number }): Movement => ({
  ...{ key: `paid ${payment.id}`, payment: payment.id, amount: payment.amount },
  ...{ debit: "provider", credit: `agency/${payment.agency}` },
});

export const takenInCash = (payment: { id: string; agency: string; amount: number }): Movement => ({
  ...{ key: `paid ${payment.id}`, payment: payment.id, amount: payment.amount },
  ...{ debit: `till/${payment.agency}`, credit: `agency/${payment.agency}` },
});

/** Money that goes back: one that fits no payment came just now, one that was decided about had been collected. */
export const owedBack = (
  refund: { id: string; payment: string; amount: number; kind: "unmatched" | "decided" },
  agency: string,
): Movement => ({
  ...{ key: `to-return ${refund.id}`, payment: refund.payment, amount: refund.amount },
  ...{ debit: refund.kind === "decided" ? `agency/${agency}` : "provider", credit: "to-return" },
});

export const givenBack = (refund: { id: string; payment: string; amount: number }, from: Account = "provider"): Movement => ({
  ...{ key: `given-back ${refund.id}`, payment: refund.payment, amount: refund.amount },
  ...{ debit: "to-return", credit: from },
});

export const sentOut = (payment: { id: string; agency: string; amount: number }): Movement => ({
  ...{ key: `out ${payment.id}`, payment: payment.id, amount: payment.amount },
  ...{ debit: `agency/${payment.agency}`, credit: "transit" },
});

/** How a payment out ended: it arrived, or came back to the agency. */
export const settled = (payment: { id: string; agency: string; amount: number }, state: "arrived" | "returned"): Movement => ({
  ...{ key: `${state} ${payment.id}`, payment: payment.id, amount: payment.amount },
  ...{ debit: "transit", credit: state === "arrived" ? "provider" : `agency/${payment.agency}` },
});

/** Books a movement with the transaction that it belongs to; one that is in the books already changes nothing. */
export async function book(
  tx: Queryable,
  { ids, clock }: { ids: Ids; clock: ModuleContext["clock"] },
  movement: Movement,
): Promise<void> {
  const { key, payment, debit, credit, amount } = movement;
  const journal = ids.uuid();
  await tx.run(sql`
    with made as (
      insert into journal (id, key, payment, at) values (${journal}, ${key}, ${payment}, ${instant(clock)})
      on conflict (key) do nothing returning id
    )
    insert into posting (journal, line, account, amount)
    select made.id, line.no, line.account, line.amount from made,
      (values (1, ${debit}::text, ${amount}::bigint), (2, ${credit}::text, ${-amount}::bigint)) as line (no, account, amount)`);
}

/** What moves on one account: debits positive. */
export type Posting = { account: Account; amount: number };

/** Books an event with any number of postings, which sum to zero; amounts of the same account are added up. One that is booked changes nothing. */
export async function bookAll(
  tx: Queryable,
  { ids, clock }: { ids: Ids; clock: ModuleContext["clock"] },
  { key, batch, postings }: { key: string; batch: string | null; postings: readonly Posting[] },
): Promise<void> {
  const sums = new Map<string, number>();
  for (const { account, amount } of postings) sums.set(account, (sums.get(account) ?? 0) + amount);
  const lines = [...sums]
    .filter(([, amount]) => amount !== 0)
    .map(([account, amount], index) => ({ line: index + 1, account, amount }));
  if (lines.length === 0) return;
  await tx.run(sql`
    with made as (
      insert into journal (id, key, payment, batch, at) values (${ids.uuid()}, ${key}, null, ${batch}, ${instant(clock)})
      on conflict (key) do nothing returning id
    )
    insert into posting (journal, line, account, amount)
    select made.id, l.line, l.account, l.amount from made,
      jsonb_to_recordset(${json(lines)}::jsonb) as l (line smallint, account text, amount bigint)`);
}

/** What stands on each account, debits positive; the sum over all is zero. */
export const balances = (q: Queryable): Promise<{ account: string; amount: number }[]> =>
  q.rows<{ account: string; amount: number }>(sql`
    select account, sum(amount)::float8 as amount from posting group by account order by account`);
