import type { Flow } from "../definition/flow.ts";
import { passes, type ReadValue } from "../definition/guard.ts";
import { outcomesOf } from "../definition/outcomes.ts";
import type { RemedyName } from "../definition/schema.ts";
import { isAutomatic, isOfficerStep, type OfficerStep, type Step } from "../definition/steps.ts";
import { lastDay, type WorkingDays } from "./deadline.ts";
import type { Actor, Day, FlowState, Place } from "./state.ts";

/** Something that may be done with a case now. */
export type Act =
  | { act: "answer" | "submit" | "supply" | "pay"; step: string; party: string }
  | { act: "sign" | "decline"; step: string; party: string }
  | { act: "choose"; step: string; outcomes: readonly string[] }
  | { act: "report" | "draw" | "vote" | "score" | "close" | "receive" | "extend" | "assign" | "note" | "cash"; step: string }
  | { act: "withdraw"; step: string; party: string }
  | { act: "applicant-died"; step: string }
  | { act: RemedyName; step: string; until: Day | null };

/** What acts look at besides the case. */
export type ActContext = {
  today: Day;
  works: WorkingDays;
  /** The agency of the service. */
  agency: string;
  /** The agency of an officer's step, worked out of the case; the agency of the service unless the step names another. */
  agencyOf: (step: OfficerStep) => string;
  /** The area of an officer's step, worked out of the case; null where the step has none. */
  areaOf: (step: OfficerStep) => string | null;
  /** What the case knows, where a remedy is counted from a day of it. */
  read?: ReadValue;
};

const lastForPersons: ReadonlySet<Step["kind"]> = new Set(["write", "act", "issue", "payout", "entitle", "notify"]);

/** All that `actor` may do now; who may do nothing gets nothing. */
export function allowedActs(flow: Flow, state: FlowState, actor: Actor, context: ActContext): Act[] {
  const { place } = state;
  if (!place) return remediesFor(flow, state, actor, context);
  const step = flow.step(place.step);
  if (!step) return [];
  return [
    ...partyActs(flow, step, state, place, actor, context),
    ...officerActs(step, state, place, actor, context),
    ...cashActs(flow, step, state, place, actor, context),
    ...deathActs(flow, step, state, actor, context),
  ];
}

const isLate = ({ due }: Place, today: Day): boolean => due !== null && today > due;

function partyActs(flow: Flow, step: Step, state: FlowState, place: Place, actor: Actor, { today }: ActContext): Act[] {
  const acts: Act[] = [];
  const applicant = applicantOf(flow);
  const own = (party: string): boolean => (state.parties[party] ?? []).some((key) => actor.parties.includes(key));
  const party = "by" in step && step.kind !== "decide" ? (step.by ?? applicant) : applicant;
  if (!isLate(place, today)) {
    if (step.kind === "fill" && own(party))
      acts.push({ act: "answer", step: step.id, party }, { act: "submit", step: step.id, party });
    if (step.kind === "ask" && own(party)) acts.push({ act: "supply", step: step.id, party });
    if (step.kind === "pay" && own(party)) acts.push({ act: "pay", step: step.id, party });
    if (step.kind === "sign")
      for (const key of step.parties.flatMap((one) => state.parties[one] ?? []))
        if (actor.parties.includes(key) && state.signatures[key] === undefined)
          acts.push({ act: "sign", step: step.id, party: key }, { act: "decline", step: step.id, party: key });
  }
  // withdrawing is the applicant's, until what was decided is carried out
  const mayWithdraw = step.withdraw ?? !lastForPersons.has(step.kind);
  if (mayWithdraw && state.ended === null && own(applicant)) acts.push({ act: "withdraw", step: step.id, party: applicant });
  return acts;
}

/** The party that opens the case. */
export const applicantOf = ({ definition }: Flow): string =>
  Object.entries(definition.parties).find(([, { kind }]) => kind === "applicant")![0];

/** How others may act for the applicant; without anything only the applicant does. */
export function representationsOf({ definition }: Flow): readonly string[] {
  return Object.values(definition.parties).flatMap((party) => (party.kind === "applicant" ? (party.represented ?? []) : []));
}

/** Whether a post reaches a case: the role, the agency, and an area that holds that of the case. */
export function reaches(actor: Actor, office: { role: string; agency: string; area: string | null }): boolean {
  return actor.posts.some(
    ({ role, agency, area }) =>
      role === office.role && agency === office.agency && (area === null || office.area?.startsWith(area)),
  );
}

/** Who reads the cases of services in which no officer acts. */
export const generalRole = "case-officer";

/** Whether one of the actor's posts reaches the case, on whatever step it stands. */
function reachesCase(flow: Flow, actor: Actor, { agency, agencyOf, areaOf }: ActContext): boolean {
  const steps = flow.steps.filter(isOfficerStep);
  if (steps.length === 0) return reaches(actor, { role: generalRole, agency, area: null });
  return steps.some((step) => reaches(actor, { role: step.role, agency: agencyOf(step), area: areaOf(step) }));
}

/** A fee that may be paid in cash is taken by an officer whose post reaches the case, and never by one who takes part in it. */
function cashActs(flow: Flow, step: Step, state: FlowState, place: Place, actor: Actor, context: ActContext): Act[] {
  const isOwn = actor.parties.length > 0 || state.persons.includes(actor.subject);
  const isTaken = step.kind === "pay" && step.cash === true && !isLate(place, context.today);
  return isTaken && !isOwn && reachesCase(flow, actor, context) ? [{ act: "cash", step: step.id }] : [];
}

/** A case whose applicant has died goes no further, whatever it waits for. An officer who takes part in it leaves this to another (article 32). */
function deathActs(flow: Flow, step: Step, state: FlowState, actor: Actor, context: ActContext): Act[] {
  const isOwn = actor.parties.length > 0 || state.persons.includes(actor.subject);
  return !isOwn && reachesCase(flow, actor, context) ? [{ act: "applicant-died", step: step.id }] : [];
}

function officerActs(step: Step, state: FlowState, place: Place, actor: Actor, context: ActContext): Act[] {
  if (!isOfficerStep(step) || isAutomatic(step)) return [];
  const office = { role: step.role, agency: context.agencyOf(step), area: context.areaOf(step) };
  // nobody decides on their own case (Administrative Procedure Act, article 32)
  if (!reaches(actor, office) || actor.parties.length > 0 || state.persons.includes(actor.subject)) return [];
  const acts: Act[] = [{ act: "note", step: step.id }];
  const others = step.notBy ?? [];
  const isSecond = others.length === 0 || state.counter !== actor.subject;
  const barred = !isSecond || others.some((other) => state.actors[other]?.includes(actor.subject));
  if (barred) return acts;
  if (step.kind === "committee") {
    if (!state.votes.some(({ subject }) => subject === actor.subject))
      acts.push({ act: step.rank ? "score" : "vote", step: step.id });
    if (state.votes.length >= step.quorum) acts.push({ act: "close", step: step.id });
    return acts;
  }
  acts.push({ act: "assign", step: step.id });
  if (state.assigned !== null && state.assigned !== actor.subject) return acts;
  if (step.kind === "review" || step.kind === "decide") {
    const outcomes = outcomesOf(step).filter((outcome) => outcome !== "asked" || state.asked === 0);
    acts.push({ act: "choose", step: step.id, outcomes });
  }
  if (step.kind === "draw") acts.push({ act: "draw", step: step.id });
  if (step.kind === "visit") acts.push({ act: "report", step: step.id });
  if (step.kind === "await") acts.push({ act: "receive", step: step.id });
  if (step.limit?.extension !== undefined && !place.extended && !isLate(place, context.today))
    acts.push({ act: "extend", step: step.id });
  return acts;
}

/** Whether an officer may begin something after the end: their post reaches the case by a step of its role, or is for all areas. */
function reachesAfterEnd(flow: Flow, actor: Actor, role: string, at: string, { agencyOf, areaOf }: ActContext): boolean {
  const areas = flow.steps
    .filter(isOfficerStep)
    .flatMap((step) => (step.role === role && agencyOf(step) === at ? [areaOf(step)] : []));
  return [null, ...areas].some((area) => reaches(actor, { role, agency: at, area }));
}

const laterOf = (told: Day, day: unknown): Day => (typeof day === "string" && day > told ? day : told);

function remediesFor(flow: Flow, state: FlowState, actor: Actor, context: ActContext): Act[] {
  const { today, works, agency, read = () => undefined } = context;
  const { ended } = state;
  if (!ended) return [];
  return flow.remedies.flatMap(({ name, from, by, within, after, step }): Act[] => {
    if (!from.includes(ended.end)) return [];
    // a limit that has not begun does not end
    const day = after && passes(after.when, read) ? read(after.day) : undefined;
    const until = within && ended.told !== null ? lastDay(within, laterOf(ended.told, day), works) : null;
    if (until !== null && today > until) return [];
    const may =
      "party" in by
        ? (state.parties[by.party] ?? []).some((key) => actor.parties.includes(key))
        : !state.persons.includes(actor.subject) && reachesAfterEnd(flow, actor, by.role, by.agency ?? agency, context);
    return may ? [{ act: name, step, until }] : [];
  });
}
