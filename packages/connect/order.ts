/** Where an application may stand, as people read it. */
export const states = ["received", "in-review", "needs-action", "granted", "refused", "withdrawn", "closed"] as const;
export type CaseState = (typeof states)[number];

const later: Readonly<Record<CaseState | "", readonly CaseState[]>> = {
  "": ["received"],
  received: ["in-review", "needs-action", "granted", "refused", "withdrawn", "closed"],
  "in-review": ["needs-action", "granted", "refused", "withdrawn", "closed"],
  "needs-action": ["in-review", "granted", "refused", "withdrawn", "closed"],
  // an objection, or a grant that is looked at again
  granted: ["in-review", "closed"],
  refused: ["in-review", "closed"],
  withdrawn: [],
  closed: [],
};
/** States in which nobody waits for the agency. */
export const decided: readonly CaseState[] = ["granted", "refused", "withdrawn", "closed"];

export type Standing = { state: CaseState; at: string; subject: string } | undefined;
type Told = { state: CaseState; at: string; subject: string; due?: string | undefined; channel?: string | undefined };
export type OrderFault =
  | "out-of-order"
  | "before-the-last"
  | "in-the-future"
  | "another-person"
  | "due-without-action"
  | "channel-missing";

/** How far the clock of a service may be ahead. */
const aheadMs = 5 * 60_000;

/** Why an event cannot follow what stands; undefined where it can. */
export function orderFault(standing: Standing, told: Told, now: Date): OrderFault | undefined {
  if (Number.isNaN(Date.parse(told.at)) || Date.parse(told.at) > now.getTime() + aheadMs) return "in-the-future";
  if (standing && standing.subject !== told.subject) return "another-person";
  if (!later[standing?.state ?? ""].includes(told.state)) return "out-of-order";
  if (standing && Date.parse(told.at) < Date.parse(standing.at)) return "before-the-last";
  if (told.due !== undefined && told.state !== "needs-action") return "due-without-action";
  if (standing === undefined && told.channel === undefined) return "channel-missing";
  return undefined;
}

/** What may follow a state. */
export const mayFollow = (state: CaseState | undefined): readonly CaseState[] => later[state ?? ""];
