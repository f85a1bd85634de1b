import { rank, type StepOf } from "@troad/flow";
import { instant, type Tx } from "@troad/kernel";
import type { ActingPerson } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import { lawBehind, readerOf } from "../domain/values.ts";
import { lockCasesAt } from "../store/cases.ts";
import { leave } from "./move.ts";
import { type CaseStore, type OpenCase, openLocked } from "./store.ts";

/**
 * Ends a round: all cases of it that stand before the committee are ranked by their mean score in one transaction, and the best, as many as
 * the quota, are granted. A case that too few members have scored keeps the round open.
 */
export async function closeRound(
  store: CaseStore,
  tx: Tx,
  asked: OpenCase,
  step: StepOf<"committee">,
  person: ActingPerson,
): Promise<void> {
  const { round, quota } = step.rank!;
  const roundOf = (open: OpenCase): unknown => readerOf(open.service, open.state)(round);
  const name = roundOf(asked);
  const open = new Map([[asked.id, asked]]);
  for (const row of await lockCasesAt(tx, { service: asked.service.id, step: step.id })) {
    if (row.id === asked.id) continue;
    const other = await openLocked(store, tx, row);
    if (roundOf(other) === name) open.set(other.id, other);
  }
  const waiting = [...open.values()].filter(({ state }) => state.votes.length < step.quorum);
  if (waiting.length > 0) throw caseFailure("case.round-open", { cases: waiting.length });
  const cases = [...open.values()].map(({ id, state }) => ({
    id,
    scores: state.votes.flatMap((vote) => ("score" in vote ? [vote.score] : [])),
    submitted: state.submittedAt ?? state.createdAt,
  }));
  for (const { id, granted, ...ranked } of rank(cases, quota)) {
    const one = open.get(id)!;
    const data = { step: step.id, round: String(name), ...ranked, granted };
    await one.append(person.subject, { type: "ranked", data });
    const outcome = granted ? "granted" : "refused";
    const reasons = `${ranked.rank}/${ranked.of}`;
    await one.append(person.subject, {
      type: "decided",
      data: { granted, ...lawBehind(one.state), decidedAt: instant(store.clock), outcome, reasons },
    });
    await leave(store, one, tx, outcome, person.subject);
  }
}
