import type { Queryable } from "@troad/kernel";
import type { Standing } from "./api.ts";
import type { LoadedService } from "./domain/services.ts";
import { type CaseStore, type OpenCase, readCase } from "./engine.ts";
import { standingCases } from "./store/cases.ts";

/** The answers that may be granted once, as one text; undefined while one of them is missing or the service names none. */
function onceKey(service: LoadedService, answers: Record<string, unknown>): string | undefined {
  const { once } = service.definition;
  if (!once?.every((name) => answers[name] !== undefined)) return undefined;
  return JSON.stringify(once.map((name) => answers[name]));
}

/**
 * The case that is the same application: of the same person and service, with the same answers to the questions that `once` names, under way or
 * granted. After a refusal a new application is right. Each is read through its chain of actions: the index knows no answers.
 */
export async function standingFor(
  store: CaseStore,
  q: Queryable,
  service: LoadedService,
  { id, subject }: Pick<OpenCase, "id" | "subject">,
  answers: Record<string, unknown>,
): Promise<Standing | null> {
  const key = onceKey(service, answers);
  if (key === undefined) return null;
  for (const other of await standingCases(q, { subject, service: service.id, besides: id })) {
    const { state } = await readCase({ ...store, db: q }, other.id);
    if (onceKey(service, state.answers) === key) return { id: other.id, granted: state.decision?.granted ?? false };
  }
  return null;
}
