import type { Duplex } from "node:stream";

/**
 * Many requests and their answers over one connection between gateways (`troad/2`). Each piece: a four-byte length, the four-byte number of
 * the request, one byte for the type, the content. Pieces that arrive together travel together: under load one write carries several
 * messages, whereas HTTP/1.1 needs a connection and a write for each.
 */
export const protocol = "troad/2";

/**
 * `elsewhere`: the answer is too large for a piece; the same request over HTTP gets it. `working`: a sign of life from a gateway that waits
 * for its services; it answers no request (ADR 72).
 */
export const kinds = { question: 1, answer: 2, refusal: 3, elsewhere: 4, working: 5 } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];
export type Piece = { id: number; kind: Kind; content: Buffer };

/** A gateway with open requests regularly says that it is alive; one that stays silent for longer is gone. */
export const signOfLifeMs = 10_000;
export const silentMs = 40_000;

/** The limit in memory: a body of 1 MiB with its head, signature, certificate and status proof. */
export const maxContent = 3 * 1024 * 1024;
const headBytes = 9;
/** A piece must be complete within this time, or the connection ends: a slow sender holds nobody up. */
const pieceMs = 30_000;
/** With this many unsent bytes a side stops reading until they are gone. */
export const maxUnsent = 8 * 1024 * 1024;

export type Pieces = { send(piece: Piece): void; close(): void };

/** Reads and writes pieces on a connection. Anything malformed ends it. */
export function openPieces(socket: Duplex, onPiece: (piece: Piece) => void, patienceMs = pieceMs): Pieces {
  let held: Buffer[] = [];
  let size = 0;
  /** Bytes until the next piece is complete, as far as known. */
  let wanted = headBytes;
  let timer: NodeJS.Timeout | undefined;
  let corked = false;

  const watch = (): void => {
    if (size === 0) {
      clearTimeout(timer);
      timer = undefined;
    } else timer ??= setTimeout(late, patienceMs);
  };
  const late = (): void => {
    // while we are not reading, the sender is not to blame for the delay
    if (socket.isPaused()) timer = setTimeout(late, patienceMs);
    else socket.destroy(new Error("a piece was not finished in time"));
  };

  const take = (bytes: Buffer): Buffer => {
    let at = 0;
    while (bytes.length - at >= headBytes) {
      const length = bytes.readUInt32BE(at);
      const kind = bytes[at + 8] as Kind;
      if (length > maxContent || kind < kinds.question || kind > kinds.working) throw new Error("not a piece");
      wanted = headBytes + length;
      if (bytes.length - at < wanted) return bytes.subarray(at);
      onPiece({ id: bytes.readUInt32BE(at + 4), kind, content: bytes.subarray(at + headBytes, at + wanted) });
      at += wanted;
      clearTimeout(timer);
      timer = undefined;
      wanted = headBytes;
    }
    return bytes.subarray(at);
  };

  socket.on("data", (chunk: Buffer) => {
    held.push(chunk);
    size += chunk.length;
    if (size >= wanted) {
      try {
        const rest = take(held.length === 1 ? chunk : Buffer.concat(held, size));
        held = rest.length > 0 ? [rest] : [];
        size = rest.length;
      } catch (error) {
        socket.destroy(error as Error);
        return;
      }
    }
    watch();
  });
  socket.once("close", () => clearTimeout(timer));

  return {
    send: ({ id, kind, content }) => {
      if (socket.destroyed) return;
      const head = Buffer.allocUnsafe(headBytes);
      head.writeUInt32BE(content.length, 0);
      head.writeUInt32BE(id, 4);
      head[8] = kind;
      if (!corked) {
        // everything sent in this turn of the event loop leaves in one write
        corked = true;
        socket.cork();
        setImmediate(() => {
          corked = false;
          socket.uncork();
        });
      }
      socket.write(head);
      socket.write(content);
    },
    close: () => void socket.end(),
  };
}
