import type { Field, Offer, Page } from "@troad/forms";
import type { Officer } from "@troad/people/api";
import type { ActingPerson, Allowed } from "./domain/act.ts";
import type { CaseState, CaseView } from "./domain/case-view.ts";

export type { CaseAction, CaseState, CaseView, SourceState } from "./domain/case-view.ts";
export type { Decision } from "./domain/decision.ts";

export type CaseSummary = {
  id: string;
  service: string;
  named: string;
  state: CaseState;
  /** What was decided; null before. */
  granted: boolean | null;
  createdAt: string;
  updatedAt: string;
  applicant: string;
  /** Whose case it is; a list has those that its reader filed for others as well. */
  subject: string;
  /** Last day of the step on which it stands, `YYYY-MM-DD`. */
  due: string | null;
};

/** Another case that an officer may suspect to be the same; `reached`: by the officer's posts. */
export type AlikeCase = Pick<CaseSummary, "id" | "state" | "granted"> & { submittedAt: string; reached: boolean };
/**
 * `report`: what a visit on which the case stands has to report; `visits`: what each visit of the service reports, by step; `allowed`: what the officer may
 * do, as the case stands in this view.
 */
export type OfficerCase = CaseView & {
  pages: Page[];
  report: Field[];
  visits: Record<string, Field[]>;
  alike: AlikeCase[];
  allowed: Allowed;
  /** The area of the officer's step on which it stands. */
  area: string | null;
  /** The text that says why nothing of it is shown before the officer gives a reason; null where all is. */
  masked: string | null;
};
/** A case in an officer's list. */
export type CaseListItem = CaseSummary;
/** Which cases an officer looks for; what is not named is not narrowed. `from` and `to` are days in Taiwan, both included. */
export type CaseListQuery = {
  /** The posts in which the officer looks, all at the agency. */
  posts: ActingPerson["posts"];
  /** The subject of an officer to whom cases are assigned, or `none`. */
  holder?: string;
  /** A day: cases whose limit ended before it. */
  late?: string;
  /** `under-way`: being collected or decided. */
  state?: CaseState | "under-way";
  result?: "granted" | "refused";
  service?: string;
  /** A reference or its beginning, or a part of the applicant's name. */
  search?: string;
  from?: string;
  to?: string;
};
/** A case that stands in the way: the same was granted to the same person, or is under way. */
export type Standing = { id: string; granted: boolean };

export type CertificateView = {
  code: string;
  service: string;
  named: string;
  agency: string;
  /** Masked: the first and last character of the name. */
  holder: string;
  /** Which of the service's certificates it is. */
  certificate: string;
  issuedAt: string;
  /** Null where it has no end. */
  validUntil: string | null;
  /** What everybody may see of it; the holder is shown all. */
  statements: Record<string, string | number>;
  /** How many statements had no room in the compact form that was shown. */
  left: number;
  checks: { step: string; ok: boolean; code?: string }[];
  valid: boolean;
};

/** An officer opened a case, or a list in which it stands. */
export type Opening = {
  seq: number;
  caseId: string;
  service: string;
  agency: string;
  kind: "case" | "list" | "reason";
  reason: string | null;
  at: string;
};

/** What an officer did last with a certificate, and why. */
export type CertificateStanding = { state: "suspended" | "resumed" | "revoked"; reason: string; at: string };
/** `compact`: the text of the code that is checked without a network; `renewable`: the next one may be asked for now. */
export type OwnCertificate = CertificateView & {
  caseId: string;
  compact: string | null;
  standing: CertificateStanding | null;
  renewable: boolean;
};
/** A certificate of a case as its officers see it. */
export type OfficerCertificate = {
  code: string;
  /** Which of the service's certificates it is. */
  certificate: string;
  state: "valid" | "suspended" | "revoked" | "ended";
  issuedAt: string;
  validUntil: string | null;
  standing: CertificateStanding | null;
  /** The text of its code, for a print at the counter. */
  compact: string | null;
  /** What this officer may do with it now. */
  allowed: CertificateAct[];
};
export type CertificateAct = "suspend" | "resume" | "revoke";

export type FieldError = { field: string; code: string; params?: Record<string, string | number>; part?: string };

/** The form of a case as a page shows it: only the pages that the answers lead to, in order. */
export type CaseForm = {
  id: string;
  service: string;
  named: string;
  state: CaseState;
  answers: Record<string, unknown>;
  pages: Page[];
  /** The first page that is not answered yet, or whose answers no longer hold; null where nothing can be answered. */
  open: string | null;
  /** What modules offer for its questions, by field. */
  offers: Record<string, Offer[]>;
};

/** Variables of the law with what they came to; `why`: the sentences of their explanation with the article, by language. */
export type ShownLaw = {
  title: string;
  lowest: boolean;
  rows: { variable: string; label: Record<string, string>; value: string | number | boolean | null; money: boolean }[];
  why: { text: Record<string, string>; article: string | null }[];
};

/** A step of a case under way as the party sees it that answers its pages. */
export type StepForm = CaseForm & {
  /** The step and the visit that a page drawn from it has to name. */
  place: { step: string; visit: number };
  /** The last day, `YYYY-MM-DD`. */
  due: string | null;
  applicant: string;
  isApplicant: boolean;
  /** Answers that the step brings and nobody can change; `from`: a data set, or `answers`, `law`, `outcomes`, `written` of the case. */
  locked: { field: string; from: string }[];
  /** Answers that the step offers and the person may state otherwise, with the field that says why. */
  offered: { field: string; from: string; value: unknown; reason: string }[];
  /** What the law worked out, to look at beside the questions. */
  shows: ShownLaw[];
  /** Documents that the case names already. */
  documents: string[];
};

export type PartyCase = Pick<CaseView, "id" | "service" | "named" | "applicant" | "state" | "answers"> & {
  pages: Page[];
  /** Sources that are asked about the reader with their signature. */
  asks: string[];
  /** Agency that decides. */
  agency: string;
  /** Last day of the step on which it stands, `YYYY-MM-DD`. */
  due: string | null;
};

/** Who opens a document. */
export type DocumentReader = { subject: string; nationalId?: string } | { agency: string; person: ActingPerson };

/** Officers of a secret case: how many there are, how many there may be, and whom one of them may name. */
export type CaseKeepers = { most: number; count: number; candidates: { subject: string; name: string }[] };
/** Officers of a role at an agency: who holds a post now, and whose posts have ended. */
export type SecretOffice = { agency: string; role: string; held: Officer[]; gone: Officer[] };

/** What the register says of an entry before it is made; `code`: it could not be asked. */
export type EntryCheck = {
  outcome: string;
  kind: string;
  code: string | null;
  allowed: boolean;
  /** `refused`, `missing`, `judge` or `note`, each with its article. */
  findings: { code: string; level: string; article: string; fact?: string }[];
  due: { day: string; article: string } | null;
  /** NT$, within which the officer sets a fine. */
  fine: { from: number; to: number; article: string } | null;
};
