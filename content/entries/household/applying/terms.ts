import { isOfficeDay } from "@troad/content-law";
import { addDays, lastDayOf } from "../days.ts";
import type { Draft } from "../draft.ts";

export type Term = {
  /** The day of the event, or on which a ruling became final. */
  event: string;
  /** Where the duty comes some time after what happened, such as three months after a move: when that was. */
  begins?: string;
  /** Thirty; sixty for a birth (Household Registration Act, Article 48). */
  days?: number;
  /** Last day that a written reminder set, which the applicants let pass or did not. */
  reminderEndedOn?: string | null | undefined;
  fact?: string;
};

/** A reminder sets at least seven days (Enforcement Rules, Article 19). */
export const shortestReminder = 7;
const termArticle = "D0030006:48";
const fineArticle = "D0030006:79";

/** By when it had to be applied for: the last day counts as Articles 120 to 122 of the Civil Code say. */
export const dueDay = ({ event, days = 30 }: Pick<Term, "event" | "days">): string => lastDayOf(event, days, isOfficeDay);

/**
 * The term of an application, and what it costs to miss it. A late one is still accepted; whether there was a good reason is for the officer, who
 * sets the fine within the limits. After a reminder it is the highest.
 */
export function setTerm(draft: Draft, term: Term): void {
  const { filedOn, exOfficio } = draft.application;
  if ((term.begins ?? term.event) > filedOn) {
    draft.refuse("day-in-future", termArticle, term.fact);
    return;
  }
  const due = dueDay(term);
  draft.setTerm({ due: { day: due, article: termArticle }, fine: null });
  if (filedOn <= due) return;
  const ended = exOfficio?.remindedOn ? addDays(exOfficio.remindedOn, shortestReminder) : term.reminderEndedOn;
  const reminded = typeof ended === "string" && filedOn > ended;
  draft.note(reminded ? "late-after-reminder" : "late", fineArticle);
  draft.setTerm({
    due: { day: due, article: termArticle },
    fine: { from: reminded ? 900 : 300, to: 900, article: fineArticle },
  });
}

/**
 * An entry that the office makes by itself: some without a reminder (Article 48-1), others only after one that was sent when the term was over and
 * has itself passed (Article 48-2; Enforcement Rules, Article 19), most never.
 */
export function checkExOfficio(draft: Draft, allowed: "never" | "after-reminder" | "without", term?: Term): void {
  const { exOfficio, filedOn } = draft.application;
  if (!exOfficio) return;
  draft.inform("liable-applicants", "entered-ex-officio", "D0030007:19");
  if (allowed === "never") draft.refuse("ex-officio-not-possible", "D0030006:48-2");
  if (allowed !== "after-reminder") return;
  const { remindedOn } = exOfficio;
  if (remindedOn === null) draft.missing("reminder-missing", "D0030006:48-2");
  else if (term && remindedOn <= dueDay(term)) draft.refuse("reminder-too-early", "D0030006:48");
  else if (filedOn <= addDays(remindedOn, shortestReminder)) draft.missing("reminder-running", "D0030007:19");
}
