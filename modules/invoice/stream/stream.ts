import { setTimeout as wait } from "node:timers/promises";
import { JetStreamApiError } from "@nats-io/jetstream";
import { NoRespondersError, RequestError } from "@nats-io/transport-node";
import type { ModuleContext } from "@troad/kernel";
import {
  type Link,
  leftBehind,
  makeConsumer,
  makeStream,
  openLink,
  removeMessage,
  type StreamSettings,
  type StreamState,
  stateOf,
  subject,
} from "./connection.ts";
import { headersOf, messageId, packed, readHeaders, type Upload } from "./envelope.ts";
import { openOutstanding } from "./outstanding.ts";
import { isStreamKnown, knowStream } from "./seen-store.ts";

/** Why an upload does not go through the stream. */
export type RefusedFor = "away" | "missing" | "full" | "large";
export class StreamRefused extends Error {
  readonly reason: RefusedFor;
  constructor(reason: RefusedFor, cause?: unknown) {
    super(`the stream of invoices: ${reason}`, { cause });
    this.reason = reason;
  }
}

const watchMs = 1_000;
/** After a publication without an answer nobody waits for the next one until the stream has been seen again. */
const pauseMs = 5_000;

const refusalOf = (error: unknown): RefusedFor => {
  if (error instanceof NoRespondersError || (error instanceof RequestError && error.isNoResponders())) return "missing";
  if (error instanceof JetStreamApiError) return /maximum|resource|storage/i.test(error.message) ? "full" : "missing";
  return "away";
};

type Parts = {
  ctx: Pick<ModuleContext, "db" | "log" | "metrics">;
  settings: StreamSettings;
  /** Takes what the stream has forgotten, as far as this process still has it. */
  forgotten(uploads: readonly { upload: Upload; content: Buffer; at: string }[]): Promise<void>;
};

/** The stream as one process sees it. */
export function openStream({ ctx, settings, forgotten }: Parts) {
  const alarm = openAlarm(ctx);
  const outstanding = openOutstanding();
  const stopping = new AbortController();
  let link: Link | undefined;
  let state: StreamState | undefined;
  let closedUntil = 0;
  let known: boolean | undefined;

  /** The stream and its consumer, made where they are missing. */
  async function look(): Promise<void> {
    if (!link || link.nc.isClosed()) return;
    let found = await stateOf(link);
    if (!found) {
      known ??= await isStreamKnown(ctx.db).catch(() => undefined);
      // what is missing may have held uploads that were acknowledged: an operator has to look, whatever this process still has
      if (state || known) alarm.forgotten();
      await makeStream(link, settings);
      found = await stateOf(link);
    }
    await makeConsumer(link);
    if (!found) return;
    const former = state;
    const isAnew = former !== undefined && former.created !== found.created;
    state = found;
    closedUntil = 0;
    alarm.seen(found.messages);
    if (isAnew) await forgotten(outstanding.all());
    outstanding.before(isAnew ? Number.POSITIVE_INFINITY : found.first);
    await takeUp(link, former, found);
    if (!known) known = await knowStream(ctx.db, found.created).catch(() => undefined);
  }

  /** Judges and removes what was left behind, once it has been so for a whole turn. */
  async function takeUp(from: Link, former: StreamState | undefined, { first, messages, created }: StreamState): Promise<void> {
    if (messages === 0 || former?.first !== first || former.created !== created || former.messages === 0) return;
    const message = await leftBehind(from, first);
    if (!message) return;
    const upload = readHeaders(message.header);
    if (upload) await forgotten([{ upload, content: Buffer.from(message.data), at: message.time.toISOString() }]);
    await removeMessage(from, first);
    ctx.log.warn({ seq: first }, "an upload that was left behind in the stream is judged");
  }

  async function watch(): Promise<void> {
    link = await openLink(settings);
    for (; !stopping.signal.aborted; ) {
      await look().catch((error: unknown) => {
        alarm.unseen(error);
      });
      await wait(watchMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function stateNow(): Promise<StreamState | undefined> {
    if (!link) throw new StreamRefused("away");
    return stateOf(link);
  }

  return {
    start: (): void => void watch().catch((error: unknown) => alarm.unseen(error)),
    /** The connection, once there is one and the stream was seen. */
    link: (): Link | undefined => (state ? link : undefined),
    alarm,
    /** Returns once the stream has acknowledged the upload; throws `StreamRefused`. */
    publish: async (upload: Upload, content: Buffer): Promise<void> => {
      const server = link?.nc.info;
      if (!link || !state || !server || performance.now() < closedUntil) throw new StreamRefused("away");
      const body = await packed(content);
      if (body.byteLength + 1_024 > server.max_payload) throw new StreamRefused("large");
      try {
        const sent = { msgID: messageId(upload), headers: headersOf(upload), retries: 0 };
        const { seq } = await link.js.publish(subject, body, sent);
        outstanding.add(seq, { upload, content: body, at: new Date().toISOString() });
      } catch (error) {
        const reason = refusalOf(error);
        if (reason !== "full") closedUntil = performance.now() + pauseMs;
        throw new StreamRefused(reason, error);
      }
    },
    /** Waits until all that is in the stream now has been judged; false if that takes longer, or the stream cannot be asked. */
    judged: async (withinMs: number): Promise<boolean> => {
      try {
        const asked = await stateNow();
        if (!asked) return !state && !(await isStreamKnown(ctx.db));
        const until = performance.now() + withinMs;
        for (let now: StreamState | undefined = asked; ; now = await stateNow()) {
          if (!now || now.created !== asked.created) return false;
          if (now.messages === 0 || now.first > asked.last) return true;
          if (performance.now() > until) return false;
          await wait(25);
        }
      } catch {
        return !state && !(await isStreamKnown(ctx.db).catch(() => true));
      }
    },
    stop: async (): Promise<void> => {
      stopping.abort();
      await link?.nc.close();
    },
  };
}
export type Stream = ReturnType<typeof openStream>;

/** What operators see: the way uploads go, what waits, and an error in the log when that changes. */
function openAlarm({ log, metrics }: Parts["ctx"]) {
  const direct = metrics.counter("invoice_stream_direct_total", "Uploads that could not go through the stream", ["reason"]);
  const forgot = metrics.counter(
    "invoice_stream_forgotten_total",
    "Times that the stream of invoices was missing although it had been there",
  );
  const ready = metrics.gauge("invoice_stream_ready", "1 while the stream of invoices answers");
  const waiting = metrics.gauge("invoice_stream_waiting", "Uploads in the stream that are not judged yet");
  const stuck = metrics.counter(
    "invoice_stream_stuck_total",
    "Tries to judge an upload that failed for a reason other than the database",
  );
  let raised: string | undefined;
  const raise = (reason: string, err?: unknown): void => {
    if (raised !== reason) log.error({ reason, err }, "invoices are taken without the stream");
    raised = reason;
  };
  ready.set(0);
  return {
    direct: ({ reason, cause }: StreamRefused): void => {
      direct.inc({ reason });
      if (reason === "away" || reason === "missing") ready.set(0);
      // a large upload is no fault of the stream
      if (reason !== "large") raise(reason, cause);
    },
    forgotten: (): void => {
      forgot.inc();
      raise("forgotten");
    },
    unseen: (err: unknown): void => {
      ready.set(0);
      raise("away", err);
    },
    seen: (messages: number): void => {
      ready.set(1);
      waiting.set(messages);
      if (raised !== undefined && raised !== "full") log.info("the stream of invoices answers");
      if (raised !== "full" || messages === 0) raised = undefined;
    },
    stuck: (err: unknown, seq: number): void => {
      stuck.inc();
      log.error({ err, seq }, "an upload in the stream could not be judged and is tried again");
    },
  };
}
