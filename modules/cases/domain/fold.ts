import { taipeiDate } from "@troad/kernel";
import { gatewayUnreachable } from "@troad/road/ask";
import type { CaseAction } from "../api.ts";
import type { Action, ActionData, Case } from "./actions.ts";

/** Failures after which the exchange may have gone on without us: it is asked for again, not made anew. */
const leavesOpen = (code: string): boolean => code === gatewayUnreachable || code === "Server.ClientProxy.OutcomeUnknown";

/** Folds the actions of a case, oldest first, into its present state. */
export function fold(actions: readonly CaseAction[], id = ""): Case {
  const [first] = actions;
  if (first?.type !== "opened") throw new Error("a case begins with its opening");
  const state: Case = {
    id,
    opened: first.data as ActionData["opened"],
    secret: null,
    definition: null,
    state: "draft",
    createdAt: first.at,
    updatedAt: first.at,
    submittedAt: null,
    filedAt: null,
    answers: {},
    onBehalf: null,
    consent: null,
    consents: {},
    signers: {},
    round: 0,
    sources: new Map(),
    place: null,
    visits: {},
    entered: {},
    outcomes: {},
    written: {},
    signatures: {},
    actors: {},
    votes: [],
    counterVisit: null,
    asked: 0,
    reasons: "",
    refusal: null,
    assigned: null,
    keepers: [],
    law: null,
    submittedLaw: null,
    decision: null,
    ended: null,
    notice: null,
    died: false,
    certificates: [],
    payment: null,
    stopped: null,
  };
  for (const action of actions) apply(state, action);
  return state;
}

type Handlers = { [T in Action["type"]]: (state: Case, data: ActionData[T], entry: CaseAction) => void };

function acted(state: Case, step: string, actor: string): void {
  // the last is who acted last
  state.actors[step] = [...(state.actors[step] ?? []).filter((one) => one !== actor), actor];
}

/** What was paid at the step on which the case stands, all its visits together. */
function moved(state: Case, amount: number, entry: Record<string, unknown>): void {
  const step = state.place?.step;
  if (step === undefined) return;
  const { paid = 0, entries = [] } = (state.written[step] ?? {}) as { paid?: number; entries?: unknown[] };
  state.written = { ...state.written, [step]: { paid: paid + amount, entries: [...entries, { amount, ...entry }] } };
}

const begin = (state: Case, data: Partial<{ consentId: string; expiresAt: string }>): void => {
  state.state = state.place?.standing ?? "collecting";
  state.stopped = null;
  state.round += 1;
  state.consent = consentOf(data);
  state.consents = {};
  for (const source of state.sources.values()) if (!source.received) [source.tries, source.attempt] = [0, 0];
};

const handlers: Handlers = {
  opened: () => undefined,
  answered: (state, { answers }) => {
    state.answers = answers;
  },
  submitted: (state, data, { at }) => {
    if (data.notice === undefined) state.filedAt ??= at;
    if (data.step !== undefined) {
      state.written = { ...state.written, [data.step]: { on: taipeiDate(new Date(at)) } };
      return;
    }
    begin(state, data);
    state.submittedAt ??= at;
    state.definition = data.definition ?? null;
    state.onBehalf = data.onBehalf ?? null;
    if (state.onBehalf?.as === "counter") state.keepers = [state.onBehalf.subject];
    state.submittedLaw = data.law ?? null;
  },
  pinned: (state, { definition }) => {
    state.definition = definition;
  },
  entered: enter,
  resumed: begin,
  received: (state, data, { at }) => {
    const { source, exchangeId } = data;
    const record = data.found ? data.record : null;
    state.sources.set(source, { record, exchangeId, code: null, at, tries: 0, attempt: 0, received: true });
  },
  "source-failed": (state, { source, exchangeId, code }, { at }) => {
    const known = state.sources.get(source);
    const tries = (known?.tries ?? 0) + 1;
    const attempt = (known?.attempt ?? 0) + (leavesOpen(code) ? 0 : 1);
    state.sources.set(source, { record: null, exchangeId, code, at, tries, attempt, received: false });
  },
  consented: (state, { party, ...data }) => {
    const given = consentOf(data);
    if (party === undefined) state.consent = given;
    else if (given) state.consents = { ...state.consents, [party]: given };
  },
  collected: (state) => {
    state.state = "deciding";
  },
  stopped: (state, data) => {
    state.state = "stopped";
    state.stopped = data;
  },
  assessed: (state, data) => {
    state.law = data;
  },
  decided: (state, data, { actor }) => {
    state.decision = data;
    state.law = { values: data.values, trace: data.trace, ...(data.law ? { law: data.law } : {}) };
    if (data.step) {
      acted(state, data.step, actor);
      state.reasons = data.reasons ?? "";
      state.refusal = null;
    }
    // before services had steps, the decision was the end
    if (!state.place) state.state = "decided";
  },
  signed: (state, { party }, { actor }) => {
    state.signers = { ...state.signers, [party]: actor };
    state.signatures = { ...state.signatures, [party]: "signed" };
  },
  declined: (state, { party }) => {
    state.signatures = { ...state.signatures, [party]: "refused" };
  },
  chosen: (state, { step, reasons }, { actor }) => {
    acted(state, step, actor);
    state.reasons = reasons;
    state.refusal = null;
  },
  asked: (state, { step }, { actor }) => {
    state.asked += 1;
    acted(state, step, actor);
  },
  supplied: () => undefined,
  reported: (state, { step, report }, { actor }) => {
    acted(state, step, actor);
    state.written = { ...state.written, [step]: report };
  },
  matched: (state, { step, disputed, released, lot }) => {
    state.written = { ...state.written, [step]: { disputed, released, lot } };
  },
  "counter-visit": (state, data) => {
    state.counterVisit = data;
  },
  drawn: (state, { step, lot }, { actor }) => {
    acted(state, step, actor);
    state.written = { ...state.written, [step]: { lot } };
  },
  voted: (state, { step, ...vote }, { actor }) => {
    state.votes = [...state.votes, vote];
    acted(state, step, actor);
  },
  "meeting-closed": () => undefined,
  ranked: () => undefined,
  "document-received": (state, { step }, { actor }) => acted(state, step, actor),
  "fee-due": (state, { payment, amount, address }) => {
    state.payment = { id: payment, amount, address, paidAt: null };
  },
  paid: (state, { payment, amount, at }) => {
    state.payment = { id: payment, amount, address: null, paidAt: at };
    moved(state, amount, { on: taipeiDate(new Date(at)), channel: "online", reference: payment.slice(-12) });
  },
  "paid-out": (state, { amount }, { at }) => moved(state, amount, { on: taipeiDate(new Date(at)), why: "return", paid: true }),
  written: (state, { step, key, version, values }) => {
    state.written = { ...state.written, [step]: { ...values, key, version } };
  },
  "write-refused": () => undefined,
  acted: (state, { step, values }) => {
    state.written = { ...state.written, [step]: values };
    state.refusal = null;
  },
  "act-refused": (state, { code }) => {
    state.refusal = code;
  },
  extended: (state, { due }) => {
    if (state.place) state.place = { ...state.place, due, extended: true };
  },
  kept: (state, { to, instead }) => {
    state.keepers = [...state.keepers.filter((one) => one !== instead && one !== to), to];
    if (instead !== undefined && state.assigned?.to === instead) state.assigned = null;
  },
  assigned: (state, data) => {
    state.assigned = data;
  },
  noted: () => undefined,
  "certificate-issued": (state, { code, certificate = "certificate" }) => {
    state.certificates = [...state.certificates, { id: certificate, code, revoked: false }];
  },
  "certificate-revoked": (state, { code }) => {
    state.certificates = state.certificates.map((one) => (one.code === code ? { ...one, revoked: true } : one));
  },
  // who checks a certificate asks its list, not its case
  "certificate-suspended": () => undefined,
  "certificate-resumed": () => undefined,
  "letter-sent": (state, { document, notice }) => {
    if (notice) state.notice = { document, deliveredOn: null };
  },
  "letter-delivered": (state, { document, day }) => {
    if (state.notice?.document === document) state.notice = { document, deliveredOn: state.notice.deliveredOn ?? day };
  },
  ended: (state, { end, from, outcome, day }) => {
    state.place = null;
    state.assigned = null;
    state.outcomes = { ...state.outcomes, [from]: outcome };
    state.ended = { end, told: day };
    state.state = end === "closed" ? "closed" : "decided";
  },
  remedy: (state) => {
    state.asked = 0;
    state.notice = null;
  },
  withdrawn: (state) => {
    state.place = null;
    state.state = state.round === 0 ? "discarded" : "withdrawn";
  },
  erased: () => undefined,
  "applicant-died": (state) => {
    state.died = true;
    state.stopped = null;
  },
};

function enter(state: Case, { step, kind, standing, from, outcome, day, due }: ActionData["entered"]): void {
  const visit = (state.visits[step] ?? 0) + 1;
  state.visits = { ...state.visits, [step]: visit };
  state.entered = { ...state.entered, [step]: { day, due } };
  if (from !== null && outcome !== null) state.outcomes = { ...state.outcomes, [from]: outcome };
  state.place = { step, kind, standing, since: day, due, extended: false, visit };
  state.state = standing;
  state.assigned = null;
  // a fee that was cancelled is not the one that this step asks for
  if (kind === "pay" && state.payment?.paidAt === null) state.payment = null;
  if (kind === "sign") state.signatures = {};
  if (kind === "committee") state.votes = [];
}

function apply(state: Case, entry: CaseAction): void {
  state.updatedAt = entry.at;
  const handler = handlers[entry.type as Action["type"]] as (of: Case, data: unknown, by: CaseAction) => void;
  handler(state, entry.data, entry);
}

const consentOf = ({ consentId, expiresAt }: Partial<{ consentId: string; expiresAt: string }>): Case["consent"] =>
  consentId !== undefined && expiresAt !== undefined ? { id: consentId, expiresAt } : null;

/** A decision by a job is still to come: data is being collected, or all of it is there. */
export const isPending = ({ state }: Pick<Case, "state">): boolean => state === "collecting" || state === "deciding";

/** Nothing happens in it any more, unless a remedy begins. */
export const isOver = ({ state }: Pick<Case, "state">): boolean =>
  ["decided", "closed", "withdrawn", "discarded"].includes(state);
