import type { Database } from "@troad/kernel";
import type { CaseView } from "./api.ts";
import { fold, sourceStates } from "./domain/actions.ts";
import { caseFailure } from "./domain/errors.ts";
import type { Services } from "./domain/services.ts";
import { actionsOf, findCase, type IndexRow } from "./store/cases.ts";

/** A case as its applicant or its officer sees it; who may not see it is told that it does not exist. */
export async function viewCase(db: Database, services: Services, id: string, may: (row: IndexRow) => boolean): Promise<CaseView> {
  const row = /^[0-9a-f-]{36}$/.test(id) ? await findCase(db, id) : undefined;
  if (!row || !may(row)) throw caseFailure("case.not-found");
  const actions = await actionsOf(db, id);
  const state = fold(actions);
  const instance = services.instance;
  const sources = services
    .get(row.service)
    .definition.sources.map((source) => ({ ...source, provider: `${instance}/${source.provider}` }));
  return {
    id,
    service: row.service,
    subject: row.subject,
    state: state.state,
    createdAt: state.createdAt,
    answers: state.answers,
    consentId: state.consent?.id ?? null,
    sources: sourceStates(state, sources),
    decision: state.decision,
    certificate: state.certificate ? { code: state.certificate } : null,
    stopped: state.stopped,
    actions,
  };
}
