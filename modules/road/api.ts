import { defineApi } from "@troad/kernel";
import type { TransferRecord } from "./domain/record.ts";

export { type Agency, agencySchema, type RoadContent, readRoad } from "./domain/agency.ts";
export { agreementsSchema } from "./domain/agreement.ts";
export { leafOf as transferLeaf, type TransferRecord } from "./domain/record.ts";

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
};

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

export type Evidence =
  | { state: "sealing" }
  | { state: "sealed"; fileName: string /** base64 of the ASiC-E container */; container: string }
  | { state: "none" };

export type RoadApi = {
  /** Where information systems of a member send their requests. */
  consumerUrl(member: string): Promise<string>;
  instance(): Promise<string>;
  agreements(): Promise<Agreement[]>;
  /** Tells the platform of a transfer; idempotent by exchange and side. */
  recordTransfer(record: TransferRecord, salt: string): Promise<{ leafIndex: number }>;
  proofOf(exchangeId: string, side: "consumer" | "provider"): Promise<LogProof | null>;
  /** Fetches the sealed container from the gateway that keeps it. */
  evidenceOf(exchangeId: string, side: "consumer" | "provider"): Promise<Evidence>;
  /** The last transfers of a member, newest first (for its officers). */
  transfersOf(query: {
    member?: string;
    before?: string;
    limit: number;
  }): Promise<(TransferRecord & { leafIndex: number; cursor: string })[]>;
  logStatus(): Promise<{ origin: string; size: number; checkpoint: string; verifierKey: string; tilesUrl: string }>;
  /** PEM root certificates against which evidence is checked. */
  roots(): Promise<string[]>;
  registerGateway(gateway: {
    member: string;
    agency: string;
    address: string;
    consumerUrl: string;
    tlsCertificate: string;
    sealCertificate: string;
  }): Promise<void>;
};

export const roadApi = defineApi<RoadApi>("road");
