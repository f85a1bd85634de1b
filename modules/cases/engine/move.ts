import { isOfficeDay } from "@troad/content-law";
import { isAutomatic, isOfficerStep, lastDay, next, type Step, signOutcome } from "@troad/flow";
import type { Tx } from "@troad/kernel";
import { commitmentOf } from "../domain/lot.ts";
import { standingOf } from "../domain/standing.ts";
import { flowStateOf, readerOf } from "../domain/values.ts";
import { cancelPaymentJob, stepJob, tellJob, withdrawConsentJob } from "../jobs/definitions.ts";
import { waitingSources } from "./asked.ts";
import { beginCollecting } from "./collecting.ts";
import { type CaseStore, type OpenCase, todayOf } from "./store.ts";

/** Ends the present step with an outcome and enters what follows; all of it is part of the caller's transaction. */
export async function leave(store: CaseStore, open: OpenCase, tx: Tx, outcome: string, actor: string): Promise<void> {
  const { place } = open.state;
  if (!place) throw new Error(`case ${open.id} stands on no step`);
  await leaveFrom(store, open, tx, place.step, outcome, actor);
}

export async function leaveFrom(
  store: CaseStore,
  open: OpenCase,
  tx: Tx,
  from: string,
  outcome: string,
  actor: string,
): Promise<void> {
  const target = next(open.service.flow, from, outcome, readerOf(open.service, open.state));
  if (!("end" in target)) return enter(store, open, tx, target.step, { from, outcome, actor });
  const { end } = target;
  await open.append(actor, { type: "ended", data: { end, from, outcome, day: todayOf(store) } });
  await queueMessage(open, tx, { granted: "case-granted", refused: "case-refused", closed: "case-closed" }[end]);
}

type From = { from: string | null; outcome: string | null; actor: string };

export async function enter(store: CaseStore, open: OpenCase, tx: Tx, id: string, { from, outcome, actor }: From): Promise<void> {
  const step = open.service.flow.step(id);
  if (!step) throw new Error(`service ${open.service.id} has no step ${id}`);
  const day = todayOf(store);
  const due = step.limit ? lastDay(step.limit, day, isOfficeDay) : null;
  const commitment = step.kind === "draw" ? { commitment: commitmentOf(await lotSecret(store, open, tx, id)) } : {};
  await open.append(actor, {
    type: "entered",
    data: { step: id, kind: step.kind, standing: standingOf(step), from, outcome, day, due, ...commitment },
  });
  // a lot is drawn once, whatever way leads here again
  if (step.kind === "draw" && open.state.written[id] !== undefined) return leave(store, open, tx, "drawn", actor);
  // where nobody is named to sign, nothing is waited for
  const signed = step.kind === "sign" ? signOutcome(step, flowStateOf(open.service, open.state)) : undefined;
  if (signed) return leave(store, open, tx, signed, actor);
  // where nobody is left to ask about, nothing is waited for
  if (step.kind === "collect" && waitingSources(open.service, open.state).length === 0) {
    await open.append("troad", { type: "collected", data: {} });
    return leave(store, open, tx, "collected", "troad");
  }
  await begin(open, tx, step);
}

/** The secret that takes part in the drawing of a step. */
export const lotSecret = (store: CaseStore, open: OpenCase, tx: Tx, step: string): Promise<Buffer> =>
  store.ledger.secret(tx, open.id, `lot ${step}`);

/** What a step needs once it is entered: a job for what nobody acts in, a message for a person who has to. */
async function begin(open: OpenCase, tx: Tx, step: Step): Promise<void> {
  if (step.kind === "collect") await beginCollecting(open.service, open, tx);
  else if (isAutomatic(step) || step.kind === "pay") await runStep(open, tx);
  else if (!isOfficerStep(step)) await queueMessage(open, tx, "case-waiting");
}

/** Has the present step done by a job. The visit and the round tell one doing from the next. */
export async function runStep(open: OpenCase, tx: Tx): Promise<void> {
  const { place, round } = open.state;
  if (!place) return;
  const { step, visit } = place;
  await tx.enqueue(stepJob, { caseId: open.id, step, visit }, { key: `${open.id} ${step} ${visit} ${round}` });
}

const queueMessage = (open: OpenCase, tx: Tx, template: string): Promise<void> => {
  const { place, round, visits } = open.state;
  const times = Object.values(visits).reduce((sum, one) => sum + one, 0);
  return tx.enqueue(
    tellJob,
    { caseId: open.id, template },
    { key: `${template} ${open.id} ${place?.step ?? "end"} ${times} ${round}` },
  );
};

/** What a case leaves behind that is withdrawn or goes on without a fee: its consent ends, and nobody has to pay any more. */
export async function endLoose(open: OpenCase, tx: Tx, consentId?: string): Promise<void> {
  const { id: caseId, subject } = open;
  if (consentId) await tx.enqueue(withdrawConsentJob, { caseId, subject, consentId }, { key: consentId });
  const { consents, signers } = open.state;
  for (const [party, { id }] of consentId ? Object.entries(consents) : [])
    await tx.enqueue(withdrawConsentJob, { caseId, subject: signers[party] ?? subject, consentId: id }, { key: id });
  const { payment } = open.state;
  if (payment && payment.paidAt === null) await tx.enqueue(cancelPaymentJob, { payment: payment.id }, { key: payment.id });
}

/** Its applicant no longer wants the case: it ends here, with its consent and its open fee. */
export async function withdrawCase(open: OpenCase, tx: Tx, actor: string): Promise<void> {
  const consentId = open.state.consent?.id;
  await open.append(actor, { type: "withdrawn", data: {} });
  await endLoose(open, tx, consentId);
}

/**
 * Its applicant has died: the case ends here, with its consent and its open fee, and nobody is written to. A grant that a remedy had taken up
 * again stays a grant, with its certificates.
 */
export async function closeOfDead(
  store: CaseStore,
  open: OpenCase,
  tx: Tx,
  { actor, reason }: { actor: string; reason: string },
): Promise<void> {
  const { place, ended, consent } = open.state;
  if (!place) throw new Error(`case ${open.id} stands on no step`);
  await open.append(actor, { type: "applicant-died", data: { reason } });
  const data = { end: ended?.end ?? "closed", from: place.step, outcome: "applicant-died", day: todayOf(store) };
  await open.append(actor, { type: "ended", data });
  await endLoose(open, tx, consent?.id);
}
