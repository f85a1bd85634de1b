import { createHash } from "node:crypto";
import { canonicalRecord, type TransferRecord } from "./record.ts";

/** The exchange of a record and the side that reported it: a client's id alone determines neither. */
export type TransferKey = Pick<TransferRecord, "exchangeId" | "consumer" | "provider" | "side">;

/** Findings to investigate; see docs/adr/0070-records-by-member.md. */
export type AlarmKind = "second-record" | "sides-differ" | "answer-denied" | "unproven" | "replayed";

/** The parts of a logged record that others are compared with. */
export type StoredRecord = TransferKey & {
  digest: Buffer;
  outcome: TransferRecord["outcome"];
  requestHash: string;
  responseHash: string | null;
  leafIndex: number;
};

export type Finding = { kind: AlarmKind; against: StoredRecord };

export const digestOfRecord = (record: TransferRecord): Buffer => createHash("sha256").update(canonicalRecord(record)).digest();

/** INSTANCE/CLASS/CODE at the beginning of an identifier. */
export const memberIn = (identifier: string): string => identifier.split("/", 3).join("/");

type Told = Pick<TransferRecord, "side" | "consumer" | "provider">;
/** The member whose gateway alone may report a record, and the other member of the exchange. */
export const tellerOf = ({ side, consumer, provider }: Told): string => memberIn(side === "consumer" ? consumer : provider);
export const otherMember = ({ side, consumer, provider }: Told): string => memberIn(side === "consumer" ? provider : consumer);

const isSameExchange = (one: TransferKey, other: TransferKey): boolean =>
  one.exchangeId === other.exchangeId && one.consumer === other.consumer;
const isFinal = ({ outcome }: Pick<StoredRecord, "outcome">): boolean => outcome === "answered" || outcome === "refused";

/** Whether the other side's own record confirms this exchange and, for an answer, that it was this answer. */
export const confirms = (other: StoredRecord, told: StoredRecord): boolean =>
  isSameExchange(other, told) &&
  other.side !== told.side &&
  other.provider === told.provider &&
  other.requestHash === told.requestHash &&
  (told.side === "provider" || other.responseHash === told.responseHash);

/** What needs the other side's confirmation: a consumer that got no answer asserts nothing about the provider. */
export const needsProof = ({ side, responseHash }: Pick<StoredRecord, "side" | "responseHash">): boolean =>
  side === "provider" || responseHash !== null;

/**
 * The logged records that a reported record contradicts. A failed or unknown exchange may be followed by another attempt of the same
 * request: such a record said that, as far as its reporter knew, nothing was handed over, so the next one retracts nothing.
 */
export function findingsOf(told: StoredRecord, stored: readonly StoredRecord[]): Finding[] {
  const same = stored.filter((one) => isSameExchange(one, told));
  const findings: Finding[] = [];
  const before = same.find(
    (one) =>
      one.side === told.side &&
      tellerOf(one) === tellerOf(told) &&
      !one.digest.equals(told.digest) &&
      (isFinal(one) || one.requestHash !== told.requestHash),
  );
  if (before) findings.push({ kind: "second-record", against: before });
  const across = same.filter((one) => one.side !== told.side && memberIn(one.provider) === memberIn(told.provider));
  const differs = across.find(
    (one) =>
      one.requestHash !== told.requestHash ||
      one.provider !== told.provider ||
      (one.responseHash !== null && told.responseHash !== null && one.responseHash !== told.responseHash),
  );
  if (differs) findings.push({ kind: "sides-differ", against: differs });
  return findings;
}

/** A request's hash covers its id and its client, so the same hash under another id or client is a copy. */
export const replayOf = (told: StoredRecord, stored: readonly StoredRecord[]): StoredRecord | undefined =>
  stored.find((one) => one.requestHash === told.requestHash && !isSameExchange(one, told));
