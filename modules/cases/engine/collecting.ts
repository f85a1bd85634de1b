import { applicantOf } from "@troad/flow";
import type { Tx } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { collectJob, consentJob, tellJob } from "../jobs/definitions.ts";
import { type Agreeing, agreeingIn, waitingSources } from "./asked.ts";
import type { OpenCase } from "./store.ts";

/**
 * Begins, or begins again, to ask the sources of a step. Nothing is called here: jobs have the consents recorded and ask once this is
 * committed, so that no other module is waited for while the case is locked.
 */
export async function beginCollecting(service: LoadedService, open: OpenCase, tx: Tx): Promise<void> {
  const waiting = waitingSources(service, open.state);
  const { round, place } = open.state;
  if (waiting.some(({ agrees }) => agrees !== null))
    await tx.enqueue(consentJob, { caseId: open.id, round }, { key: consentKey(service, open.id, open.state) });
  for (const { key } of waiting.filter(({ agrees }) => agrees === null))
    await tx.enqueue(
      collectJob,
      { caseId: open.id, source: key, consentId: null },
      { key: `${open.id} ${key} ${place?.step} ${place?.visit} ${round}` },
    );
}

/** Pauses the case, and tells the applicant once a round. */
export async function stopCase(open: OpenCase, tx: Tx, stopped: { source: string | null; code: string }): Promise<void> {
  await open.append("troad", { type: "stopped", data: stopped });
  await tx.enqueue(tellJob, { caseId: open.id, template: "case-stopped" }, { key: `stopped ${open.id} ${open.state.round}` });
}

/** One consent a round, person and collect step; the first collect step has the form that cases of before steps have. */
function consentKey(service: LoadedService, caseId: string, state: Case): string {
  const first = service.flow.steps.find(({ kind }) => kind === "collect")?.id;
  const { place, round } = state;
  const later = place && (place.step !== first || place.visit > 1) ? `:${place.step}:${place.visit}` : "";
  return `${caseId}:${round}${later}`;
}

/**
 * What a person agrees to: each source of the step that needs their consent and has not answered yet, its fields, its agreement. The key makes
 * every round of a step one consent of each: repeating the call gives the same consent and token.
 */
function consentRequest(
  service: LoadedService,
  { caseId, state, agreeing }: { caseId: string; state: Case; agreeing: Agreeing },
): Parameters<MyDataApi["grant"]>[0] {
  const instance = service.consumer.split("/")[0]!;
  const own = consentKey(service, caseId, state);
  return {
    key: agreeing.key === applicantOf(service.flow) ? own : `${own}:${agreeing.key}`,
    subject: agreeing.subject,
    nationalId: agreeing.nationalId,
    consumer: service.consumer,
    purpose: service.id,
    requests: waitingSources(service, state)
      .filter(({ agrees }) => agrees === agreeing.key)
      .map(({ source: { id, provider, fields, agreement } }) => ({
        ...{ source: id, fields, agreement },
        provider: `${instance}/${provider}`,
      })),
  };
}

/** What the applicant agrees to, and what each party does who signed for themselves. */
export const consentRequests = (
  service: LoadedService,
  caseId: string,
  state: Case,
): { agreeing: Agreeing; request: Parameters<MyDataApi["grant"]>[0] }[] =>
  agreeingIn(service, state).map((agreeing) => ({ agreeing, request: consentRequest(service, { caseId, state, agreeing }) }));
