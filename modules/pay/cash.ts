import { instant } from "@troad/kernel";
import type { PayApi } from "./api.ts";
import { payFailure } from "./domain/errors.ts";
import { paid } from "./events.ts";
import { book, takenInCash } from "./ledger/journal.ts";
import type { Parts } from "./parts.ts";
import { cashOf, endPayment, insertCash, lockPayment } from "./store/payments.ts";

/**
 * A fee that was paid in cash at the counter: the payment is over, and its money in the till of the agency. Taking it again changes nothing. What
 * the payment service says of it afterwards is money that comes twice, and goes back.
 */
export const takeCash =
  (parts: Pick<Parts, "db" | "clock" | "ids">): PayApi["takeCash"] =>
  ({ id, agency, amount, by }) =>
    parts.db.tx(async (tx) => {
      const found = await lockPayment(tx, id);
      if (found?.direction !== "in" || found.agency !== agency) throw payFailure("pay.not-found");
      const known = await cashOf(tx, id);
      if (known) return { at: known.at };
      if (found.ended !== null || found.amount !== amount) throw payFailure("pay.not-open");
      const at = instant(parts.clock);
      await endPayment(tx, { id, state: "paid", reason: "cash", at });
      await insertCash(tx, { payment: id, by, at });
      await book(tx, parts, takenInCash(found));
      await tx.publish(paid, { payment: id, key: found.key, amount, at, cashier: by });
      await tx.audit({ actor: by, action: "pay.cash-taken", target: id, detail: { amount, agency } });
      return { at };
    });
