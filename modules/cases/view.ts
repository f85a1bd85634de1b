import { openQuestions, path } from "@troad/forms";
import { useAddress } from "@troad/mydata/api";
import type { CaseForm, CaseView } from "./api.ts";
import { sourceStates } from "./domain/sources.ts";
import { type CaseStore, readCase, todayOf } from "./engine/store.ts";
import type { IndexRow } from "./store/cases.ts";

type May = (row: IndexRow) => boolean;

/** A case as its applicant or its officer sees it. */
export async function viewCase(store: CaseStore, id: string, may: May): Promise<CaseView> {
  const { row, actions, state, service } = await readCase(store, id, may);
  const { definition, consumer } = service;
  const { instance } = store.definitions.services;
  const sources = definition.sources.map((source) => ({ ...source, provider: `${instance}/${source.provider}` }));
  const { place } = state;
  return {
    id,
    service: row.service,
    definition: state.definition,
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
    certificate: state.certificates[0] ? { code: state.certificates[0].code } : null,
    certificates: state.certificates,
    step: place && { id: place.step, kind: place.kind, due: place.due },
    ended: state.ended?.end ?? null,
    stopped: state.stopped,
    actions: actions.map(({ seq, at, actor, type, data, hash }) => ({ seq, at, actor, type, data, hash })),
  };
}

/** The form of a case with its answers. Anyone who draws it needs to know neither the service's definition nor what day it is. */
export async function viewForm(store: CaseStore, id: string, may: May): Promise<CaseForm> {
  const { row, state, service } = await readCase(store, id, may);
  const { form } = service;
  return {
    id,
    service: row.service,
    state: state.state,
    answers: state.answers,
    pages: path(form, state.answers).map((page) => form.page(page)!),
    open: openQuestions(form, state.answers, { today: todayOf(store) })[0]?.page ?? null,
  };
}
