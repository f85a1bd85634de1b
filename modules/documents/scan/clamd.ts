import { connect } from "node:net";

/** Looks through a file; throws where nobody could look. */
export type Scanner = { scan(bytes: Buffer): Promise<"clean" | "infected"> };

const timeoutMs = 30_000;
const chunkBytes = 64 * 1024;
const longestAnswer = 4_096;

/** `host:port`, or the path of a socket. */
function addressOf(text: string): { path: string } | { host: string; port: number } {
  if (text.startsWith("/")) return { path: text };
  const match = /^(.+):(\d{1,5})$/.exec(text);
  if (!match) throw new Error("expected host:port or the path of a socket");
  return { host: match[1]!.replace(/^\[|\]$/g, ""), port: Number(match[2]) };
}

/** A scanner that speaks clamd's INSTREAM (clamd(8)): chunks with their length before them, an empty one at the end, one line back. */
export function clamd(address: string): Scanner {
  const target = addressOf(address);
  return {
    scan: async (bytes) => {
      const answer = await ask(target, bytes);
      if (/^stream: OK$/.test(answer)) return "clean";
      if (/^stream: .+ FOUND$/.test(answer)) return "infected";
      throw new Error(`clamd answered ${JSON.stringify(answer.slice(0, 200))}`);
    },
  };
}

const ask = (target: ReturnType<typeof addressOf>, bytes: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(target);
    let answer = "";
    const fail = (why: string): void => void socket.destroy(new Error(why));
    const deadline = setTimeout(() => fail("clamd took too long"), timeoutMs);
    socket.on("connect", () => {
      socket.write("zINSTREAM\0");
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const chunk = bytes.subarray(at, at + chunkBytes);
        socket.write(lengthOf(chunk.length));
        socket.write(chunk);
      }
      socket.write(lengthOf(0));
    });
    socket.on("data", (part: Buffer) => {
      answer += part.toString("utf8");
      if (answer.length > longestAnswer) fail("clamd said too much");
    });
    socket.on("error", (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    socket.on("close", () => {
      clearTimeout(deadline);
      const end = answer.indexOf("\0");
      if (end >= 0) resolve(answer.slice(0, end));
      else reject(new Error("clamd closed the connection without an answer"));
    });
  });

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
