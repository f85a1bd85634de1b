import { applicantOf, generalRole, isOfficerStep, isReference, type OfficerStep, type Step, type StepKind } from "@troad/flow";
import type { CaseState } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";
import { readerOf } from "./values.ts";

/** A step that a case has entered, this time and not another: what jobs and money are for. */
export type Visit = { caseId: string; step: string; visit: number };

/** Whether a case still stands where a job was to be done; a stopped one waits until it is asked again. */
export const isAt = ({ place, state }: Case, { step, visit }: Visit): boolean =>
  state !== "stopped" && place?.step === step && place.visit === visit;

/** Whether a step is a visit of the person to a counter, for which they book a time. */
export function isCounterVisit({ flow }: LoadedService, id: string): boolean {
  const step = flow.step(id);
  return step?.kind === "visit" && step.counter === true;
}

/** How a case is said to stand while it is on a step that no officer acts in. */
const standings: Partial<Record<StepKind, CaseState>> = {
  fill: "waiting",
  notice: "waiting",
  sign: "waiting",
  ask: "waiting",
  pay: "waiting",
  collect: "collecting",
};

export const standingOf = (step: Step): CaseState => (isOfficerStep(step) ? "reviewing" : (standings[step.kind] ?? "deciding"));

/** What queues need to know of a case; derived from its actions and its definition alone. */
export type QueuePlace = {
  step: string | null;
  kind: string | null;
  due: string | null;
  role: string | null;
  /** The agency whose officers act. */
  office: string | null;
  area: string | null;
  assigned: string | null;
  /** The party, other than the applicant, that answers the step. */
  party: string | null;
};

/** The office that acts because the case was filed at its counter; undefined of other cases, and where no area bounds the office. */
export const counterOf = ({ onBehalf }: Case): { role: string; area: string } | undefined =>
  onBehalf?.as === "counter" ? onBehalf.post : undefined;

/** The area of an officer's step, worked out of the case; null where the step has none. At the counter it is that of the office. */
export function areaOf(service: LoadedService, state: Case, step: OfficerStep): string | null {
  const counter = counterOf(state);
  if (counter?.role === step.role) return counter.area;
  if (step.area === undefined) return null;
  const value = typeof step.area === "string" ? readerOf(service, state)(step.area) : step.area.value;
  return value === undefined ? null : String(value);
}

/** The agency whose officers act in a step: that of the service, another that the step names, or one that an answer does; empty while it is open. */
export function agencyOf(service: LoadedService, state: Case, { agency }: OfficerStep): string {
  if (agency === undefined || !isReference(agency)) return agency ?? service.definition.agency;
  return String(readerOf(service, state)(agency) ?? "");
}

export function queuePlaceOf(service: LoadedService, state: Case): QueuePlace {
  const { place, assigned } = state;
  const step = place && service.flow.step(place.step);
  const officer = step && isOfficerStep(step) ? step : undefined;
  const party = step?.kind === "fill" && step.by !== applicantOf(service.flow) ? (step.by ?? null) : null;
  return {
    step: place?.step ?? null,
    kind: place?.kind ?? null,
    due: place?.due ?? null,
    role: officer?.role ?? null,
    office: officer ? agencyOf(service, state, officer) : null,
    area: officer ? areaOf(service, state, officer) : null,
    assigned: assigned?.to ?? null,
    party,
  };
}

/** Officers who reach a case; `area` is a place, or null where the service has none. */
export type Reader = { agency: string; role: string; area: string | null };

/** Which officers reach a case: those of its steps, each at their agency and for the area of the case. */
export function readersOf(service: LoadedService, state: Case): Reader[] {
  const readers = new Map<string, Reader>();
  for (const step of service.flow.steps) {
    if (!isOfficerStep(step)) continue;
    const agency = agencyOf(service, state, step);
    if (agency === "") continue;
    const known = readers.get(`${agency} ${step.role}`);
    // officers of all areas read every case, and those of a wider area this one too: of the steps of a role the narrowest area counts
    const areas = [known?.area ?? null, areaOf(service, state, step)];
    const area = areas.reduce((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a));
    readers.set(`${agency} ${step.role}`, { agency, role: step.role, area });
  }
  return readers.size > 0 ? [...readers.values()] : [{ agency: service.definition.agency, role: generalRole, area: null }];
}

/** The step on which a case goes on that was under way before services had steps; undefined for every other case. */
export function formerStep(service: LoadedService, { place, state }: Pick<Case, "place" | "state">): Step | undefined {
  if (place !== null || !["collecting", "deciding", "stopped"].includes(state)) return undefined;
  const { steps, first } = service.flow;
  return steps.find(({ kind }) => kind === (state === "deciding" ? "decide" : "collect")) ?? first;
}
