import type { Step } from "@troad/flow";
import {
  ConfigurationError,
  type HandledEvent,
  type HandledJob,
  handleEvent,
  handleJob,
  type ModuleContext,
} from "@troad/kernel";
import type { PayApi, Purpose } from "@troad/pay/api";
import { paid, paidOut, returned } from "@troad/pay/events";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { isAt, type Visit } from "../domain/standing.ts";
import { readerOf } from "../domain/values.ts";
import { stopCase } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { cancelPaymentJob, moneyJob } from "../jobs/definitions.ts";
import { unpayable } from "./paying.ts";

type Parts = { store: CaseStore; pay: PayApi };

const keyOf = ({ caseId, step, visit }: Visit): string => `case ${caseId} ${step} ${visit}`;
const keyForm = /^case ([0-9a-f-]{36}) ([a-z][a-z0-9-]{0,40}) (\d{1,6})$/;

/** The amount of a step in whole New Taiwan dollars; undefined where the value is no such amount. */
function amountOf(service: LoadedService, state: Case, amount: string | number): number | undefined {
  const value = typeof amount === "number" ? amount : readerOf(service, state)(amount);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

const purposeOf = ({ text }: LoadedService): Purpose => {
  const name = (lang: string): string => text[lang]?.name ?? "";
  return { "zh-Hant": name("zh-Hant"), en: name("en") };
};

/**
 * Asks for the fee of a step, or has its money paid out. The other module is asked before the case is locked; repeated after a kill it gives the
 * same payment. Nothing to pay counts as paid.
 */
export async function moneyStep({ store, pay }: Parts, at: Visit, step: Step): Promise<void> {
  if (step.kind !== "pay" && step.kind !== "payout") return;
  const { state, service } = await readCase(store, at.caseId);
  if (!isAt(state, at)) return;
  const { agency } = service.definition;
  const amount = amountOf(service, state, step.amount);
  const account = step.kind === "payout" ? readerOf(service, state)(step.account) : undefined;
  const impossible = amount === undefined || (step.kind === "payout" && typeof account !== "string");
  const asked = { key: keyOf(at), agency, amount: amount ?? 0, purpose: purposeOf(service) };
  // who filed at the counter pays there, at the officer's terminal
  const returnTo = `/${state.onBehalf?.as === "counter" ? "desk" : "cases"}/${at.caseId}`;
  const fee = step.kind === "pay" && amount ? await pay.request({ ...asked, returnTo }) : undefined;
  if (step.kind === "payout" && amount && typeof account === "string") await pay.payOut({ ...asked, account });
  await withCase(store, at.caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    if (impossible) return stopCase(open, tx, { source: null, code: "case.amount-unknown" });
    if (amount === 0) return leave(store, open, tx, "paid", "troad");
    if (!fee || open.state.payment?.id === fee.id) return;
    await open.append(service.member, { type: "fee-due", data: { payment: fee.id, amount, address: fee.address } });
  });
}

/**
 * Without a payment service no process starts with services that take or pay money. A payment module that runs elsewhere and cannot be asked now
 * says it later, when a payment is asked for (`pay.no-provider`).
 */
export async function needPayments(
  { log }: Pick<ModuleContext, "log">,
  pay: Pick<PayApi, "provides">,
  services: Parameters<typeof unpayable>[0],
): Promise<void> {
  const provides = await pay.provides().catch((error: unknown) => {
    log.warn({ err: error }, "whether there is a payment service is not known yet");
    return { fees: true, payouts: true };
  });
  const lacking = unpayable(services, provides);
  if (lacking.length > 0)
    throw new ConfigurationError(`no payment service is configured, and these services take or pay money: ${lacking.join(", ")}`);
}

/** What the payment service tells, as far as it is about cases. */
export const moneyEvents = (): HandledEvent[] =>
  (
    [
      ["paid", paid],
      ["paid-out", paidOut],
      ["returned", returned],
    ] as const
  ).map(([kind, event]) =>
    handleEvent(event, async (told, tx) => {
      const { payment, key, amount, at } = told;
      const [, caseId, step, visit] = keyForm.exec(key) ?? [];
      if (caseId === undefined || step === undefined) return;
      const cashier = "cashier" in told && typeof told.cashier === "string" ? { cashier: told.cashier } : {};
      const payload = { caseId, step, visit: Number(visit), payment, amount, at, kind, ...cashier };
      await tx.enqueue(moneyJob, payload, { key: `${kind} ${payment}` });
    }),
  );

type Arrived = Visit & { payment: string; amount: number; at: string; cashier?: string | undefined };

/** The fee of a step has come, and the case moves on; true where it has moved on without it. The same money again changes nothing. */
export const feeArrived = (store: CaseStore, told: Arrived): Promise<boolean> =>
  withCase(store, told.caseId, async (open, tx) => {
    const { payment, amount, at, cashier } = told;
    if (!isAt(open.state, told)) return open.state.payment?.paidAt !== at;
    const actor = cashier ?? "troad";
    await open.append(actor, { type: "paid", data: { payment, amount, at } });
    await leave(store, open, tx, "paid", actor);
    return false;
  });

export const moneyJobs = ({ store, pay }: Parts): HandledJob[] => [
  handleJob(moneyJob, async ({ payload }) => {
    const { caseId, payment, amount, kind } = payload;
    if (kind === "paid") {
      // the case has moved on without this fee, so it goes back
      if (await feeArrived(store, payload)) await pay.refund({ id: payment, reason: "case-moved-on" });
      return;
    }
    await withCase(store, caseId, async (open, tx) => {
      if (!isAt(open.state, payload)) return;
      if (kind === "paid-out") {
        await open.append("troad", { type: "paid-out", data: { payment, amount } });
        await leave(store, open, tx, "paid", "troad");
      } else if (open.service.flow.step(payload.step)?.next.returned !== undefined)
        await leave(store, open, tx, "returned", "troad");
      else await stopCase(open, tx, { source: null, code: "case.payout-returned" });
    });
  }),
  handleJob(cancelPaymentJob, async ({ payload: { payment } }) => {
    await pay.cancel({ id: payment, reason: "case-moved-on" });
  }),
];
