import type { PayApi } from "@troad/pay/api";
import type { CaseAct } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import { type Acting, requireAct } from "../engine/acting.ts";
import { type CaseStore, readCase, todayOf } from "../engine/store.ts";
import { feeArrived } from "./money.ts";

type Taking = {
  id: string;
  person: Acting;
  place: { step: string; visit: number };
  act: Extract<CaseAct, { act: "cash" }>;
};

/**
 * An officer takes the fee of a case in cash. The money is booked first; a case that was not moved on because of a kill moves on by the event of the
 * payment.
 */
export async function takeFeeInCash(
  { store, pay }: { store: CaseStore; pay: Pick<PayApi, "takeCash"> },
  { id, person, place, act }: Taking,
): Promise<void> {
  const { state, service } = await readCase(store, id);
  requireAct({ service, state }, person, { today: todayOf(store), place, fits: (one) => one.act === "cash" });
  const fee = state.payment;
  // the fee is asked for by a job
  if (!fee || fee.paidAt !== null) throw caseFailure("case.act-not-allowed", { allowed: "" });
  const [cashier, payment, amount] = [person.subject, fee.id, act.amount];
  const { at } = await pay.takeCash({ id: payment, agency: service.definition.agency, amount, by: cashier });
  await feeArrived(store, { caseId: id, ...place, payment, amount, at, cashier });
}
