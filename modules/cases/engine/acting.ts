import { isOfficeDay } from "@troad/content-law";
import { type Act, type ActContext, type Actor, allowedActs, applicantOf } from "@troad/flow";
import type { ActingPerson, Allowed } from "../domain/act.ts";
import type { Case } from "../domain/actions.ts";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";
import { agencyOf, areaOf } from "../domain/standing.ts";
import { flowStateOf, partyKeysOf, readerOf } from "../domain/values.ts";

/** Who acts, and whether they stand for the applicant by a mandate that is in force. */
export type Acting = ActingPerson & { stands: boolean };

/**
 * A person as the rules of a case see them: the parties that they are in it, themselves or by mandate, and their posts, which count in a secret case
 * for its keepers alone.
 */
export function actorOf(service: LoadedService, state: Case, { subject, nationalId, posts, stands }: Acting): Actor {
  const keys = nationalId === undefined ? [] : partyKeysOf(service, state, nationalId);
  const own = stands || state.opened.subject === subject ? [applicantOf(service.flow)] : [];
  const isKept = state.secret === null || state.keepers.includes(subject);
  return { subject, parties: [...new Set([...keys, ...own])], posts: isKept ? posts : [] };
}

/** What a person may do with a case today. */
export function actsOf(service: LoadedService, state: Case, person: Acting, today: string): Act[] {
  const context: ActContext = {
    ...{ today, works: isOfficeDay, agency: service.definition.agency },
    agencyOf: (step) => agencyOf(service, state, step),
    areaOf: (step) => areaOf(service, state, step),
    read: readerOf(service, state),
  };
  return allowedActs(service.flow, flowStateOf(service, state), actorOf(service, state, person), context);
}

export function allowedIn(service: LoadedService, state: Case, person: Acting, today: string): Allowed {
  const { step = "", visit = 0 } = state.place ?? {};
  return { place: { step, visit }, acts: actsOf(service, state, person, today) };
}

/** The step and the visit that a page was drawn for; a case that stands nowhere has neither. */
export type DrawnFor = { step: string; visit: number };

/**
 * Goes on only if one of the acts that a person may do now fits, from a page that was drawn for the present step; otherwise the answer is 409
 * with what is allowed. What was sent from a page of another step is refused: the case has moved on since.
 */
export function requireAct(
  { service, state }: { service: LoadedService; state: Case },
  person: Acting,
  { today, place, fits }: { today: string; place: DrawnFor | null; fits: (act: Act) => boolean },
): Act {
  const allowed = actsOf(service, state, person, today);
  const { step = "", visit = 0 } = state.place ?? {};
  const isPresent = place === null || (place.step === step && place.visit === visit);
  const found = isPresent ? allowed.find(fits) : undefined;
  if (!found) throw caseFailure("case.act-not-allowed", { allowed: [...new Set(allowed.map((one) => one.act))].join(" ") });
  return found;
}
