import { kernelFailure, type ModuleContext, openExclusive } from "@troad/kernel";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { RecordedTransfer, ReportedTransfer, TransferProof } from "../../api.ts";
import { messageId } from "../../domain/identifiers.ts";
import { isRecord, leafOf, type TransferRecord } from "../../domain/record.ts";
import {
  type AlarmKind,
  confirms,
  digestOfRecord,
  findingsOf,
  needsProof,
  replayOf,
  type StoredRecord,
} from "../../domain/transfer-rules.ts";
import { transfersRecorded } from "../../events.ts";
import { type Confirmed, insertTransfers, storedRecords } from "../../store/transfers.ts";
import type { Alarm, Alarms } from "./alarms.ts";
import { type openProofs, unbound } from "./proof.ts";

type Parts = { ctx: ModuleContext; log: TransparencyLog; proofs: ReturnType<typeof openProofs>; alarms: Alarms };
/** A record of this call on its way into the log. */
type Fresh = { told: ReportedTransfer; stored: StoredRecord; confirmed: Confirmed };
type Verdict = { place: StoredRecord } | { refused: AlarmKind };

/** Transfers told in one call at most. */
const maxReported = 1_000;
/** Signatures that are verified in one turn of the event loop, a tenth of a millisecond each. */
const perTurn = 16;

/**
 * Takes records into the public log. A record is taken when the other side confirms it: by its own record, which came over its own
 * connection, or by its signature. Of what contradicts something both are in the log, and an alarm names both members.
 */
export function openRecorder(parts: Parts): {
  record(told: ReportedTransfer[], signers: string[]): Promise<RecordedTransfer[]>;
  stop(): Promise<void>;
} {
  const turns = openExclusive(parts.ctx.db, "road.transfers");
  return {
    record: async (told, signers) => {
      requireRecords(told, signers);
      // one call after the other, of all processes: two sides that tell at the same time have to see each other
      return turns.run(() => record(parts, told, signers));
    },
    stop: () => turns.stop(),
  };
}

function requireRecords(told: ReportedTransfer[], signers: string[]): void {
  const invalid = (reason: string) => kernelFailure("request.invalid", { reason });
  if (!Array.isArray(told) || told.length > maxReported) throw invalid(`at most ${maxReported} transfers`);
  if (!Array.isArray(signers) || signers.length > maxReported || !signers.every((one) => typeof one === "string"))
    throw invalid("signers");
  if (!told.every((one) => isRecord(one.record) && messageId.test(one.record.exchangeId))) throw invalid("not a transfer record");
  if (!told.every(({ proof }) => proof === undefined || isProof(proof))) throw invalid("proof");
  if (!told.every(({ record: { consumer, provider } }) => consumer.length + provider.length <= 1_000))
    throw invalid("identifiers");
}

const isProof = ({ signature, signer, files }: TransferProof): boolean =>
  typeof signature === "string" &&
  Number.isInteger(signer) &&
  Array.isArray(files) &&
  files.every((file) => Array.isArray(file) && file.length === 3 && file.every((part) => typeof part === "string"));

const storedOf = (record: TransferRecord): StoredRecord => {
  const { exchangeId, consumer, provider, side, outcome, requestHash, responseHash } = record;
  const key = { exchangeId, consumer, provider, side };
  return { ...key, outcome, requestHash, responseHash, digest: digestOfRecord(record), leafIndex: -1 };
};

async function record(parts: Parts, told: ReportedTransfer[], signers: string[]): Promise<RecordedTransfer[]> {
  const index = indexOf(
    await storedRecords(
      parts.ctx.db,
      told.map((one) => one.record),
    ),
  );
  const fresh: Fresh[] = [];
  const alarms: Alarm[] = [];
  const verdicts: Verdict[] = [];
  for (const [place, one] of told.entries()) {
    if (place % perTurn === perTurn - 1) await new Promise(setImmediate);
    verdicts.push(await judge(parts, one, { index, signers, fresh, alarms }));
  }
  await store(parts, fresh, alarms);
  return verdicts.map((one) => ("place" in one ? { leafIndex: one.place.leafIndex } : one));
}

type Index = { near(told: StoredRecord): StoredRecord[]; add(stored: StoredRecord): void };

/** Records by exchange and by request, those of this call among them. */
function indexOf(stored: readonly StoredRecord[]): Index {
  const byName = new Map<string, StoredRecord[]>();
  const names = ({ exchangeId, consumer, requestHash }: StoredRecord) => [`${consumer} ${exchangeId}`, requestHash];
  const add = (one: StoredRecord): void => {
    for (const name of names(one)) byName.set(name, [...(byName.get(name) ?? []), one]);
  };
  stored.forEach(add);
  return { add, near: (told) => [...new Set(names(told).flatMap((name) => byName.get(name) ?? []))] };
}

async function judge(
  { proofs }: Parts,
  told: ReportedTransfer,
  { index, signers, fresh, alarms }: { index: Index; signers: string[]; fresh: Fresh[]; alarms: Alarm[] },
): Promise<Verdict> {
  const stored = storedOf(told.record);
  const near = index.near(stored);
  const place = near.find(({ digest }) => digest.equals(stored.digest));
  if (place) return { place };
  const refuse = (kind: "replayed" | "unproven", against: StoredRecord | undefined, reason: string): Verdict => {
    alarms.push({ kind, told: stored, against, reason });
    return { refused: kind };
  };
  const copied = replayOf(stored, near);
  if (copied) return refuse("replayed", copied, "the request of another exchange");
  let confirmed: Confirmed = near.some((one) => confirms(one, stored)) ? "record" : null;
  if (!confirmed && needsProof(stored)) {
    const reason = await proofs(told, signers);
    if (reason !== undefined && reason !== unbound) return refuse("unproven", undefined, reason);
    // it is in the log, and an auditor is told that nothing ties the signature to it
    if (reason === unbound) alarms.push({ kind: "unproven", told: stored, against: undefined, reason });
    else confirmed = "signature";
  }
  for (const { kind, against } of findingsOf(stored, near)) alarms.push({ kind, told: stored, against });
  index.add(stored);
  fresh.push({ told, stored, confirmed });
  return { place: stored };
}

/** The leaves first, then the rows: a kill in between leaves at worst a second leaf of the same record, never a row without a leaf. */
async function store({ ctx, log, alarms }: Parts, fresh: Fresh[], found: Alarm[]): Promise<void> {
  const rows = fresh.map(({ told: { record, salt }, stored: { digest }, confirmed }) => ({
    record,
    salt: Buffer.from(salt, "base64"),
    digest,
    confirmed,
  }));
  const appended = rows.length > 0 ? await log.append(rows.map(({ record, salt }) => leafOf(record, salt))) : [];
  for (const [place, { stored }] of fresh.entries()) stored.leafIndex = appended[place]!.index;
  if (rows.length === 0 && found.length === 0) return;
  const raised = await ctx.db.tx(async (tx) => {
    if (rows.length > 0)
      await insertTransfers(
        tx,
        rows.map((row, place) => ({ ...row, leafIndex: appended[place]!.index })),
      );
    // nobody waits to be told of a transfer that no consent ties to a person
    const concerning = rows.map(({ record }) => record).filter(({ consent }) => consent !== null);
    if (concerning.length > 0) await tx.publish(transfersRecorded, { transfers: concerning });
    return alarms.insert(tx, found);
  });
  alarms.report(raised);
}
