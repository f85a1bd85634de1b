import { instant, type Tx } from "@troad/kernel";
import { payFailure } from "./domain/errors.ts";
import { isMessage, matchPaid, type ProviderMessage } from "./domain/message.ts";
import { mayGo } from "./domain/status.ts";
import { paid, paidOut, returned } from "./events.ts";
import { refundJob } from "./jobs.ts";
import { book, collected, owedBack, settled } from "./ledger/journal.ts";
import type { Parts } from "./parts.ts";
import {
  endPayment,
  insertEvent,
  insertMessage,
  insertRefund,
  lockPayment,
  type PaymentRow,
  stateOf,
  statusOf,
} from "./store/payments.ts";

const inward: readonly ProviderMessage["kind"][] = ["paid", "submitted", "failed"];

/** What a signed message of the provider does. One that was heard before changes nothing, whatever the order in which they come. */
export async function hearMessage(
  parts: Parts,
  { provider, token, payload }: { provider: string; token: string; payload: unknown },
): Promise<void> {
  const { db, clock } = parts;
  if (!isMessage(payload) || payload.iss !== provider) throw payFailure("pay.message-malformed");
  await db.tx(async (tx) => {
    const found = await lockPayment(tx, payload.payment);
    if (!found || (found.direction === "in") !== inward.includes(payload.kind)) throw payFailure("pay.not-found");
    const outcome = outcomeOf(found, payload);
    const at = instant(clock);
    if (!(await insertMessage(tx, { provider, jti: payload.jti, token, payment: found.id, outcome, at }))) return;
    if (outcome === "ignored") return;
    if (payload.kind === "submitted" || payload.kind === "failed")
      return insertEvent(tx, { payment: found.id, status: payload.kind, code: payload.code ?? null, at });
    const told = { payment: found.id, key: found.key, amount: payload.amount, at };
    if (payload.kind === "paid-out" || payload.kind === "returned") {
      const state = payload.kind === "paid-out" ? "arrived" : "returned";
      await endPayment(tx, { id: found.id, state, reason: null, at });
      await book(tx, parts, settled(found, state));
      await tx.publish(payload.kind === "paid-out" ? paidOut : returned, told);
    } else if (outcome === "pays") {
      await endPayment(tx, { id: found.id, state: "paid", reason: null, at });
      await book(tx, parts, collected(found));
      await tx.publish(paid, told);
    } else await sendBack(parts, tx, found, { ...payload, key: `${provider} ${payload.jti}`, reason: outcome });
  });
}

/** What a message does: it is told, it pays, or its money goes back for a reason; what comes after the end of a payment is told no more. */
function outcomeOf(found: PaymentRow, message: ProviderMessage): string {
  if (message.kind === "paid") {
    const match = matchPaid({ amount: found.amount, state: stateOf(found) }, message);
    return match.pays ? "pays" : match.reason;
  }
  const isOpen =
    message.kind === "submitted" || message.kind === "failed" ? mayGo(statusOf(found), message.kind) : found.ended === null;
  return isOpen && message.amount === found.amount ? "told" : "ignored";
}

/** Money that fits nothing: in the books, and on its way back. */
async function sendBack(
  parts: Parts,
  tx: Tx,
  found: PaymentRow,
  { key, amount, reason }: { key: string; amount: number; reason: string },
): Promise<void> {
  const at = instant(parts.clock);
  const refund = { id: parts.ids.uuid(), key, payment: found.id, amount, reason, at, kind: "unmatched" as const };
  await insertRefund(tx, refund);
  await book(tx, parts, owedBack(refund, found.agency));
  await tx.enqueue(refundJob, { refund: refund.id }, { key: refund.id });
}
