import tls from "node:tls";
import { exchangeMs } from "@troad/directory";
import { type Kind, kinds, maxUnsent, openPieces, protocol, silentMs } from "./channel.ts";
import { ConnectTimeout } from "./reachability.ts";
import type { Sending } from "./sent.ts";

export type Channel = {
  /** Sends a request and gives the answer; throws if the connection ends first or time runs out. */
  ask(content: Buffer, sending: Sending): Promise<Reply>;
  isOpen(): boolean;
  close(): void;
};

type Reply = { kind: Exclude<Kind, typeof kinds.question | typeof kinds.working>; content: Buffer };
type Waiting = {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  since: number;
};

/** `silentMs`: without any sign of life; `answerMs`: for one answer, even if there are signs of life. */
type Limits = { silentMs: number; answerMs: number };
const idleMs = 60_000;
const connectMs = 5_000;

/** Connects. Throws if the gateway cannot be reached, is not the expected one or does not speak this protocol. */
export async function openChannel(
  address: string,
  options: tls.ConnectionOptions,
  limits: Limits = { silentMs, answerMs: exchangeMs },
): Promise<Channel> {
  const { hostname, port } = new URL(address);
  const socket = tls.connect({
    ...options,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 443),
    ALPNProtocols: [protocol],
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new ConnectTimeout("no connection in time")), connectMs);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", reject);
      resolve();
    });
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error("connection closed"));
    });
  });
  if (socket.alpnProtocol === protocol) return channelOver(socket, limits);
  socket.destroy();
  throw new Error(`the other gateway does not speak ${protocol}`);
}

function channelOver(socket: tls.TLSSocket, limits: Limits): Channel {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let heard = performance.now();
  let idleSince = heard;
  const pieces = openPieces(socket, ({ id, kind, content }) => {
    heard = performance.now();
    if (kind === kinds.question) {
      socket.destroy(new Error("not an answer"));
      return;
    }
    if (kind === kinds.working) return;
    const asked = waiting.get(id);
    if (!waiting.delete(id)) return; // abandoned
    idleSince = heard;
    asked!.resolve({ kind, content });
  });
  let failure = new Error("connection closed");
  socket.on("error", (error) => {
    failure = error;
  });
  socket.once("close", () => {
    clearInterval(timer);
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 15_000);
  let draining: Promise<void> | undefined;
  const drained = (): Promise<void> => {
    draining ??= new Promise<void>((resolve) => {
      socket.once("drain", resolve);
      socket.once("close", resolve);
    }).finally(() => {
      draining = undefined;
    });
    return draining;
  };
  const timer = setInterval(
    () => {
      const now = performance.now();
      for (const [id, { since, reject }] of waiting) {
        if (now - since < limits.answerMs) break;
        waiting.delete(id);
        reject(new Error("no answer in time"));
        // silent since then: the other side or the path to it is dead, and the next request takes another connection
        if (heard < since) socket.destroy();
      }
      const [oldest] = waiting.values();
      if (oldest && now - Math.max(heard, oldest.since) >= limits.silentMs)
        socket.destroy(new Error("no sign of life from the other gateway"));
      if (waiting.size === 0 && now - idleSince > idleMs) socket.end();
    },
    Math.min(1_000, limits.silentMs / 4),
  );
  timer.unref();

  return {
    ask: async (content, sending) => {
      while (socket.writableLength > maxUnsent && !socket.destroyed) await drained();
      if (socket.destroyed || !socket.writable) throw failure;
      last = (last + 1) >>> 0;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, since: performance.now() });
        sending.sent = true;
        pieces.send({ id, kind: kinds.question, content });
      });
    },
    isOpen: () => !socket.destroyed && socket.writable,
    close: () => void socket.destroy(),
  };
}
