import { hash } from "node:crypto";
import { addMonths } from "@troad/flow";
import type { Queryable } from "@troad/kernel";
import type { Standing } from "../api.ts";
import type { LoadedService } from "../domain/services.ts";
import { standingCases, storeLikeness } from "../store/cases.ts";
import { type CaseStore, readCase, todayOf } from "./store.ts";

/** The answers that make an application the same, as one text; undefined while one of them is missing or the service names none. */
function sameKey(service: LoadedService, answers: Record<string, unknown>): string | undefined {
  const { same } = service.definition.duplicates ?? {};
  if (!same?.every((name) => answers[name] !== undefined)) return undefined;
  return JSON.stringify(same.map((name) => answers[name]));
}

const plain = (value: unknown): unknown =>
  typeof value === "string"
    ? value
        .normalize("NFKC")
        .replaceAll(/[\s\p{P}]/gu, "")
        .toLowerCase()
    : value;

/**
 * The answers by which an officer would suspect that two applications are about the same, however they were typed, as a digest: nobody reads
 * answers out of the index. Undefined where the service suspects nothing, or one of them is missing.
 */
export function likenessOf({ id, definition }: LoadedService, answers: Record<string, unknown>): string | undefined {
  const suspected = definition.duplicates?.suspected ?? [];
  const values = suspected.map((name) => plain(answers[name]));
  if (values.length === 0 || values.some((value) => value === undefined || value === "")) return undefined;
  return hash("sha256", JSON.stringify([id, values]));
}

/** Notes what a submitted case looks like, after each form that was filled in. */
export async function noteLikeness(
  q: Queryable,
  id: string,
  service: LoadedService,
  answers: Record<string, unknown>,
): Promise<void> {
  const likeness = likenessOf(service, answers);
  if (likeness !== undefined) await storeLikeness(q, id, likeness);
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
  const { months } = service.definition.duplicates ?? {};
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
