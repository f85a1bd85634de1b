import Type, { type Static } from "typebox";
import type { Draft } from "../draft.ts";
import { closed, day, reminderEndedOn } from "../facts.ts";
import { checkExOfficio, setTerm } from "./terms.ts";

/** What a court decided, or recorded as a settlement, and how the office knows. */
export const rulingFacts = {
  /** Final, or the day of the mediation or settlement. */
  finalOn: day,
  /** The ruling in the original with the certificate that it is final; the ruling without it; the court's own notice; or nothing. */
  ruling: Type.Enum(["final", "not-final", "court-notice", "none"]),
  reminderEndedOn,
};
const ruling = closed(rulingFacts);
export type RulingFacts = Omit<Static<typeof ruling>, "reminderEndedOn"> & { reminderEndedOn?: string | undefined };

/**
 * Proof (Enforcement Rules, Article 13), the term of thirty days from the final ruling, and after a reminder that was not followed the office itself
 * (Household Registration Act, Articles 48 and 48-2). Where the court has to ask the office for the entry, its notice needs no reminder.
 */
export function checkRuling(draft: Draft, { finalOn, ruling, reminderEndedOn }: RulingFacts, onRequestOfCourt = false): void {
  if (ruling === "none") draft.missing("ruling-missing", "D0030007:13", "ruling");
  if (ruling === "not-final") draft.missing("finality-missing", "D0030006:48", "ruling");
  const term = { event: finalOn, reminderEndedOn, fact: "finalOn" };
  setTerm(draft, term);
  checkExOfficio(draft, onRequestOfCourt && ruling === "court-notice" ? "without" : "after-reminder", term);
}
