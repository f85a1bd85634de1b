import { createHmac } from "node:crypto";
import { instant } from "@troad/kernel";
import type { RoadApi, ToldTransfer } from "../api.ts";
import { openRequests, type Side } from "../store/messages.ts";
import { insertRecords, readCursor, seqBefore, type UntoldRow, unstamped, untold, writeCursor } from "../store/seals.ts";
import type { Gateway } from "./gateway.ts";
import { failedOutcome, logOutcome, settleMs } from "./message-log.ts";
import { stampBatch, stampOne } from "./stamping.ts";

export type Sealer = { stop(): Promise<void> };

const roundMs = 1_000;
/** After an outcome in quiet times; under load the round of a second gathers more for one time stamp. */
const soonMs = 50;
const perRound = 1_000;
/** Up to so many waiting answers get a time stamp each; more share one. */
const aloneUpTo = 8;
/** Outcomes this old are committed in every process; the log is not searched behind the last one that is done. */
const settledMs = 60_000;

/**
 * Works along the message log, a round a second, sooner after a lone outcome: requests without an end get one, each outcome's record goes into the public log, each
 * answer gets its time stamp. What a round leaves (the authority is away) the next one finds again.
 */
export function openSealer(gateway: Gateway, road: Pick<RoadApi, "recordTransfers">): Sealer {
  const { ctx, db } = gateway;
  let done: number | undefined;
  let settledUntil = new Date(0).toISOString();
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let asked = 0;
  let stopping = false;
  const now = (): number => ctx.clock.now().getTime();

  async function settle(): Promise<void> {
    // whoever was interrupted together with us may ask again first
    if (now() - gateway.openedAt < settleMs) return;
    const until = new Date(now() - settleMs).toISOString();
    const open = await db.tx((tx) => openRequests(tx, { from: settledUntil, until }, perRound));
    for (const { exchange_id, side } of open) await settleExchange(gateway, exchange_id, side);
    settledUntil = open.length === perRound ? open.at(-1)!.at : until;
  }

  async function tell(from: number): Promise<boolean> {
    const rows = await db.tx((tx) => untold(tx, from, perRound));
    isBusy = rows.length > aloneUpTo;
    if (rows.length === 0) return true;
    const told = rows.map((row) => transferOf(gateway, row));
    const places = await road.recordTransfers(told);
    const records = rows.map((row, index) => ({
      exchange_id: row.exchange_id,
      side: row.side,
      salt: Buffer.from(told[index]!.salt, "base64"),
      leafIndex: places[index]!.leafIndex,
    }));
    await db.tx((tx) => insertRecords(tx, instant(ctx.clock), records));
    return rows.length < perRound;
  }

  async function stamp(from: number): Promise<boolean> {
    const rows = await db.tx((tx) => unstamped(tx, from, perRound));
    gateway.sealing.since = rows[0] && Date.parse(rows[0].at);
    if (rows.length === 0) return true;
    if (rows.length <= aloneUpTo)
      for (const row of rows) await stampOne(gateway, row.exchange_id, row.side, row.signature.toString());
    else await stampBatch(gateway, rows);
    gateway.sealing.since = undefined;
    return rows.length < perRound;
  }

  async function round(): Promise<void> {
    done ??= await readCursor(db);
    const from = done;
    const until = await seqBefore(db, new Date(now() - settledMs).toISOString(), from);
    const attempts = [settle(), tell(from), stamp(from)].map((step) =>
      step.catch((error: unknown) => {
        if (!stopping) ctx.log.warn({ err: error, schema: db.schema }, "sealing will be tried again");
        return false;
      }),
    );
    const [, told, stamped] = await Promise.all(attempts);
    if (!told || !stamped || until === from) return;
    await writeCursor(db, until);
    done = until;
  }

  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    if (stopping) return;
    timer = undefined;
    const known = asked;
    running = round()
      .catch((error: unknown) => {
        if (!stopping) ctx.log.warn({ err: error, schema: db.schema }, "the message log cannot be read; will look again");
      })
      .then(() => {
        if (!stopping) timer = setTimeout(next, asked > known && !isBusy ? soonMs : roundMs);
      });
  };
  gateway.sealing.wake = () => {
    asked++;
    if (isBusy || stopping || timer === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(next, soonMs);
  };
  next();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function transferOf(gateway: Gateway, row: UntoldRow): ToldTransfer {
  const { exchange_id: exchangeId, side, at, consumer, provider, agreement, consent, purpose, fields, outcome, code } = row;
  const hashes = { requestHash: row.request_hash, responseHash: row.response_hash };
  const record = { exchangeId, side, at, consumer, provider, agreement, consent, purpose, fields, outcome, code, ...hashes };
  // derived, so that a try after a kill tells the same leaf again instead of another
  const salt = createHmac("sha256", gateway.identity.logKey).update(`salt ${exchangeId} ${side}`).digest("base64");
  return { record, salt };
}

/** A request that never got an outcome (the program was killed) gets one: interrupted, and so the citizen's log tells the truth. */
async function settleExchange(gateway: Gateway, id: string, side: Side): Promise<void> {
  const code = side === "consumer" ? "Server.ClientProxy.Interrupted" : "Server.ServerProxy.Interrupted";
  await logOutcome(gateway, side, id, failedOutcome(code));
}
