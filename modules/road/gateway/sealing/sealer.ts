import { createHmac } from "node:crypto";
import type { ReportedTransfer, RoadApi } from "../../api.ts";
import { decodePart, isSafe } from "../../domain/message.ts";
import { type OpenRow, openRequests } from "../../store/messages.ts";
import { type PendingRecord, pendingRecords, unstamped } from "../../store/seals.ts";
import type { Gateway } from "../gateway.ts";
import type { FreshRecord, Proof } from "../log/logged.ts";
import { failedOutcome, logOutcome, readRequest, settleMs } from "../log/message-log.ts";
import { openProgress } from "../log/progress.ts";
import { readKeptAt } from "../log/read-kept.ts";
import { isXroadForm } from "../xroad/form.ts";
import { stampXroad } from "../xroad/stamping.ts";
import { startPoller } from "./poller.ts";
import { openSigners, proofInLog } from "./proof.ts";
import { type StampableRow, stampBatch, stampOne } from "./stamping.ts";

export type Sealer = {
  /** Settles once it is first known whether answers wait for time stamps, and since when. */
  looked: Promise<void>;
  stop(): Promise<void>;
};

/** In dense traffic: more would occupy both gateways and the platform for too long at a time, but each call has its cost. */
const tellMs = 1_000;
const reportedAtOnce = 1_000;
/** In dense traffic: a time stamp costs the same for one answer as for thousands. */
const stampMs = 3_000;
const stampedAtOnce = 4_000;
const settledAtOnce = 1_000;
/** Traffic is dense from this many outcomes per run on. */
const dense = 8;

/**
 * Works along the message log, once a second, sooner after a single outcome, in larger steps in dense traffic: unfinished requests get an
 * outcome, each outcome's record goes into the public log, each answer gets its time stamp. What one run leaves (the authority is away) the
 * next one finds again.
 */
export function openSealer(
  gateway: Gateway,
  road: Pick<RoadApi, "recordTransfers">,
  /** Up to this many waiting answers get a time stamp each; more share one. */
  stampEachUpTo: number,
): Sealer {
  const { ctx, db } = gateway;
  const { fresh } = gateway.messages;
  const told = openProgress(db, "told");
  const stamped = openProgress(db, "stamped");
  let settledUntil = new Date(0).toISOString();
  let isStampingDense = false;
  let stopping = false;
  const looked = Promise.withResolvers<void>();
  const now = (): number => ctx.clock.now().getTime();

  async function settle(): Promise<boolean> {
    // a peer that was interrupted at the same time may ask again first
    if (now() - gateway.messages.openedAt < settleMs) return false;
    const until = new Date(now() - settleMs).toISOString();
    const open = await db.tx((tx) => openRequests(tx, { from: settledUntil, until }, settledAtOnce));
    // a large body may take longer than others
    for (const row of open) {
      const { exchange_id: id, side, consumer } = row;
      if (!gateway.messages.underWay.find({ side, consumer, id })) await settleExchange(gateway, row);
    }
    settledUntil = open.length === settledAtOnce ? open.at(-1)!.at : until;
    return false; // more have time until the next round
  }

  async function tell(): Promise<boolean> {
    const rows = await told.next(
      async (after, late) => fresh.pending.after(after, late, reportedAtOnce) ?? pendingRecords(db, after, late, reportedAtOnce),
    );
    gateway.messages.sealing.isBusy = rows.length > dense;
    if (rows.length > 0) await tellRecords(gateway, road, rows);
    await told.done(rows);
    return rows.length === reportedAtOnce;
  }

  async function stamp(): Promise<boolean> {
    const rows = await stamped.next(
      async (after, late) => fresh.unstamped.after(after, late, stampedAtOnce) ?? unstamped(db, after, late, stampedAtOnce),
    );
    isStampingDense = rows.length > dense;
    const due = rows.filter((row): row is StampableRow => row.signature !== null);
    gateway.messages.sealing.since = due[0] && Date.parse(due[0].at);
    looked.resolve();
    const [ours, xroad] = [due.filter((row) => !isXroadForm(row.signature)), due.filter((row) => isXroadForm(row.signature))];
    if (ours.length > stampEachUpTo) await stampBatch(gateway, ours);
    else for (const row of ours) await stampOne(gateway, row);
    if (xroad.length > 0) await stampXroad(gateway, xroad);
    await stamped.done(rows);
    gateway.messages.sealing.since = undefined;
    return rows.length === stampedAtOnce;
  }

  /** A full step is followed by the next one at once. */
  async function all(step: () => Promise<boolean>): Promise<void> {
    try {
      while ((await step()) && !stopping);
    } catch (error) {
      if (!stopping) ctx.log.warn({ err: error, schema: db.schema }, "sealing will be tried again");
    }
  }

  const records = startPoller(
    async () => void (await Promise.all([all(tell), all(settle)])),
    () => gateway.messages.sealing.isBusy,
    tellMs,
  );
  const stamps = startPoller(
    async () => {
      await all(stamp);
      looked.resolve(); // also if the log could not be read: then the first exchange fails by itself
    },
    () => isStampingDense,
    stampMs,
  );
  gateway.messages.sealing.wake = () => {
    records.wake();
    stamps.wake();
  };
  return {
    looked: looked.promise,
    stop: async () => {
      stopping = true;
      await Promise.all([records.stop(), stamps.stop()]);
    },
  };
}

async function tellRecords(
  gateway: Gateway,
  road: Pick<RoadApi, "recordTransfers">,
  rows: readonly (PendingRecord | FreshRecord)[],
): Promise<void> {
  const signers = openSigners();
  const transfers: ReportedTransfer[] = [];
  for (const row of rows) {
    const proof = "proof" in row ? row.proof : await proofFromLog(gateway, row);
    transfers.push({ ...transferOf(gateway, row), ...(proof ? { proof: signers.encode(proof) } : {}) });
  }
  const recorded = await road.recordTransfers(transfers, signers.certificates());
  for (const [place, { exchange_id: exchangeId, side }] of rows.entries()) {
    const one = recorded[place]!;
    if ("refused" in one) gateway.ctx.log.error({ exchangeId, side, reason: one.refused }, "the public log refused a record");
  }
}

/** For rows that another process wrote, or this one before its start. */
async function proofFromLog(gateway: Gateway, { seq, side }: PendingRecord): Promise<Proof | undefined> {
  const [kept] = await readKeptAt(gateway, [seq]);
  return kept?.asked && kept.outcome && proofInLog(side, kept.asked, kept.outcome);
}

function transferOf(gateway: Gateway, row: PendingRecord): ReportedTransfer {
  const { exchange_id: exchangeId, side, at, consumer, provider, agreement, consent, purpose, fields, outcome, code } = row;
  const hashes = { requestHash: row.request_hash, responseHash: row.response_hash };
  const record = { exchangeId, side, at, consumer, provider, agreement, consent, purpose, fields, outcome, code, ...hashes };
  // derived, so that a repeat after a kill reports the same leaf instead of a new one
  const named = row.namespace === "" ? "" : `${row.namespace} `;
  const salt = createHmac("sha256", gateway.identity.logKey).update(`salt ${named}${exchangeId} ${side}`).digest("base64");
  return { record, salt };
}

/**
 * A request without an outcome (the program was killed) gets one, so that the citizen's log is true: if the target may have acted, it is
 * unknown.
 */
async function settleExchange(gateway: Gateway, { consumer, attempt, ...key }: OpenRow): Promise<void> {
  const { exchange_id: id, side } = key;
  const request = await readRequest(gateway, { id, side, consumer });
  const proxy = side === "consumer" ? "ClientProxy" : "ServerProxy";
  const isHarmless = request !== undefined && isSafe(decodePart(request.head).first);
  const code = isHarmless ? (`Server.${proxy}.Interrupted` as const) : (`Server.${proxy}.OutcomeUnknown` as const);
  await logOutcome(
    gateway,
    { key: { exchange_id: id, side, namespace: key.namespace }, attempt, provider: request?.provider ?? "" },
    failedOutcome(code, true),
  );
}
