import { isAutomatic, next, type StepOf } from "@troad/flow";
import { type HandledJob, handleJob, RetryLater, type Tx } from "@troad/kernel";
import { readerOf } from "../domain/values.ts";
import { endLoose, enter, leave } from "../engine/move.ts";
import { type CaseStore, type OpenCase, withCase } from "../engine/store.ts";
import { disputeJob } from "../jobs/definitions.ts";
import { claimedElsewhere, replaceClaims, waitForClaims } from "../store/claims.ts";
import { claimsOf, sampleLot } from "./claims.ts";

/** Until a case that moves by itself has come to a step on which people act. */
const retryMs = 2_000;

/** Compares what a case claims with what all others do, and writes down what came of it; gives what is disputed. */
async function compare(
  store: CaseStore,
  open: OpenCase,
  tx: Tx,
  step: StepOf<"match">,
): Promise<{ disputed: string[]; others: string[] }> {
  const { claims, released } = claimsOf(step, open.service.id, readerOf(open.service, open.state));
  const digests = [...claims.keys()];
  await waitForClaims(tx, digests);
  await replaceClaims(tx, open.id, digests);
  const found = await claimedElsewhere(tx, open.id, digests);
  const disputed = [...new Set(found.map(({ claim }) => claims.get(claim)!))];
  const others = [...new Set(found.map((one) => one.case_id))];
  // by a seed: nobody chooses it, and a return that is withdrawn and filed again has the same
  const lot = sampleLot(store.sampleSeed, [
    open.service.id,
    ...step.within.map(readerOf(open.service, open.state)),
    open.state.opened.nationalId,
  ]);
  await open.append(open.service.member, { type: "matched", data: { step: step.id, disputed, released, others, lot } });
  return { disputed, others };
}

/** The case goes on alone, or it and all others that claim the same are asked. */
export async function matchStep(store: CaseStore, open: OpenCase, tx: Tx, step: StepOf<"match">): Promise<void> {
  const { disputed, others } = await compare(store, open, tx, step);
  for (const caseId of others)
    await tx.enqueue(
      disputeJob,
      { caseId, step: step.id, by: open.id },
      { key: `${caseId} ${open.id} ${open.state.place?.visit}` },
    );
  await leave(store, open, tx, disputed.length > 0 ? "disputed" : "alone", open.service.member);
}

/**
 * Another case claims the same: this one comes to the step that asks, from wherever people act in it, or from its end. Where it was asked already, or
 * nothing is disputed any more, it stays.
 */
export const disputeJobs = (store: CaseStore): HandledJob[] => [
  handleJob(disputeJob, async ({ payload: { caseId, step: id } }) => {
    const isMoving = await withCase(store, caseId, async (open, tx) => {
      const { state, service } = open;
      const step = service.flow.step(id);
      if (step?.kind !== "match" || ["withdrawn", "discarded", "closed"].includes(state.state)) return false;
      if (state.outcomes[id] === "disputed" || state.place?.step === id) return false;
      const standing = state.place && service.flow.step(state.place.step);
      if (standing && (isAutomatic(standing) || state.state === "stopped")) return true;
      const { disputed } = await compare(store, open, tx, step);
      if (disputed.length === 0) return false;
      await endLoose(open, tx);
      const target = next(service.flow, id, "disputed", readerOf(service, open.state));
      if ("step" in target) await enter(store, open, tx, target.step, { from: id, outcome: "disputed", actor: service.member });
      return false;
    });
    if (isMoving) throw new RetryLater(retryMs, "the case moves by itself");
  }),
];
