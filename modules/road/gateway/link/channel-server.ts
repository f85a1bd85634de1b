import type { Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { kinds, maxUnsent, openPieces, protocol, signOfLifeMs } from "./channel.ts";

/** Gives the answer's content, or throws; `refuse` turns what was thrown into the content of a refusal. */
export type Answering = {
  answer(content: Buffer, socket: TLSSocket): Promise<Buffer | "elsewhere">;
  refuse(error: unknown, content: Buffer): Buffer;
  /** Time limit for sending one request. */
  senderMs: number;
  /** How often the other side is told that its requests are in progress. */
  signOfLifeMs?: number;
};

/** Concurrent requests of one connection; further ones wait in the sender's buffers. */
const maxOpen = 256;
const idleMs = 300_000;

/** Takes over the connections that chose `troad/2` (ALPN, RFC 7301) from the HTTP server. Gives the function that ends them. */
export function serveChannels(server: Server, answering: Answering): { close(): void } {
  const open = new Set<TLSSocket>();
  const overHttp = server.listeners("secureConnection") as ((socket: TLSSocket) => void)[];
  server.removeAllListeners("secureConnection");
  server.on("secureConnection", (socket: TLSSocket) => {
    if (socket.alpnProtocol !== protocol) {
      for (const listener of overHttp) listener.call(server, socket);
      return;
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    serveChannel(socket, answering);
  });
  return {
    close: () => {
      for (const socket of open) socket.end();
      // a client that is still waiting learns it from the end of the connection
      setTimeout(() => open.forEach((socket) => void socket.destroy()), 2_000).unref();
    },
  };
}

function serveChannel(socket: TLSSocket, { answer, refuse, senderMs, signOfLifeMs: everyMs = signOfLifeMs }: Answering): void {
  let working = 0;
  const timer = setInterval(() => {
    if (working > 0) pieces.send({ id: 0, kind: kinds.working, content: Buffer.alloc(0) });
  }, everyMs);
  socket.once("close", () => clearInterval(timer));
  const pieces = openPieces(
    socket,
    ({ id, kind, content }) => {
      if (kind !== kinds.question) {
        socket.destroy(new Error("not a question"));
        return;
      }
      working += 1;
      if (working >= maxOpen) socket.pause();
      void answer(content, socket)
        .then(
          (bytes) =>
            bytes === "elsewhere"
              ? { id, kind: kinds.elsewhere, content: Buffer.alloc(0) }
              : { id, kind: kinds.answer, content: bytes },
          (error: unknown) => ({ id, kind: kinds.refusal, content: refuse(error, content) }),
        )
        .then((piece) => {
          pieces.send(piece);
          working -= 1;
          if (working < maxOpen && socket.writableLength <= maxUnsent) socket.resume();
          else socket.pause();
        });
    },
    senderMs,
  );
  socket.on("drain", () => void (working < maxOpen && socket.resume()));
  socket.setNoDelay(true);
  socket.setTimeout(idleMs, () => working === 0 && socket.end());
  socket.on("error", () => socket.destroy());
}
