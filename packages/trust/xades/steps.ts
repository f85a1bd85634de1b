import type { Refused, TrustCode } from "../codes.ts";
import { attempt } from "../codes.ts";

/** The steps of a verification, in the order in which people see them. */
export type StepName = "container" | "references" | "signature" | "certificate" | "timestamp" | "revocation" | "order";

export interface Step<Name extends StepName = StepName> {
  readonly step: Name;
  readonly ok: boolean;
  readonly code?: TrustCode;
  readonly detail?: string;
}

export const passed = <Name extends StepName>(step: Name): Step<Name> => ({ step, ok: true });

export const failed = <Name extends StepName>(step: Name, reason: Omit<Refused, "ok">): Step<Name> =>
  reason.detail === undefined
    ? { step, ok: false, code: reason.code }
    : { step, ok: false, code: reason.code, detail: reason.detail };

/** A step that needs the result of a failed one. */
export const notReached = <Name extends StepName>(step: Name): Step<Name> => ({ step, ok: false, code: "step.not-reached" });

/** Runs a step that throws `TrustError` when it fails. */
export function runStep<Name extends StepName>(step: Name, work: () => void): Step<Name> {
  const outcome = attempt(work);
  return outcome.ok ? passed(step) : failed(step, outcome);
}
