import type { OnlineDegree } from "@troad/flow";
import type { StoredFile } from "@troad/forms";
import { defineApi, exactly, oneOf, pageLimit, pageSchema, textUpTo, uuidSchema } from "@troad/kernel";
import type { MandateKind } from "@troad/people/api";
import Type from "typebox";
import { type ActingPerson, type Allowed, type CaseAct, caseActSchema, personSchema, placeSchema } from "./domain/act.ts";
import type {
  CaseForm,
  CaseKeepers,
  CaseListItem,
  CaseListQuery,
  CaseSummary,
  CaseView,
  CertificateAct,
  CertificateView,
  DocumentReader,
  EntryCheck,
  FieldError,
  OfficerCase,
  OfficerCertificate,
  Opening,
  OwnCertificate,
  PartyCase,
  SecretOffice,
  Standing,
  StepForm,
} from "./shown.ts";
import type { ServiceFigures } from "./store/measures.ts";

export type * from "./shown.ts";
export type { CaseChannel, ServiceFigures } from "./store/measures.ts";

export type CasesApi = {
  /** Opens a case, or gives the open draft of the same person and service; by a mandate for its principal. */
  open(request: {
    service: string;
    subject: string;
    nationalId: string;
    name: string;
    mandate?: string;
  }): Promise<{ id: string }>;
  /** An officer begins an application for a person who is present, known by number and name. */
  openAtCounter(request: { service: string; nationalId: string; name: string; officer: ActingPerson }): Promise<{ id: string }>;
  /** Files it with the paper that the person signed; where the same stands already, nothing is filed and the answer names it. */
  fileAtCounter(request: { id: string; officer: ActingPerson; paper: string[] }): Promise<Standing | null>;
  /** Sends a code to a person who is on the telephone with an officer, if they have a number that they confirmed; the answer is always the same. */
  callBack(request: { service: string; nationalId: string; name: string; officer: ActingPerson }): Promise<{ id: string }>;
  /** With the code that the caller read out the officer begins an application for them. */
  openByPhone(request: {
    id: string;
    code: string;
    nationalId: string;
    name: string;
    officer: ActingPerson;
  }): Promise<{ id: string }>;
  /** What an officer has begun at the counter, newest first. */
  counterDrafts(subject: string, page: { before?: string; limit: number }): Promise<CaseSummary[]>;
  /** For whom a person may apply besides themselves, by mandates in force that the service takes. */
  principals(request: { service: string; subject: string }): Promise<{ mandate: string; kind: MandateKind; name: string }[]>;
  /** The visit to a counter at which a person's case stands; null where it stands at none. */
  visitAt(request: {
    id: string;
    subject: string;
  }): Promise<{ service: string; agency: string; step: string; visit: number } | null>;
  /** What indicators are counted from: of every service between two instants. */
  figures(request: { from: string; to: string }): Promise<ServiceFigures[]>;
  /** Every service that is applied for here, and how far it is online. */
  catalogue(): Promise<{ service: string; agency: string; online: OnlineDegree }[]>;
  /** How content the applicant of a decided case was, 1 to 5; null where they did not say. */
  rating(request: { id: string; subject: string }): Promise<number | null>;
  /** Says so, once. */
  rate(request: { id: string; subject: string; score: number }): Promise<void>;
  form(request: { id: string; subject: string }): Promise<CaseForm>;
  /** Stores the answers of one form page; returns errors by field and stores nothing when there are any. */
  answer(request: {
    id: string;
    subject: string;
    page: string;
    values: Record<string, unknown>;
  }): Promise<{ errors: FieldError[]; next: string | null; standing: Standing | null }>;
  /**
   * The citizen agrees to the data requests and submits; idempotent. Where the same stands already, nothing is submitted and the answer
   * names it.
   */
  submit(request: { id: string; subject: string; proof?: number }): Promise<Standing | null>;
  /**
   * Submits an application whose answers are all known, in one step and without a draft: the case gets the id that the caller chose, so that the
   * same again is the same case. `answers` are in their canonical form, documents of them in the folder of that id. Nothing is stored where an
   * answer does not fit (`open`: the first page with one) or where the same `stands` already.
   */
  submitWhole(request: {
    id: string;
    service: string;
    subject: string;
    nationalId: string;
    name: string;
    answers: Record<string, unknown>;
    proof?: number;
  }): Promise<
    { outcome: "submitted" } | { outcome: "stands"; standing: Standing } | { outcome: "open"; page: string; errors: FieldError[] }
  >;
  /** Ends an application that is not decided; a draft is gone from the person's list. */
  withdraw(request: { id: string; subject: string }): Promise<void>;
  /** The step that a person has to answer in a submitted case; 409 where the case waits for something else. `submit` is an act. */
  stepForm(request: { id: string; person: ActingPerson }): Promise<StepForm>;
  /** As `answer`, for the step that the page names; 409 with what is allowed where the case has moved on. */
  stepAnswer(request: {
    id: string;
    person: ActingPerson;
    place: { step: string; visit: number };
    page: string;
    values: Record<string, unknown>;
  }): Promise<{ errors: FieldError[]; next: string | null; standing: Standing | null }>;
  /** After a stop (provider down, consent run out): asks again with a new consent. */
  resume(request: { id: string; subject: string }): Promise<void>;
  view(request: { id: string; subject: string }): Promise<CaseView>;
  /** What a person may do with a case now; of another's case nothing. */
  acts(request: { id: string; person: ActingPerson }): Promise<Allowed>;
  /** A letter of the case to its receiver or an officer: the sealed PDF in base64; of one from before, the seal beside it. */
  letter(request: { id: string; letter: string; person: ActingPerson }): Promise<{ pdf: string; token: string | null }>;
  /** Cases of others that wait for this person: for a signature, or for answers. */
  toSign(nationalId: string, page: { before?: string; limit: number }): Promise<CaseSummary[]>;
  /** A case as one of its other parties sees it: what is applied for, by whom and with which answers. */
  viewAsParty(request: { id: string; nationalId: string }): Promise<PartyCase>;
  /** Does it; `case.act-not-allowed` names what is allowed instead. */
  act(request: { id: string; person: ActingPerson; place: { step: string; visit: number }; act: CaseAct }): Promise<void>;
  /**
   * Opens a document that a case names, for its applicant, a party of it or an officer of its agency; everybody else is told that the case
   * does not exist. Each opening is audited, an officer's is shown to the applicant.
   */
  document(request: { id: string; document: string; reader: DocumentReader }): Promise<{ file: StoredFile; pieces: number }>;
  /** With the questions that the applicant answered. */
  viewAsOfficer(request: { id: string; agency: string; person: ActingPerson }): Promise<OfficerCase>;
  /** Opens a case of a special category with a reason, which its applicant reads; it counts for the working day. */
  openMasked(request: { id: string; agency: string; person: ActingPerson; reason: string }): Promise<void>;
  /** How many officers know of a secret case, and whom one of them may name; null where it is none. */
  keepersOf(request: { id: string; agency: string; person: ActingPerson }): Promise<CaseKeepers | null>;
  /** An officer of a secret case lets a colleague keep it too; for all others it does not exist. */
  nameKeeper(request: { id: string; agency: string; person: ActingPerson; to: string }): Promise<void>;
  /** The offices in which a supervisor puts officers in the place of those who are gone. */
  secretOffices(person: ActingPerson): Promise<SecretOffice[]>;
  /**
   * Puts an officer in the place of one whose post has ended, in every secret case that one kept; whether there is one is not told. The officers of such a
   * case are.
   */
  replaceKeeper(request: {
    person: ActingPerson;
    agency: string;
    role: string;
    gone: string;
    to: string;
    reason: string;
  }): Promise<void>;
  /** Of these cases those that are secrets which this officer does not keep. */
  hiddenFrom(request: { subject: string; cases: string[] }): Promise<string[]>;
  /** What the rules of a register say of the entry that each outcome of the officer's step would lead to. */
  entryChecks(request: { id: string; agency: string; person: ActingPerson; place: Allowed["place"] }): Promise<EntryCheck[]>;
  listOf(subject: string, page: { before?: string; limit: number }): Promise<CaseSummary[]>;
  /** The first `shown` cases are written down for the people concerned before an officer sees them. */
  listForAgency(
    agency: string,
    page: CaseListQuery & { before?: string; limit: number; shown: number; actor: string },
  ): Promise<CaseListItem[]>;
  /** How many cases were submitted to an agency, counted to `limit`. */
  countForAgency(agency: string, query: CaseListQuery & { limit: number; actor?: string }): Promise<number>;
  /** Who opened this person's cases, newest first. */
  openingsOf(subject: string, page: { before?: string; limit: number }): Promise<Opening[]>;
  certificate(code: string): Promise<CertificateView | null>;
  /** Proof that a certificate is in the public log: leaf data is the SHA-256 of its token, `proof` a file (C2SP tlog-proof). */
  certificateLogged(code: string): Promise<{ leafIndex: number; proof: string; verifierKey: string } | null>;
  /** The same as a PDF file sealed by the agency (PAdES B-LT), in base64; null where there is none, or its case was erased. */
  certificateFile(request: { id: string; subject: string; code?: string }): Promise<{ pdf: string; code: string } | null>;
  /** A certificate as its holder sees it, with the sealed token. */
  ownCertificate(request: { id: string; subject: string; code?: string }): Promise<(OwnCertificate & { token: string }) | null>;
  /** How certificates stand, by their numbers: what was never issued is left out. Reserved to the module that keeps copies of them. */
  certificatesStanding(codes: string[]): Promise<{ code: string; state: "valid" | "suspended" | "revoked" }[]>;
  /** The certificates of a case that an officer reaches. */
  certificatesOfCase(request: { id: string; agency: string; person: ActingPerson }): Promise<OfficerCertificate[]>;
  /** Suspends, resumes or revokes one, with a reason that its holder reads; the same again changes nothing. */
  changeCertificate(request: {
    id: string;
    agency: string;
    person: ActingPerson;
    code: string;
    act: CertificateAct;
    reason: string;
  }): Promise<void>;
  /**
   * Asks for the next certificate with the answers of the last: `submitted`, or what is in the way: questions that are `open`, a draft that was
   * `begun`, the same that `stands` already (its case).
   */
  renew(request: {
    id: string;
    subject: string;
    proof?: number;
  }): Promise<{ id: string; outcome: "submitted" | "open" | "begun" | "stands" }>;
  /** A person's certificates, newest first; a place in the list is the id of a case. */
  certificatesOf(subject: string, page: { before?: string; limit: number }): Promise<OwnCertificate[]>;
};

const id = textUpTo(60);
const subject = textUpTo(100);
const agency = textUpTo(100);
const ofSubject = exactly({ id, subject });
const caseListQuery = {
  posts: personSchema.properties.posts,
  ...{ holder: Type.Optional(textUpTo(100)), late: Type.Optional(textUpTo(10)) },
  state: Type.Optional(
    oneOf("draft", "under-way", "collecting", "waiting", "reviewing", "deciding", "decided", "closed", "stopped", "withdrawn"),
  ),
  result: Type.Optional(oneOf("granted", "refused")),
  ...{ service: Type.Optional(textUpTo(100)), search: Type.Optional(textUpTo(100)) },
  ...{ from: Type.Optional(textUpTo(10)), to: Type.Optional(textUpTo(10)) },
};
const primitive = Type.Union([textUpTo(20_000), Type.Number(), Type.Boolean(), Type.Null()]);
/** What a browser sends for one question; the form says what it has to be. */
const value = Type.Union([primitive, Type.Array(primitive, { maxItems: 200 })]);

const answered = { page: textUpTo(100), values: Type.Record(textUpTo(100), value, { maxProperties: 1_000 }) };

export const casesApi = defineApi<CasesApi>("cases", {
  open: [
    exactly({
      ...{ service: textUpTo(100), subject, nationalId: textUpTo(20), name: textUpTo(300) },
      mandate: Type.Optional(id),
    }),
  ],
  openAtCounter: [exactly({ service: textUpTo(100), nationalId: textUpTo(20), name: textUpTo(300), officer: personSchema })],
  fileAtCounter: [exactly({ id, officer: personSchema, paper: Type.Array(id, { maxItems: 20 }) })],
  callBack: [exactly({ service: textUpTo(100), nationalId: textUpTo(20), name: textUpTo(300), officer: personSchema })],
  openByPhone: [exactly({ id, code: textUpTo(20), nationalId: textUpTo(20), name: textUpTo(300), officer: personSchema })],
  counterDrafts: [subject, pageSchema],
  principals: [exactly({ service: textUpTo(100), subject })],
  visitAt: [ofSubject],
  figures: [exactly({ from: textUpTo(40), to: textUpTo(40) })],
  catalogue: [],
  rating: [ofSubject],
  rate: [exactly({ ...ofSubject.properties, score: Type.Integer({ minimum: 1, maximum: 5 }) })],
  form: [ofSubject],
  answer: [exactly({ id, subject, ...answered })],
  stepForm: [exactly({ id, person: personSchema })],
  stepAnswer: [exactly({ id, person: personSchema, place: placeSchema, ...answered })],
  submit: [exactly({ ...ofSubject.properties, proof: personSchema.properties.proof })],
  submitWhole: [
    exactly({
      ...{ id: uuidSchema(), service: textUpTo(100), subject, nationalId: textUpTo(20), name: textUpTo(300) },
      answers: Type.Record(textUpTo(100), Type.Unknown(), { maxProperties: 1_000 }),
      proof: personSchema.properties.proof,
    }),
  ],
  withdraw: [ofSubject],
  resume: [ofSubject],
  view: [ofSubject],
  letter: [exactly({ id, letter: textUpTo(60), person: personSchema })],
  toSign: [textUpTo(20), pageSchema],
  viewAsParty: [exactly({ id, nationalId: textUpTo(20) })],
  acts: [exactly({ id, person: personSchema })],
  act: [exactly({ id, person: personSchema, place: placeSchema, act: caseActSchema })],
  document: [
    exactly({
      ...{ id, document: id },
      reader: Type.Union([
        exactly({ subject, nationalId: Type.Optional(textUpTo(20)) }),
        exactly({ agency, person: personSchema }),
      ]),
    }),
  ],
  viewAsOfficer: [exactly({ id, agency, person: personSchema })],
  openMasked: [exactly({ id, agency, person: personSchema, reason: Type.String({ minLength: 4, maxLength: 500 }) })],
  keepersOf: [exactly({ id, agency, person: personSchema })],
  nameKeeper: [exactly({ id, agency, person: personSchema, to: subject })],
  secretOffices: [personSchema],
  replaceKeeper: [
    exactly({
      ...{ person: personSchema, agency, role: textUpTo(100), gone: subject, to: subject },
      reason: Type.String({ minLength: 4, maxLength: 500 }),
    }),
  ],
  hiddenFrom: [exactly({ subject, cases: Type.Array(id, { maxItems: 500 }) })],
  entryChecks: [exactly({ id, agency, person: personSchema, place: placeSchema })],
  listOf: [subject, pageSchema],
  listForAgency: [agency, exactly({ ...caseListQuery, ...pageSchema.properties, shown: pageLimit, actor: subject })],
  countForAgency: [agency, exactly({ ...caseListQuery, limit: pageLimit, actor: Type.Optional(subject) })],
  openingsOf: [subject, pageSchema],
  certificate: [textUpTo(200)],
  certificateLogged: [textUpTo(200)],
  certificateFile: [exactly({ id, subject, code: Type.Optional(textUpTo(200)) })],
  ownCertificate: [exactly({ id, subject, code: Type.Optional(textUpTo(200)) })],
  certificatesOf: [subject, pageSchema],
  certificatesStanding: [Type.Array(textUpTo(200), { maxItems: 500 })],
  certificatesOfCase: [exactly({ id, agency, person: personSchema })],
  changeCertificate: [
    exactly({
      ...{ id, agency, person: personSchema, code: textUpTo(200), act: oneOf("suspend", "resume", "revoke") },
      reason: Type.String({ minLength: 1, maxLength: 1_000 }),
    }),
  ],
  renew: [exactly({ ...ofSubject.properties, proof: personSchema.properties.proof })],
});
