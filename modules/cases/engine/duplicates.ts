import { addMonths } from "@troad/flow";
import type { Queryable } from "@troad/kernel";
import type { Standing } from "../api.ts";
import type { LoadedService } from "../domain/services.ts";
import { standingCases } from "../store/cases.ts";
import { type CaseStore, readCase, todayOf } from "./store.ts";

/** The answers that make an application the same, as one text; undefined while one of them is missing or the service names none. */
function sameKey(service: LoadedService, answers: Record<string, unknown>): string | undefined {
  const { same } = service.definition.duplicates ?? {};
  if (!same?.every((name) => answers[name] !== undefined)) return undefined;
  return JSON.stringify(same.map((name) => answers[name]));
}

/**
 * The case that is the same application: of the same person and service, with the same answers to the questions that `duplicates` names, under
 * way, or granted and still in the way. After a refusal a new application is right. Each is read through its chain of actions: the index
 * knows no answers.
 */
export async function standingFor(
  store: CaseStore,
  q: Queryable,
  service: LoadedService,
  { id, subject }: { id: string; subject: string },
  answers: Record<string, unknown>,
): Promise<Standing | null> {
  const key = sameKey(service, answers);
  if (key === undefined) return null;
  const { months } = service.definition.duplicates!;
  for (const other of await standingCases(q, { subject, service: service.id, besides: id })) {
    const { state } = await readCase({ ...store, db: q }, other.id);
    if (sameKey(service, state.answers) !== key) continue;
    const granted = state.ended ? state.ended.end === "granted" : (state.decision?.granted ?? false);
    const told = state.ended?.told ?? state.decision?.decidedAt.slice(0, 10);
    if (granted && months !== undefined && told && todayOf(store) >= addMonths(told, months)) continue;
    return { id: other.id, granted };
  }
  return null;
}
