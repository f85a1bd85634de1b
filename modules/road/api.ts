import type { ExternalService } from "@troad/directory";
import { type AnchorApi, type AnchoredRecord, type CheckReport, defineApi } from "@troad/kernel";
import { roadCalls } from "./calls.ts";
import type { AccessAction, AccessState, Application, Terms } from "./domain/application.ts";
import type { LogEntry } from "./domain/log-query.ts";
import type { TransferRecord } from "./domain/record.ts";
import type { RecordsOverview } from "./domain/retention.ts";
import type { ListedTransfer, TransferAlarm, TransferDay, TransferQuery } from "./domain/transfer-query.ts";
import type { AlarmKind, TransferKey } from "./domain/transfer-rules.ts";
import type { CatalogueEntry } from "./registry/catalogue.ts";

export type { AccessAction, AccessState, Application, Terms } from "./domain/application.ts";
export type { LogEntry } from "./domain/log-query.ts";
export { leafOf as transferLeaf, type TransferRecord } from "./domain/record.ts";
export type { RecordsApi, RecordsOverview } from "./domain/retention.ts";
export type { ListedTransfer, TransferAlarm, TransferDay, TransferQuery } from "./domain/transfer-query.ts";
export { type AlarmKind, digestOfRecord, type TransferKey } from "./domain/transfer-rules.ts";
export type { CatalogueEntry } from "./registry/catalogue.ts";
export { type Accounting, accountForLeaves, type InvalidLeaf } from "./registry/heads/accounting.ts";
export { headsAfter } from "./store/heads.ts";

/** The other side's signature over an exchange. */
export type TransferProof = {
  /** base64, as the message log keeps it: compact or in X-Road's form. */
  signature: string;
  /** The place of its certificate among those of the call. */
  signer: number;
  /** What it is over: name, media type and SHA-512 (base64) of each file, in order. */
  files: [name: string, mime: string, digest: string][];
};

/** A transfer as a gateway tells it; `salt` (base64) keeps its leaf from being guessed. A consumer that got no answer has no proof. */
export type ReportedTransfer = { record: TransferRecord; salt: string; proof?: TransferProof };

/** The place of a record in the public log, or why it was refused. */
export type RecordedTransfer = { leafIndex: number } | { refused: AlarmKind };

export type LogProof = {
  record: TransferRecord;
  /** base64; leaf data = SHA-256(salt || canonical JSON of the record). */
  salt: string;
  leafIndex: number;
  treeSize: number;
  /** base64 nodes, RFC 6962 section 2.1.1. */
  inclusion: string[];
  /** The signed checkpoint (C2SP tlog-checkpoint) for `treeSize`. */
  checkpoint: string;
  /** The log's verifier key (C2SP signed-note). */
  verifierKey: string;
  /** Verifier keys of the witnesses that the log asks for cosignatures (C2SP tlog-cosignature). */
  witnessKeys: string[];
};

/** That a record of heads is in the public log; leaf data = SHA-256(canonical JSON of the record). */
export type HeadProof = AnchoredRecord & Omit<LogProof, "record" | "salt" | "leafIndex">;

/** What is known of the ledgers of a schema (`public_log`: of the log itself). */
export type LedgerState = { schema: string; published: AnchoredRecord | null; check: CheckReport | null };

/** The data agreement under which a consumer may call a service. */
export type Agreement = {
  id: string;
  consumer: string;
  provider: string;
  fields: string[];
  purpose: string;
  legalBasis: string;
  consentRequired: boolean;
  validUntil: string | null;
};

export type RequestState = "submitted" | "approved" | "declined" | "revoked";
export type RequestSummary = {
  id: string;
  at: string;
  type: string;
  member: string;
  server: string | null;
  state: RequestState;
  content: Record<string, unknown>;
};
export type RequestQuery = { state: RequestState; type: string; member: string };
export type RequestView = RequestSummary & {
  states: { seq: number; at: string; state: RequestState; actor: string; reason: string | null }[];
  checks: { name: string; measured: string; expected: string; ok: boolean; at: string }[];
};

export type RegisteredMember = {
  member: string;
  name: Record<string, string>;
  kind: string;
  subsystems: string[];
  gateways: { code: string; address: string; enabled: boolean; clients: string[] }[];
};

export type ApplicationSummary = {
  id: string;
  consumer: string;
  provider: string;
  state: AccessState;
  validUntil: string | null;
  createdAt: string;
  updatedAt: string;
};
export type ApplicationView = Application & { id: string; actions: AccessAction[] };

export type Evidence =
  | { state: "sealing" }
  | {
      state: "sealed";
      fileName: string;
      /** base64 of the ASiC-E container; of an exchange in X-Road's form that of the answer. */
      container: string;
      /** That of the request, where the form has one for each message. */
      request?: { fileName: string; container: string };
    }
  /** The log has it, and the key with which the log opens is not the one of then. */
  | { state: "unreadable" }
  | { state: "none" };

/** What a member's process needs to join, as a file that an officer hands over. Anyone who has it first can join in the member's name. */
export type Invitation = {
  format: 1;
  id: string;
  secret: string;
  expires: string;
  instance: string;
  /** Where the platform's pages and the registry are. */
  origin: string;
  /** Where the platform's processes are reached over mutual TLS. */
  peers: string;
  /** SHA-256 of the certificate of their authority, lower-case hex. */
  peersCa: string;
  /** The anchor of the configuration. */
  anchor: string;
  /** CLASS/CODE */
  member: string;
  /** Id of its agency: the name of its folders, schema and processes. */
  agency: string;
  kind: string;
  name: Record<string, string>;
  subsystems: string[];
  /** Code of the gateway. */
  server: string;
};

export type RoadApi = AnchorApi & {
  /** Each schema's newest published heads and last check (for auditors). */
  ledgers(): Promise<LedgerState[]>;
  headProof(query: { schema: string; no: number }): Promise<HeadProof | null>;
  /** Where information systems of a member send their requests. */
  consumerUrl(member: string): Promise<string>;
  instance(): Promise<string>;
  agreements(): Promise<Agreement[]>;
  /**
   * Tells the platform of up to 1,000 transfers, with the certificates (base64) of their proofs; the same record again keeps its place. Gives
   * what became of each, in order.
   */
  recordTransfers(told: ReportedTransfer[], signers: string[]): Promise<RecordedTransfer[]>;
  proofOf(key: TransferKey): Promise<LogProof | null>;
  /** Fetches the sealed container from the gateway that keeps it. */
  evidenceOf(key: TransferKey): Promise<Evidence>;
  /** Records that contradict others, newest first (for auditors). */
  transferAlarms(query: { kind?: AlarmKind; before?: string; limit: number }): Promise<TransferAlarm[]>;
  /** Rules, archives, holds and erasures of a member's log, asked of its gateway now; null where it does not answer (for auditors). */
  recordsOf(member: string): Promise<RecordsOverview | null>;
  /** The last transfers of a member, newest first (for its officers). */
  transfersOf(query: {
    member?: string;
    before?: string;
    limit: number;
  }): Promise<(TransferRecord & { leafIndex: number; cursor: string })[]>;
  /** Exchanges, each once, newest first; and how many there are, counted to `limit` (for officers). */
  exchanges(query: TransferQuery & { before?: string; limit: number }): Promise<ListedTransfer[]>;
  countExchanges(query: TransferQuery & { limit: number }): Promise<number>;
  /** The same of records as the public log has them, one a side and try (for auditors). */
  transferRecords(query: TransferQuery & { before?: string; limit: number }): Promise<ListedTransfer[]>;
  countTransferRecords(query: TransferQuery & { limit: number }): Promise<number>;
  /** How many exchanges there were each day from `from` on, by what came of them; of a provider, or of all. */
  transferDays(query: { member?: string; from: string }): Promise<TransferDay[]>;
  /** The checkpoint that is shown to everybody, with the cosignatures that it got; under load up to a second old. */
  logStatus(): Promise<{
    origin: string;
    size: number;
    checkpoint: string;
    verifierKey: string;
    witnessKeys: string[];
    tilesUrl: string;
  }>;
  /** Entries at a place of the log, or of the exchange whose request has this hash; none where there is none. */
  logEntries(query: { leafIndex?: number; requestHash?: string }): Promise<LogEntry[]>;
  /** How many entries the log had at the end of each of the last days, as far as exchanges tell. */
  logGrowth(query: { days: number }): Promise<{ day: string; size: number }[]>;
  /** PEM root certificates against which evidence is checked. */
  roots(): Promise<string[]>;
  /** PEM; what evidence in X-Road's form is checked against besides: approved authorities below a root, and those of time stamps one by one. */
  authorities(): Promise<{ intermediates: string[]; tsas: string[] }>;
  /** Takes a request that a member signed; see `domain/requests.ts`. `clients` are those that the named gateway serves now. */
  submitRequest(submission: {
    member: string;
    sealed: string;
    proof?: string;
  }): Promise<{ id: string; state: RequestState; clients: string[]; failed: string[] }>;
  requests(query: Partial<RequestQuery> & { before?: string; limit: number }): Promise<RequestSummary[]>;
  request(id: string): Promise<RequestView>;
  decideRequest(decision: { id: string; approve: boolean; reason: string | null; actor: string }): Promise<void>;
  members(): Promise<RegisteredMember[]>;
  /** Enters a class of members, or says anew what it is. */
  setClass(change: { code: string; description: { "zh-Hant": string; en: string }; actor: string }): Promise<void>;
  /** Enters a member that content does not name, while everything runs; the same call again changes what it says. */
  admitMember(admission: {
    member: string;
    agency: string;
    kind: "ministry" | "school" | "city" | "company" | "platform";
    name: { "zh-Hant": string; en: string };
    subsystems: string[];
    actor: string;
  }): Promise<void>;
  /** Takes such a member off the road. */
  endMember(ending: { member: string; actor: string }): Promise<void>;
  setSubsystem(change: { member: string; code: string; present: boolean; actor: string }): Promise<void>;
  /** Enters agreements that were concluded on paper, in the form of agreements.json; ids are used once. */
  enterAgreements(entry: { agreements: object[]; actor: string }): Promise<void>;
  /** Lets one process of a member join (`troad join`); the secret in it is shown this once. */
  invite(wish: { member: string; server: string; hours: number; actor: string }): Promise<Invitation>;
  /** Certifies the key of an invited process; `proof` is base64 of HMAC-SHA-256(SHA-256(secret), csr). */
  enrol(request: { id: string; csr: string; proof: string }): Promise<{ certificate: string; ca: string }>;
  /** Sets a global group: who may use what its rights open. Members are CLASS/CODE or CLASS/CODE/SUBSYSTEM; none ends the group. */
  setGroup(group: { code: string; description: string; members: string[]; actor: string }): Promise<void>;
  groups(): Promise<{ code: string; description: string; members: string[] }[]>;
  /** The anchor of our own configuration, as the file that is handed over. */
  anchor(distribution: "internal" | "external"): Promise<string>;
  /** Anchors of other instances whose members are to be known here. */
  trustAnchor(anchor: { xml: string; actor: string }): Promise<{ instance: string }>;
  forgetAnchor(anchor: { instance: string; actor: string }): Promise<void>;
  trustedInstances(): Promise<string[]>;
  rotateKey(rotation: { distribution: "internal" | "external"; actor: string }): Promise<void>;
  services(query: { text: string; after?: string; limit: number }): Promise<CatalogueEntry[]>;
  service(provider: string): Promise<CatalogueEntry | null>;
  apply(application: {
    agency: string;
    actor: string;
    subsystem: string;
    provider: string;
    terms: Terms;
  }): Promise<{ id: string }>;
  approveApplication(decision: { id: string; agency: string; actor: string; terms: Terms; note: string | null }): Promise<void>;
  refuseApplication(decision: { id: string; agency: string; actor: string; reason: string }): Promise<void>;
  revokeApplication(decision: { id: string; agency: string; actor: string; reason: string }): Promise<void>;
  withdrawApplication(decision: { id: string; agency: string; actor: string }): Promise<void>;
  /** Applications of an agency and to it; without `side` both. */
  applications(query: {
    agency: string;
    side?: "consumer" | "provider";
    state?: AccessState;
    before?: string;
    limit: number;
  }): Promise<ApplicationSummary[]>;
  application(query: { id: string; agency: string }): Promise<ApplicationView>;
};

export const roadApi = defineApi<RoadApi>("road", roadCalls);

/** What a gateway's operator may set at it while it runs (`settings/listener.ts`). */
export type GatewayApi = {
  services(): Promise<(ExternalService & { isOfContent: boolean })[]>;
  /** Adds or changes a service, in the form of services.json; calls that are under way end as they began. */
  setService(change: { service: ExternalService; actor: string }): Promise<void>;
  endService(change: { subsystem: string; service: string; actor: string }): Promise<void>;
  /** Certificates of information systems; a subsystem with certificates is served to nobody else. */
  systems(): Promise<{ subsystem: string; fingerprint: string }[]>;
  admitSystem(change: { subsystem: string; certificate: string; actor: string }): Promise<{ fingerprint: string }>;
  endSystem(change: { subsystem: string; fingerprint: string; actor: string }): Promise<void>;
};

/** What the registry's operator may ask at its own socket (`http/operator-server.ts`): nothing of applications, transfers or evidence. */
export const operatorMethods = [
  "instance",
  "anchor",
  "members",
  "requests",
  "trustAnchor",
  "forgetAnchor",
  "trustedInstances",
  "rotateKey",
  "groups",
  "setGroup",
  "setClass",
  "admitMember",
  "endMember",
  "setSubsystem",
  "enterAgreements",
  "invite",
] as const;
export type OperatorApi = Pick<RoadApi, (typeof operatorMethods)[number]>;
