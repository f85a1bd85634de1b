import { applicantOf, keepOf } from "@troad/flow";
import { type Page, path } from "@troad/forms";
import { useAddress } from "@troad/mydata/api";
import type { CaseForm, CaseView, PartyCase } from "./api.ts";
import { eraseOn } from "./domain/keeping.ts";
import type { LoadedService } from "./domain/services.ts";
import { isOnTheWay, sourceStates } from "./domain/sources.ts";
import { isCounterVisit } from "./domain/standing.ts";
import { partyKeysOf } from "./domain/values.ts";
import { type CaseStore, readCase } from "./engine/store.ts";
import type { IndexRow } from "./store/cases.ts";

/** What stays within the agency. */
const internal: ReadonlySet<string> = new Set(["noted", "assigned", "voted", "kept"]);

type May = (row: IndexRow) => boolean;

/** A case as its applicant sees it. */
export const viewCase = async (store: CaseStore, id: string, may: May): Promise<CaseView> =>
  viewOf(store, await readCase(store, id, may));

/** What was read of a case, for its applicant, or with what stays within the agency for an officer. */
export function viewOf(
  store: CaseStore,
  { row, actions, state, service }: Awaited<ReturnType<typeof readCase>>,
  readsInternal = false,
): CaseView {
  const { definition, consumer } = service;
  const { instance } = store.definitions.services;
  const isAsked = isOnTheWay(service.flow, state);
  const sources = definition.sources
    .filter((source) => isAsked(source.id))
    .map((source) => ({ ...source, provider: `${instance}/${source.provider}` }));
  const { place } = state;
  const until = eraseOn(service, state);
  return {
    id: row.id,
    service: row.service,
    definition: state.definition,
    named: service.hash,
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
    step: place && {
      ...{ id: place.step, kind: place.kind, due: place.due, visit: place.visit },
      counter: isCounterVisit(service, place.step),
    },
    onBehalf: state.onBehalf,
    applicantParty: applicantOf(service.flow),
    fee: state.payment && { amount: state.payment.amount, address: state.payment.address, paidAt: state.payment.paidAt },
    ended: state.ended?.end ?? null,
    stopped: state.stopped,
    kept: until === null ? null : { until, rule: keepOf(definition).rule },
    actions: actions
      .filter(({ type }) => readsInternal || !internal.has(type))
      .map(({ seq, at, actor, type, data, hash }) => ({ seq, at, actor, type, data, hash })),
  };
}

/** The pages that were asked: those of the first step, and those of others that have an answer. */
export const pagesAsked = ({ form, flow: { first } }: LoadedService, answers: Record<string, unknown>): Page[] =>
  path(form, answers)
    .map((page) => form.page(page)!)
    .filter(({ id, fields }) => {
      const isFirst = first.kind === "fill" && (!first.pages || first.pages.includes(id));
      return isFirst || fields.some(({ name }) => Object.hasOwn(answers, name));
    });

/** The form of a case with its answers. Anyone who draws it needs to know neither the service's definition nor what day it is. */
export async function viewForm(store: CaseStore, id: string, may: May): Promise<CaseForm> {
  const { row, state, service } = await readCase(store, id, may);
  return {
    id,
    service: row.service,
    named: service.hash,
    state: state.state,
    answers: state.answers,
    pages: pagesAsked(service, state.answers),
    open: null,
    offers: {},
  };
}

/** A case as one of its other parties sees it; for everybody else it does not exist. */
export async function viewAsParty(store: CaseStore, id: string, nationalId: string): Promise<PartyCase> {
  const { row, state, service } = await readCase(store, id, (_, known, of) => partyKeysOf(of, known, nationalId).length > 0);
  const { definition, hash } = service;
  const own = partyKeysOf(service, state, nationalId);
  return {
    ...{ id, service: row.service, named: hash, applicant: row.applicant, state: state.state, answers: state.answers },
    pages: pagesAsked(service, state.answers),
    asks: definition.sources
      .filter(({ of, byLaw }) => of && "party" in of && byLaw === undefined && own.some((key) => key.split(".")[0] === of.party))
      .map((source) => source.id),
    agency: definition.agency,
    due: state.place?.due ?? null,
  };
}
