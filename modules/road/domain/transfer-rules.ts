import { createHash } from "node:crypto";
import { canonicalRecord, type TransferRecord } from "./record.ts";

/** Whose exchange a record is of, and which side told it: a client's id alone says neither. */
export type TransferKey = Pick<TransferRecord, "exchangeId" | "consumer" | "provider" | "side">;

/** What has to be looked into; see docs/adr/0070-records-by-member.md. */
export type AlarmKind = "second-record" | "sides-differ" | "answer-denied" | "unproven" | "replayed";

/** A record in the log, as far as others are compared with it. */
export type StoredRecord = TransferKey & {
  digest: Buffer;
  outcome: TransferRecord["outcome"];
  requestHash: string;
  responseHash: string | null;
  leafIndex: number;
};

export type Finding = { kind: AlarmKind; against: StoredRecord };

export const digestOfRecord = (record: TransferRecord): Buffer => createHash("sha256").update(canonicalRecord(record)).digest();

/** INSTANCE/CLASS/CODE of an identifier that begins with it. */
export const memberIn = (identifier: string): string => identifier.split("/", 3).join("/");

type Told = Pick<TransferRecord, "side" | "consumer" | "provider">;
/** The member whose gateway alone may tell a record, and the other member of the exchange. */
export const tellerOf = ({ side, consumer, provider }: Told): string => memberIn(side === "consumer" ? consumer : provider);
export const otherMember = ({ side, consumer, provider }: Told): string => memberIn(side === "consumer" ? provider : consumer);

const isSameExchange = (one: TransferKey, other: TransferKey): boolean =>
  one.exchangeId === other.exchangeId && one.consumer === other.consumer;
const isFinal = ({ outcome }: Pick<StoredRecord, "outcome">): boolean => outcome === "answered" || outcome === "refused";

/** Whether the other side's own record says that this exchange was made: of an answer, that it was this answer. */
export const confirms = (other: StoredRecord, told: StoredRecord): boolean =>
  isSameExchange(other, told) &&
  other.side !== told.side &&
  other.provider === told.provider &&
  other.requestHash === told.requestHash &&
  (told.side === "provider" || other.responseHash === told.responseHash);

/** What needs the other side's word: a consumer that got no answer says nothing of the provider. */
export const needsProof = ({ side, responseHash }: Pick<StoredRecord, "side" | "responseHash">): boolean =>
  side === "provider" || responseHash !== null;

/**
 * What a record that was told contradicts, among those in the log. A failed or unknown exchange may be followed by another try of the same
 * request: such a record said that nothing was handed over as far as its teller knew, so the next one takes nothing back.
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

/** A request's hash has its id and its client in it, so under another id or another client it is someone's copy. */
export const replayOf = (told: StoredRecord, stored: readonly StoredRecord[]): StoredRecord | undefined =>
  stored.find((one) => one.requestHash === told.requestHash && !isSameExchange(one, told));
