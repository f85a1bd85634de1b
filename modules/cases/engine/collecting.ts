import type { StepOf } from "@troad/flow";
import type { Tx } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { collectJob, consentJob, tellJob } from "../jobs/definitions.ts";
import type { OpenCase } from "./store.ts";

type Source = LoadedService["definition"]["sources"][number];

/** The collect step on which a case stands. */
export function collectStepOf(service: LoadedService, { place }: Pick<Case, "place">): StepOf<"collect"> | undefined {
  const step = place ? service.flow.step(place.step) : undefined;
  return step?.kind === "collect" ? step : undefined;
}

/** The sources of the present step that have not answered yet. */
export function waitingSources(service: LoadedService, state: Case): Source[] {
  const step = collectStepOf(service, state);
  return service.definition.sources.filter(({ id }) => step?.sources.includes(id) && !state.sources.get(id)?.received);
}

/**
 * Begins, or begins again, to ask the sources of a step. Nothing is called here: jobs have the consent recorded and ask once this is
 * committed, so that no other module is waited for while the case is locked.
 */
export async function beginCollecting(service: LoadedService, open: OpenCase, tx: Tx): Promise<void> {
  const waiting = waitingSources(service, open.state);
  const { round, place } = open.state;
  if (waiting.some(({ byLaw }) => byLaw === undefined))
    await tx.enqueue(consentJob, { caseId: open.id, round }, { key: consentKey(service, open.id, open.state) });
  for (const { id } of waiting.filter(({ byLaw }) => byLaw !== undefined))
    await tx.enqueue(
      collectJob,
      { caseId: open.id, source: id, consentId: null },
      { key: `${open.id} ${id} ${place?.step} ${place?.visit} ${round}` },
    );
}

/** Pauses the case, and tells the applicant once a round. */
export async function stopCase(open: OpenCase, tx: Tx, stopped: { source: string | null; code: string }): Promise<void> {
  await open.append("troad", { type: "stopped", data: stopped });
  await tx.enqueue(tellJob, { caseId: open.id, template: "case-stopped" }, { key: `stopped ${open.id} ${open.state.round}` });
}

/** One consent a round and collect step; the first collect step has the form that cases of before steps have. */
function consentKey(service: LoadedService, caseId: string, state: Case): string {
  const first = service.flow.steps.find(({ kind }) => kind === "collect")?.id;
  const { place, round } = state;
  const later = place && (place.step !== first || place.visit > 1) ? `:${place.step}:${place.visit}` : "";
  return `${caseId}:${round}${later}`;
}

/**
 * What the applicant agrees to: each source of the step that needs consent and has not answered yet, its fields, its agreement. The key makes
 * every round of a step one consent: repeating the call gives the same consent and token.
 */
export function consentRequest(service: LoadedService, caseId: string, state: Case): Parameters<MyDataApi["grant"]>[0] {
  const instance = service.consumer.split("/")[0]!;
  return {
    key: consentKey(service, caseId, state),
    subject: state.opened.subject,
    nationalId: state.opened.nationalId,
    consumer: service.consumer,
    purpose: service.id,
    requests: waitingSources(service, state)
      .filter(({ byLaw }) => byLaw === undefined)
      .map(({ id, provider, fields, agreement }) => ({ source: id, provider: `${instance}/${provider}`, fields, agreement })),
  };
}
