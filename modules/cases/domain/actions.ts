import type { End, Place, RemedyName, StepKind, Vote } from "@troad/flow";
import type { StoredFile } from "@troad/forms";
import type { CaseState } from "../api.ts";
import type { Decision, LawVersion } from "./decision.ts";
import type { Drawing } from "./lot.ts";
import type { OnBehalf } from "./on-behalf.ts";

/** What the law said, and which version of it. */
export type Assessed = Pick<Decision, "values" | "trace" | "law">;
type GivenConsent = { consentId: string; expiresAt: string };
/** Who opened a case over the road, in which exchange and by which law. */
export type Notice = { step: string; consumer: string; exchangeId: string; agreement: string; legalBasis: string | null };

/** What an action of each type says. */
export type ActionData = {
  opened: { service: string; subject: string; nationalId: string; name: string };
  answered: { page: string; answers: Record<string, unknown> };
  /**
   * `definition`: hash of the form, steps and texts under which the case goes on to its end. Actions stored before services had steps have
   * none, and those before consents had an action of their own name the consent here. `step`: a step of a case under way that a party has
   * answered, by name; nothing begins with it. `notice`: another authority reported what the answers say. `law`: its law as it was then.
   * `paper`: what a person signed whose application an officer filed at the counter.
   */
  submitted: Partial<GivenConsent> & {
    definition?: string;
    onBehalf?: OnBehalf;
    step?: string;
    name?: string;
    notice?: Notice;
    law?: LawVersion;
    paper?: StoredFile[];
    /** At whose page it was prepared: a client of the eID, by its name. */
    broughtBy?: { client: string; name: { en: string; "zh-Hant": string } };
  };
  /** A case from before services had steps goes on under this definition. */
  pinned: { definition: string };
  /** The case moved; `from` is a step or an end, `due` the last day of the step's limit. */
  entered: {
    step: string;
    kind: StepKind;
    standing: CaseState;
    from: string | null;
    outcome: string | null;
    day: string;
    due: string | null;
    /** Of a step that draws a lot: the hash of the secret that takes part in it. */
    commitment?: string;
  };
  /**
   * Claims were compared with those of other cases: what others claim too, what this one has given up, and which cases those are. `lot`: 0 to 999, by
   * a seed, for samples.
   */
  matched: { step: string; disputed: string[]; released: string[]; others: string[]; lot: number };
  /** A lot was drawn; everything that it came of is here. */
  drawn: { step: string } & Drawing;
  received: { source: string; exchangeId: string; found: boolean; record: Record<string, unknown>; asOf: string };
  "source-failed": { source: string; exchangeId: string; code: string };
  stopped: { source: string | null; code: string };
  resumed: Partial<GivenConsent>;
  /** MyData has recorded what the citizen agreed to. */
  consented: GivenConsent & { party?: string };
  /** Every source of the step has answered. */
  collected: Record<string, never>;
  /** The law's variables were worked out. */
  assessed: Assessed;
  decided: Decision;
  signed: { party: string; name: string };
  declined: { party: string; name: string; reason: string };
  /** An officer chose an outcome of a review or a decision. */
  chosen: { step: string; outcome: string; reasons: string };
  asked: { step: string; items: string[]; text: string };
  /** `files`: the documents with their hashes. */
  supplied: { text: string; documents: string[]; files?: StoredFile[] };
  reported: { step: string; report: Record<string, unknown> };
  /** What became of the time that was booked for a visit to a counter; `n` rises with each change of a booking. */
  "counter-visit": { booking: string; n: number; what: string; at: string; counter: string; step: string; visit: number };
  voted: { step: string } & Vote;
  "meeting-closed": { step: string };
  ranked: { step: string; round: string; rank: number; of: number; mean: number; granted: boolean };
  "document-received": { step: string; text: string; documents: string[]; files?: StoredFile[] };
  "fee-due": { payment: string; amount: number; address: string };
  paid: { payment: string; amount: number; at: string };
  "paid-out": { payment: string; amount: number };
  /** An entry in a register: its key, which the register may have given, and what was written. */
  written: { step: string; register: string; key: string; version: number; exchangeId: string; values: Record<string, unknown> };
  /** `findings`: what the rules of a register say against an entry. */
  "write-refused": { step: string; register: string; exchangeId: string; code: string; findings?: EntryFinding[] };
  /** A module did what was decided, or said that it would; `values` is what it gave. */
  acted: { step: string; does: string; check: boolean; values: Record<string, string | number> };
  "act-refused": { step: string; does: string; code: string };
  extended: { due: string; reason: string };
  assigned: { to: string; name: string };
  noted: { text: string };
  /** An officer of a secret case let another one keep it too, or a supervisor put one in the place of an officer who is gone. */
  kept: { to: string; name: string; instead?: string; reason?: string };
  "certificate-issued": { code: string; certificate?: string };
  /** With a reason where an officer did it, and not a step. */
  "certificate-revoked": { code: string; reason?: string };
  "certificate-suspended": { code: string; reason: string };
  "certificate-resumed": { code: string; reason: string };
  /** `inFile`: the seal is in the file itself, as it is since letters are PAdES. `notice`: sent as a legal notice, whose delivery is told. */
  "letter-sent": { letter: string; party: string; document: string; inFile?: true; notice?: true };
  /** A legal notice was opened by its person, or brought by the post, on `day`. */
  "letter-delivered": { document: string; day: string; by: "opened" | "delivered" };
  /** The case has ended; `day` is when its parties were told. */
  ended: { end: End; from: string; outcome: string; day: string };
  /** Something follows after the end. */
  remedy: { name: RemedyName; reason: string };
  withdrawn: Record<string, never>;
  /** All that the case knew was erased, on the day that its rule gave. `readable`: actions from before contents were encrypted. */
  erased: { rule: string | null; months: number; due: string; readable: number };
  /** Its applicant has died; the reason says how the officer knows. */
  "applicant-died": { reason: string };
};
export type EntryFinding = { code: string; level: string; article: string; fact?: string };
export type ActionType = keyof ActionData;
export type Action = { [T in ActionType]: { type: T; data: ActionData[T] } }[ActionType];

export type SourceRecord = {
  record: Record<string, unknown> | null;
  exchangeId: string | null;
  code: string | null;
  at: string;
  tries: number;
  attempt: number;
  received: boolean;
};

/** A case as its actions tell it. */
export type Case = {
  /** Its id, where it was read from the store. */
  id: string;
  opened: ActionData["opened"];
  /** How many officers know of it at most, by its definition or by what content says now; null where it is no secret. */
  secret: number | null;
  /** Hash of what it goes through; null in a case that ended before services had steps. */
  definition: string | null;
  state: CaseState;
  createdAt: string;
  updatedAt: string;
  submittedAt: string | null;
  /** When its applicant had answered what they are asked: of a case that another authority's notice opened that is later. */
  filedAt: string | null;
  answers: Record<string, unknown>;
  onBehalf: OnBehalf | null;
  consent: { id: string; expiresAt: string } | null;
  /** What other parties agreed to in this round, each for themselves, and the accounts with which they signed. */
  consents: Record<string, { id: string; expiresAt: string }>;
  signers: Record<string, string>;
  /** How often it was submitted or asked again. */
  round: number;
  sources: Map<string, SourceRecord>;
  place: (Place & { kind: StepKind; standing: CaseState }) | null;
  visits: Record<string, number>;
  /** When each step was last come to, and the last day of its limit. */
  entered: Record<string, { day: string; due: string | null }>;
  /** The last outcome of each step. */
  outcomes: Record<string, string>;
  signatures: Record<string, "signed" | "refused">;
  /** What steps wrote in registers, by step: key, version and values. */
  written: Record<string, Record<string, unknown>>;
  /** Who acted in each officer's step. */
  actors: Record<string, string[]>;
  votes: Vote[];
  /** What became last of the time that was booked for a visit to a counter. */
  counterVisit: ActionData["counter-visit"] | null;
  asked: number;
  /** What the officer who acted last gave as reasons. */
  reasons: string;
  /** The rule by which a module last refused what was decided. */
  refusal: string | null;
  assigned: { to: string; name: string } | null;
  /** The officers who took it: of a secret case nobody else of the office knows of it. */
  keepers: string[];
  law: Assessed | null;
  /** The law as it was when the case was submitted; null where it names none, or was submitted before this was kept. */
  submittedLaw: LawVersion | null;
  decision: Decision | null;
  ended: { end: End; told: string } | null;
  /** The last letter that was sent as a legal notice, and the day of its delivery; null where there is none. */
  notice: { document: string; deliveredOn: string | null } | null;
  /** Its applicant has died: nobody is written to any more. */
  died: boolean;
  certificates: { id: string; code: string; revoked: boolean }[];
  payment: { id: string; amount: number; address: string | null; paidAt: string | null } | null;
  stopped: { code: string; source: string | null } | null;
};
