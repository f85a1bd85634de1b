import type { Flow } from "../definition/flow.ts";
import { passes, type ReadValue } from "../definition/guard.ts";
import { exitsOf } from "../definition/outcomes.ts";
import { type End, endOf, type StepOf } from "../definition/steps.ts";
import type { FlowState, Vote } from "./state.ts";

/** Where an outcome of a step leads with these values. */
export type Next = { step: string } | { end: End };

/** Throws TypeError for an outcome that the step does not have: anyone who asks has checked it. */
export function next(flow: Flow, from: string, outcome: string, read: ReadValue): Next {
  const step = flow.step(from);
  const exit = step && exitsOf(step).find((one) => one.outcome === outcome && passes(one.when, read));
  if (!exit) throw new TypeError(`step ${from} has no outcome ${outcome}`);
  const end = endOf(exit.to);
  return end ? { end } : { step: exit.to };
}

/** What the signatures of a step amount to: one refusal refuses, all signatures sign; undefined while some are missing. */
export function signOutcome(step: StepOf<"sign">, state: FlowState): "signed" | "refused" | undefined {
  const keys = step.parties.flatMap((party) => state.parties[party] ?? []);
  if (keys.some((key) => state.signatures[key] === "refused")) return "refused";
  return keys.every((key) => state.signatures[key] === "signed") ? "signed" : undefined;
}

/**
 * A vote is over when its outcome cannot change any more: all seats have voted, or one side has more than half of the seats. More votes for
 * than against grant; a tie refuses, and so does a meeting without quorum when the chair closes it.
 */
export function voteOutcome(
  step: StepOf<"committee">,
  votes: readonly Vote[],
  closed: boolean,
): "granted" | "refused" | undefined {
  const count = (side: string): number => votes.filter((one) => "vote" in one && one.vote === side).length;
  const [yes, no] = [count("for"), count("against")];
  if (yes > step.seats / 2) return "granted";
  if (no >= step.seats / 2) return "refused";
  if (!closed && votes.length < step.seats) return undefined;
  return votes.length >= step.quorum && yes > no ? "granted" : "refused";
}

export type Scored = { id: string; scores: readonly number[]; submitted: string };
export type Ranked = { id: string; rank: number; of: number; mean: number; granted: boolean };

/**
 * The order of a round: by mean score, then by the earlier submission, then by id. The first `quota` are granted; equal means at the border
 * are ordered by submission, as a ranked list must be.
 */
export function rank(cases: readonly Scored[], quota: number): Ranked[] {
  const mean = ({ scores }: Scored): number =>
    scores.length === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / scores.length;
  const earlier = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...cases]
    .sort((a, b) => mean(b) - mean(a) || earlier(a.submitted, b.submitted) || earlier(a.id, b.id))
    .map((one, index) => ({ id: one.id, rank: index + 1, of: cases.length, mean: mean(one), granted: index < quota }));
}
