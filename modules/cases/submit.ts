import type { Tx } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { Case } from "./domain/actions.ts";
import type { LoadedService } from "./domain/services.ts";
import type { OpenCase } from "./engine.ts";
import { consentJob, decideJob, tellJob } from "./jobs/definitions.ts";

/** The sources that have not answered yet. */
export const waitingSources = (service: LoadedService, state: Case): LoadedService["definition"]["sources"] =>
  service.definition.sources.filter(({ id }) => !state.sources.get(id)?.received);

/**
 * The citizen has agreed and submitted, or asks again. Nothing is called here: a job has the consent recorded once this is committed, so that
 * no other module is waited for while the case is locked.
 */
export async function beginRound(service: LoadedService, open: OpenCase, tx: Tx, type: "submitted" | "resumed"): Promise<void> {
  await open.append(open.subject, { type, data: {} });
  const { round } = open.state;
  if (waitingSources(service, open.state).length > 0)
    await tx.enqueue(consentJob, { caseId: open.id, round }, { key: `${open.id} ${round}` });
  else await decideNext(open, tx);
}

/** Every source has answered: the decision is next. */
export async function decideNext(open: OpenCase, tx: Tx): Promise<void> {
  await open.append("troad", { type: "collected", data: {} });
  await tx.enqueue(decideJob, { caseId: open.id }, { key: `${open.id} ${open.state.round}` });
}

/** Pauses the case, and tells the citizen once a round. */
export async function stopCase(open: OpenCase, tx: Tx, stopped: { source: string | null; code: string }): Promise<void> {
  await open.append("troad", { type: "stopped", data: stopped });
  await tx.enqueue(tellJob, { caseId: open.id, template: "case-stopped" }, { key: `stopped ${open.id} ${open.state.round}` });
}

/**
 * What the citizen agrees to: each source that has not answered yet, its fields, its agreement. The key makes every round of a case
 * (submitted, asked again) one consent: repeating the call gives the same consent and token.
 */
export function consentRequest(
  service: LoadedService,
  caseId: string,
  state: Case,
  round: number,
): Parameters<MyDataApi["grant"]>[0] {
  const instance = service.consumer.split("/")[0]!;
  return {
    key: `${caseId}:${round}`,
    subject: state.opened.subject,
    nationalId: state.opened.nationalId,
    consumer: service.consumer,
    purpose: service.id,
    requests: waitingSources(service, state).map(({ id, provider, fields, agreement }) => ({
      source: id,
      provider: `${instance}/${provider}`,
      fields,
      agreement,
    })),
  };
}
