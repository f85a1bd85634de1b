import type { ExternalService } from "@troad/directory";
import type { Registrar } from "@troad/flow";
import { type AnchorApi, type AnchoredRecord, type CheckReport, defineApi } from "@troad/kernel";
import { roadCalls } from "./calls.ts";
import type { AccessAction, AccessState, Application } from "./domain/application.ts";
import type { Invitation } from "./domain/invitation.ts";
import type { LogEntry } from "./domain/log-query.ts";
import type { TransferRecord } from "./domain/record.ts";
import type { RecordsOverview } from "./domain/retention.ts";
import type { ListedTransfer, TransferAlarm, TransferDay, TransferQuery } from "./domain/transfer-query.ts";
import type { AlarmKind, TransferKey } from "./domain/transfer-rules.ts";
import type { CatalogueEntry } from "./registry/catalogue.ts";

export type { AccessAction, AccessState, Application, Terms } from "./domain/application.ts";
export type { Invitation } from "./domain/invitation.ts";
export type { LogEntry } from "./domain/log-query.ts";
export { leafOf as transferLeaf, type TransferRecord } from "./domain/record.ts";
export type { RecordsApi, RecordsOverview } from "./domain/retention.ts";
export type { ListedTransfer, TransferAlarm, TransferDay, TransferQuery } from "./domain/transfer-query.ts";
export { type AlarmKind, digestOfRecord, type TransferKey } from "./domain/transfer-rules.ts";
export type { CatalogueEntry } from "./registry/catalogue.ts";
export { type Accounting, accountForLeaves, type InvalidLeaf } from "./registry/heads/accounting.ts";
export { issueMachineCode, redeemMachineCode } from "./registry/members/machine-code.ts";
export { headsAfter } from "./store/heads.ts";
export { storedLogSource } from "./store/public-log.ts";

/** The other side's signature over an exchange. */
export type TransferProof = {
  /** base64, in the message log's form: compact or X-Road's. */
  signature: string;
  /** The index of its certificate among those of the call. */
  signer: number;
  /** What it covers: name, media type and SHA-512 (base64) of each file, in order. */
  files: [name: string, mime: string, digest: string][];
};

/** A transfer as a gateway reports it; `salt` (base64) keeps its leaf from being guessed. A consumer that got no answer has no proof. */
export type ReportedTransfer = { record: TransferRecord; salt: string; proof?: TransferProof };

/** The position of a record in the public log, or why it was refused. */
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

/** Proof that a record of heads is in the public log; leaf data = SHA-256(canonical JSON of the record). */
export type HeadProof = AnchoredRecord & Omit<LogProof, "record" | "salt" | "leafIndex">;
/** That a document is in the public log: a file (C2SP tlog-proof). */
export type DigestProof = { leafIndex: number; proof: string; verifierKey: string };

/** The last check and publication of a schema's ledgers (`public_log`: of the log itself). */
export type LedgerState = { schema: string; published: AnchoredRecord | null; check: CheckReport | null };

/** The agreement under which a consumer may call a service. */
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
      /** base64 of the ASiC-E container; for an exchange in X-Road's form, the answer's. */
      container: string;
      /** The request's container, if the form has one for each message. */
      request?: { fileName: string; container: string };
    }
  /** The log has it, but under a different key from the one the log now opens with. */
  | { state: "unreadable" }
  | { state: "none" };

export type RoadApi = AnchorApi &
  Registrar & {
    /** Each schema's newest published heads and last check (for auditors). */
    ledgers(): Promise<LedgerState[]>;
    headProof(query: { schema: string; no: number }): Promise<HeadProof | null>;
    /** Enters a document in the public log by its SHA-256 (hexadecimal), the data of the leaf; repeated, it keeps its position. */
    recordDigest(record: { digest: string }): Promise<{ leafIndex: number }>;
    digestProof(query: { digest: string }): Promise<DigestProof | null>;
    /** Where a member's information systems send their requests. */
    consumerUrl(member: string): Promise<string>;
    /** A service of our own behind an agency's gateway in the registry's process, besides its registers; forgotten when that process ends. */
    offerService(service: { agency: string; subsystem: string; service: string; url: string; token: string }): Promise<void>;
    instance(): Promise<string>;
    agreements(): Promise<Agreement[]>;
    /**
     * Reports up to 1,000 transfers to the platform, with the certificates (base64) of their proofs; a repeated record keeps its position.
     * Gives the outcome for each, in order.
     */
    recordTransfers(told: ReportedTransfer[], signers: string[]): Promise<RecordedTransfer[]>;
    proofOf(key: TransferKey): Promise<LogProof | null>;
    /** Fetches the sealed container from the gateway that keeps it. */
    evidenceOf(key: TransferKey): Promise<Evidence>;
    /** Records that contradict others, newest first (for auditors). */
    transferAlarms(query: { kind?: AlarmKind; before?: string; limit: number }): Promise<TransferAlarm[]>;
    /** Rules, archives, holds and erasures of a member's log, requested from its gateway now; null if it does not answer (for auditors). */
    recordsOf(member: string): Promise<RecordsOverview | null>;
    /** The last transfers of a member, newest first (for its officers). */
    transfersOf(query: {
      member?: string;
      before?: string;
      limit: number;
    }): Promise<(TransferRecord & { leafIndex: number; cursor: string })[]>;
    /** Exchanges, each once, newest first, with their number, counted to `limit` (for officers). */
    exchanges(query: TransferQuery & { before?: string; limit: number }): Promise<ListedTransfer[]>;
    countExchanges(query: TransferQuery & { limit: number }): Promise<number>;
    /** The same as records of the public log, one per side and attempt (for auditors). */
    transferRecords(query: TransferQuery & { before?: string; limit: number }): Promise<ListedTransfer[]>;
    countTransferRecords(query: TransferQuery & { limit: number }): Promise<number>;
    /** Number of exchanges on each day from `from` on, by outcome; of one provider or of all. */
    transferDays(query: { member?: string; from: string }): Promise<TransferDay[]>;
    /** The public checkpoint with its cosignatures; under load up to a second old. */
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
    /** PEM; further trust for evidence in X-Road's form: approved authorities below a root, and time-stamping authorities one by one. */
    authorities(): Promise<{ intermediates: string[]; tsas: string[] }>;
    /** Accepts a request that a member signed; see `domain/requests.ts`. `clients` are those that the named gateway serves now. */
    submitRequest(submission: {
      member: string;
      sealed: string;
      proof?: string;
    }): Promise<{ id: string; state: RequestState; clients: string[]; failed: string[] }>;
    requests(query: Partial<RequestQuery> & { before?: string; limit: number }): Promise<RequestSummary[]>;
    request(id: string): Promise<RequestView>;
    decideRequest(decision: { id: string; approve: boolean; reason: string | null; actor: string }): Promise<void>;
    members(): Promise<RegisteredMember[]>;
    /** Adds a member class, or changes its description. */
    setClass(change: { code: string; description: { "zh-Hant": string; en: string }; actor: string }): Promise<void>;
    /** Admits a member that content does not name, while everything is running; repeating the call changes its data. */
    admitMember(admission: {
      member: string;
      agency: string;
      kind: "ministry" | "school" | "city" | "company" | "platform";
      name: { "zh-Hant": string; en: string };
      subsystems: string[];
      actor: string;
    }): Promise<void>;
    /** Removes such a member from the road. */
    endMember(ending: { member: string; actor: string }): Promise<void>;
    setSubsystem(change: { member: string; code: string; present: boolean; actor: string }): Promise<void>;
    /** Enters agreements that were concluded on paper, in the form of agreements.json; ids are used only once. */
    enterAgreements(entry: { agreements: object[]; actor: string }): Promise<void>;
    /** Lets one process of a member join (`troad join`); its secret is shown only this once. */
    invite(wish: { member: string; server: string; hours: number; actor: string }): Promise<Invitation>;
    /** Certifies the key of an invited process; `proof` is base64 of HMAC-SHA-256(SHA-256(secret), csr). */
    enrol(request: { id: string; csr: string; proof: string }): Promise<{ certificate: string; ca: string }>;
    /**
     * Sets a global group, whose members may use what its rights allow. Members are CLASS/CODE or CLASS/CODE/SUBSYSTEM; an empty list ends
     * the group.
     */
    setGroup(group: { code: string; description: string; members: string[]; actor: string }): Promise<void>;
    groups(): Promise<{ code: string; description: string; members: string[] }[]>;
    /** The anchor of our own configuration, as the file to distribute. */
    anchor(distribution: "internal" | "external"): Promise<string>;
    /** Anchors of other instances whose members this instance should know. */
    trustAnchor(anchor: { xml: string; actor: string }): Promise<{ instance: string }>;
    forgetAnchor(anchor: { instance: string; actor: string }): Promise<void>;
    trustedInstances(): Promise<string[]>;
    rotateKey(rotation: { distribution: "internal" | "external"; actor: string }): Promise<void>;
    services(query: { text: string; after?: string; limit: number }): Promise<CatalogueEntry[]>;
    service(provider: string): Promise<CatalogueEntry | null>;
    revokeApplication(decision: { id: string; agency: string; actor: string; reason: string }): Promise<void>;
    withdrawApplication(decision: { id: string; agency: string; actor: string }): Promise<void>;
    /** Rights of an agency and to it, with the applications that led to them; without `side` both. */
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

/** What a gateway's operator may change while it runs (`settings/listener.ts`). */
export type GatewayApi = {
  services(): Promise<(ExternalService & { isOfContent: boolean })[]>;
  /** Adds or changes a service, in the form of services.json; calls in progress end as they began. */
  setService(change: { service: ExternalService; actor: string }): Promise<void>;
  endService(change: { subsystem: string; service: string; actor: string }): Promise<void>;
  /** Certificates of information systems; a subsystem with certificates is served only to systems that present one. */
  systems(): Promise<{ subsystem: string; fingerprint: string }[]>;
  admitSystem(change: { subsystem: string; certificate: string; actor: string }): Promise<{ fingerprint: string }>;
  endSystem(change: { subsystem: string; fingerprint: string; actor: string }): Promise<void>;
};

/** What the registry's operator may call at the local socket (`http/operator-server.ts`): no applications, transfers or evidence. */
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
