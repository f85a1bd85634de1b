import { openQuestions, path } from "@troad/forms";
import { useAddress } from "@troad/mydata/api";
import type { CaseForm, CaseView } from "./api.ts";
import { sourceStates } from "./domain/actions.ts";
import type { Services } from "./domain/services.ts";
import { type CaseStore, readCase, todayOf } from "./engine.ts";
import type { IndexRow } from "./store/cases.ts";

type May = (row: IndexRow) => boolean;

/** A case as its applicant or its officer sees it. */
export async function viewCase(store: CaseStore, services: Services, id: string, may: May): Promise<CaseView> {
  const { row, actions, state } = await readCase(store, id, may);
  const { definition, consumer } = services.get(row.service);
  const sources = definition.sources.map((source) => ({ ...source, provider: `${services.instance}/${source.provider}` }));
  return {
    id,
    service: row.service,
    subject: row.subject,
    applicant: row.applicant,
    state: state.state,
    createdAt: state.createdAt,
    answers: state.answers,
    consentId: state.consent?.id ?? null,
    sources: sourceStates(state, sources).map((source) => {
      const { exchangeId, provider } = source;
      return { ...source, use: exchangeId === null ? null : useAddress({ exchangeId, consumer, provider }) };
    }),
    decision: state.decision,
    certificate: state.certificate ? { code: state.certificate } : null,
    stopped: state.stopped,
    actions: actions.map(({ seq, at, actor, type, data, hash }) => ({ seq, at, actor, type, data, hash })),
  };
}

/** The form of a case with its answers. The page that draws it needs to know neither the service's definition nor what day it is. */
export async function viewForm(store: CaseStore, services: Services, id: string, may: May): Promise<CaseForm> {
  const { row, state } = await readCase(store, id, may);
  const { form } = services.get(row.service);
  return {
    id,
    service: row.service,
    state: state.state,
    answers: state.answers,
    pages: path(form, state.answers).map((page) => form.page(page)!),
    open: openQuestions(form, state.answers, { today: todayOf(store) })[0]?.page ?? null,
  };
}
