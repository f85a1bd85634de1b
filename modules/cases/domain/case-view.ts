import type { Decision } from "./decision.ts";
import type { OnBehalf } from "./on-behalf.ts";

/**
 * `collecting`: sources are asked; `waiting`: for a party; `reviewing`: with an officer; `deciding`: in steps that nobody acts in; `closed`: ended
 * without a decision; `discarded`: deleted by the person before it was submitted.
 */
export type CaseState =
  | "draft"
  | "collecting"
  | "waiting"
  | "reviewing"
  | "deciding"
  | "decided"
  | "closed"
  | "stopped"
  | "withdrawn"
  | "discarded";

/** One action of a case; actions are only ever added, each carries the hash of the one before. */
export type CaseAction = { seq: number; at: string; actor: string; type: string; data: Record<string, unknown>; hash: string };

export type SourceState = {
  id: string;
  provider: string;
  fields: string[];
  state: "waiting" | "received" | "failed";
  exchangeId: string | null;
  /** Names the exchange among the uses of the person's data (`useAddress` of mydata). */
  use: string | null;
  code: string | null;
  at: string | null;
};

export type CaseView = {
  id: string;
  service: string;
  /** Hash of what the case goes through; null for the service as it is now. */
  definition: string | null;
  /** Under which name the texts of the service are found, as they were when the case was submitted. */
  named: string;
  subject: string;
  /** The name under which it was begun. */
  applicant: string;
  state: CaseState;
  createdAt: string;
  answers: Record<string, unknown>;
  consentId: string | null;
  sources: SourceState[];
  decision: Decision | null;
  certificate: { code: string } | null;
  certificates: { id: string; code: string; revoked: boolean }[];
  /** The step on which it stands, entered for the nth time; `counter`: the person comes to a counter. */
  step: { id: string; kind: string; due: string | null; visit: number; counter: boolean } | null;
  /** Who filed it for the applicant; null where the applicant did. */
  onBehalf: OnBehalf | null;
  /** The party that the applicant is. */
  applicantParty: string;
  /** The fee that was asked for last. */
  fee: { amount: number; address: string | null; paidAt: string | null } | null;
  /** How it ended; null before. */
  ended: "granted" | "refused" | "closed" | null;
  stopped: { code: string; source: string | null } | null;
  /** Until when it is kept, and the text key of the rule (null: the usual one); null while it is under way. */
  kept: { until: string; rule: string | null } | null;
  actions: CaseAction[];
};
