import { setTimeout as wait } from "node:timers/promises";
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { type BanCheck, findingsOf, readMig } from "@troad/invoice-formats";
import { CodedError, isDatabaseUnavailable, type ModuleContext, withBeat } from "@troad/kernel";
import { jsonEntries, xmlEntry } from "../intake/entries.ts";
import type { Entry, Intake, InvalidField, Request } from "../intake/take.ts";
import { senderAt } from "../senders/senders-store.ts";
import { ackWaitMs, judgeName, streamName } from "./connection.ts";
import { packageIdOf, readHeaders, type Upload, unpacked } from "./envelope.ts";
import type { Stream } from "./stream.ts";

/** Uploads judged at once in one process: the database's work is most of it. */
const atOnce = 4;
const againMs = 500;

type Parts = { ctx: Pick<ModuleContext, "db" | "log">; intake: Intake; isBan: BanCheck };

/** An upload judged and written, with the time at which the stream took it. Repeated, it changes nothing. */
export function openJudging({ ctx, intake, isBan }: Parts) {
  return async (upload: Upload, content: Buffer, receivedAt: string): Promise<void> => {
    const found = await senderAt(ctx.db, upload.sender, receivedAt);
    // one whose right had ended sends for nobody: each message is refused by name
    const sender = found ?? { id: upload.sender, name: "", sellers: [] };
    const { kind, entries } = readingOf(upload, content, isBan);
    const received = { package: packageIdOf(upload), receivedAt };
    const request: Request = { sender, key: upload.key, digest: upload.digest, kind, received };
    try {
      await intake.take(request, entries);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== "invoice.key-reused") throw error;
      const reused = (): Entry[] => entries().map((entry) => ({ ...entry, errors: [wrong("rule", "key.reused")] }));
      await intake.take({ ...request, key: `reused:${upload.digest}` }, reused);
    }
  };
}
export type Judging = ReturnType<typeof openJudging>;

const wrong = (kind: InvalidField["kind"], code: string): InvalidField => ({ kind, code, path: "/" });
const refused = (errors: readonly InvalidField[]): Entry[] => [{ number: "", rows: [], errors }];

function readingOf({ form }: Upload, content: Buffer, isBan: BanCheck): { kind: string; entries: () => Entry[] } {
  if (form === "json") {
    return {
      kind: "json",
      entries: () => {
        try {
          return jsonEntries(content, isBan);
        } catch (error) {
          if (error instanceof CodedError) return refused([wrong("schema", "message.unknown")]);
          throw error;
        }
      },
    };
  }
  const file = readMig(content, { isBan });
  if (file.is === "result") return { kind: "?", entries: () => refused([wrong("schema", "message.unknown")]) };
  if (file.is === "envelope" && file.findings.length > 0) return { kind: "?", entries: () => refused(file.findings) };
  const messages = file.is === "envelope" ? file.messages : [file.message];
  const broken = file.is === "envelope" ? [] : findingsOf(file);
  return { kind: messages[0]?.kind?.code ?? "?", entries: () => (broken.length > 0 ? refused(broken) : messages.map(xmlEntry)) };
}

/** Judges what is in the stream, in every process that runs the module; an upload leaves the stream after the commit. */
export function openJudge({ ctx, stream, judge }: { ctx: Pick<ModuleContext, "log">; stream: Stream; judge: Judging }) {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let messages: ConsumerMessages | undefined;
  let looping: Promise<void> | undefined;

  async function one(message: JsMsg): Promise<void> {
    try {
      const upload = readHeaders(message.headers);
      if (!upload) {
        ctx.log.error({ seq: message.seq }, "a message in the stream is no upload");
        message.term();
        return;
      }
      const at = new Date(Number(message.timestampNanos / 1_000_000n)).toISOString();
      await judge(upload, await unpacked(message.data), at);
      message.ack();
    } catch (error) {
      const away = isDatabaseUnavailable(error) || (error instanceof CodedError && error.status === 503);
      if (!away) stream.alarm.stuck(error, message.seq);
      message.nak(Math.min(againMs * 2 ** Math.min(message.info.deliveryCount, 5), away ? 2_000 : 16_000));
    }
  }

  async function consume(): Promise<void> {
    const link = stream.link();
    if (!link) return;
    const consumer = await link.js.consumers.get(streamName, judgeName);
    messages = await consumer.consume({ max_messages: atOnce * 2, expires: 5_000, abort_on_missing_resource: true });
    for await (const message of messages) {
      // for as long as it is being judged it is given to no other process
      const busy = { everyMs: ackWaitMs / 3, beat: () => message.working() };
      const work = withBeat(busy, () => one(message)).finally(() => running.delete(work));
      running.add(work);
      if (running.size >= atOnce) await Promise.race(running);
      if (stopping.signal.aborted) break;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await consume().catch((err: unknown) => ctx.log.debug({ err }, "the stream is not being judged"));
      await wait(againMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: (): void => {
      looping = loop();
    },
    stop: async (): Promise<void> => {
      stopping.abort();
      await messages?.close().catch(() => undefined);
      await Promise.allSettled(running);
      await looping;
    },
  };
}
