import type { CaseAction, CaseState, Decision, SourceState } from "../api.ts";

type GivenConsent = { consentId: string; expiresAt: string };

/** What an action of each type says. */
export type ActionData = {
  opened: { service: string; subject: string; nationalId: string; name: string };
  answered: { page: string; answers: Record<string, unknown> };
  /** Actions stored before consents had an action of their own name the consent here. */
  submitted: Partial<GivenConsent>;
  received: { source: string; exchangeId: string; found: boolean; record: Record<string, unknown>; asOf: string };
  "source-failed": { source: string; exchangeId: string; code: string };
  stopped: { source: string | null; code: string };
  resumed: Partial<GivenConsent>;
  /** MyData has recorded what the citizen agreed to. */
  consented: GivenConsent;
  /** Every source has answered. */
  collected: Record<string, never>;
  decided: Decision;
  "certificate-issued": { code: string };
  withdrawn: Record<string, never>;
};
export type ActionType = keyof ActionData;
export type Action = { [T in ActionType]: { type: T; data: ActionData[T] } }[ActionType];

/** A case as its actions tell it. */
export type Case = {
  opened: ActionData["opened"];
  state: CaseState;
  createdAt: string;
  updatedAt: string;
  answers: Record<string, unknown>;
  consent: { id: string; expiresAt: string } | null;
  /** How often it was submitted or asked again. */
  round: number;
  sources: Map<
    string,
    {
      record: Record<string, unknown> | null;
      exchangeId: string | null;
      code: string | null;
      at: string;
      tries: number;
      attempt: number;
      received: boolean;
    }
  >;
  decision: Decision | null;
  certificate: string | null;
  stopped: { code: string; source: string | null } | null;
};

/** The code of a try to which the agency's own gateway gave no answer. */
export const gatewayUnreachable = "road.unreachable";
/** Failures after which the exchange may have gone on without us: it is asked for again, not made anew. */
const leavesOpen = (code: string): boolean => code === gatewayUnreachable || code === "Server.ClientProxy.OutcomeUnknown";

/** Folds the actions of a case, oldest first, into its present state. */
export function fold(actions: CaseAction[]): Case {
  const [first] = actions;
  if (first?.type !== "opened") throw new Error("a case begins with its opening");
  const state: Case = {
    opened: first.data as ActionData["opened"],
    state: "draft",
    createdAt: first.at,
    updatedAt: first.at,
    answers: {},
    consent: null,
    round: 0,
    sources: new Map(),
    decision: null,
    certificate: null,
    stopped: null,
  };
  for (const action of actions) apply(state, action);
  return state;
}

function apply(state: Case, { type, data, at }: CaseAction): void {
  state.updatedAt = at;
  const action = { type, data } as unknown as Action;
  switch (action.type) {
    case "opened":
      return;
    case "answered":
      state.answers = action.data.answers;
      return;
    case "submitted":
    case "resumed":
      state.state = "collecting";
      state.stopped = null;
      state.round += 1;
      state.consent = consentOf(action.data);
      for (const source of state.sources.values()) if (!source.received) [source.tries, source.attempt] = [0, 0];
      return;
    case "received":
      state.sources.set(action.data.source, {
        record: action.data.found ? action.data.record : null,
        exchangeId: action.data.exchangeId,
        code: null,
        at,
        tries: 0,
        attempt: 0,
        received: true,
      });
      return;
    case "source-failed": {
      const known = state.sources.get(action.data.source);
      const tries = (known?.tries ?? 0) + 1;
      const attempt = (known?.attempt ?? 0) + (leavesOpen(action.data.code) ? 0 : 1);
      state.sources.set(action.data.source, {
        record: null,
        exchangeId: action.data.exchangeId,
        code: action.data.code,
        at,
        tries,
        attempt,
        received: false,
      });
      return;
    }
    case "consented":
      state.consent = consentOf(action.data);
      return;
    case "collected":
      state.state = "deciding";
      return;
    case "stopped":
      state.state = "stopped";
      state.stopped = action.data;
      return;
    case "decided":
      state.state = "decided";
      state.decision = action.data;
      return;
    case "certificate-issued":
      state.certificate = action.data.code;
      return;
    case "withdrawn":
      state.state = state.round === 0 ? "discarded" : "withdrawn";
      return;
    default:
      action satisfies never;
  }
}

const consentOf = ({ consentId, expiresAt }: Partial<GivenConsent>): Case["consent"] =>
  consentId !== undefined && expiresAt !== undefined ? { id: consentId, expiresAt } : null;

/** A decision is still to come: data is being collected, or all of it is there. */
export const isPending = ({ state }: Pick<Case, "state">): boolean => state === "collecting" || state === "deciding";

/** How each source of the service stands, in the service's order. */
export function sourceStates(
  state: Case,
  sources: { id: string; provider: string; fields: string[] }[],
): Omit<SourceState, "use">[] {
  return sources.map(({ id, provider, fields }) => {
    const known = state.sources.get(id);
    return {
      id,
      provider,
      fields,
      state: known?.received ? "received" : known?.code && state.state === "stopped" ? "failed" : "waiting",
      exchangeId: known?.exchangeId ?? null,
      code: known?.code ?? null,
      at: known?.at ?? null,
    };
  });
}
