import { isOfficeDay } from "@troad/content-law";
import { type Act, type ActContext, type Actor, allowedActs, applicantOf } from "@troad/flow";
import type { ActingPerson } from "../domain/act.ts";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { areaOf } from "../domain/standing.ts";
import { flowStateOf, partyKeysOf } from "../domain/values.ts";

/** A person as the rules of a case see them: the parties that they are in it, and their posts. */
export function actorOf(service: LoadedService, state: Case, { subject, nationalId, posts }: ActingPerson): Actor {
  const keys = nationalId === undefined ? [] : partyKeysOf(service, state, nationalId);
  const own = state.opened.subject === subject ? [applicantOf(service.flow)] : [];
  return { subject, parties: [...new Set([...keys, ...own])], posts };
}

/** What a person may do with a case today. */
export function actsOf(service: LoadedService, state: Case, person: ActingPerson, today: string): Act[] {
  const context: ActContext = {
    ...{ today, works: isOfficeDay, agency: service.definition.agency },
    areaOf: (step) => areaOf(service, state, step),
  };
  return allowedActs(service.flow, flowStateOf(service, state), actorOf(service, state, person), context);
}
