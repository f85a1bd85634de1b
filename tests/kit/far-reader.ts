import http from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** One answer as it came in at the recipient, whose thread does nothing else; times in milliseconds of the machine's monotonic clock. */
export type Read = { status: number; bytes: number; lastAt: number; whole: boolean; code: string | undefined };
type Asked = { n: number; url: string; body: string };
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;

function read({ url, body }: Asked): Promise<Read> {
  return new Promise((done) => {
    const got: Read = { status: 0, bytes: 0, lastAt: 0, whole: false, code: undefined };
    let small = "";
    const request = http.request(
      url,
      { method: "POST", agent: false, headers: { "content-type": "application/json" } },
      (answer) => {
        got.status = answer.statusCode ?? 0;
        answer.on("data", (piece: Buffer) => {
          got.bytes += piece.length;
          got.lastAt = machineNow();
          if (got.status !== 200 && small.length < 10_000) small += piece.toString();
        });
        answer.on("end", () => {
          got.whole = true;
          if (got.status !== 200) got.code = (JSON.parse(small) as { code?: string }).code;
          done(got);
        });
        answer.on("error", () => done(got));
      },
    );
    request.on("error", () => done(got));
    request.end(body);
  });
}

if (!isMainThread)
  parentPort?.on("message", async (asked: Asked) => parentPort!.postMessage({ n: asked.n, read: await read(asked) }));

/** A recipient that reads in a thread of its own. */
export function openReader(): { post(url: string, body: object): Promise<Read>; close(): Promise<number> } {
  const worker = new Worker(new URL(import.meta.url));
  const waiting = new Map<number, (read: Read) => void>();
  worker.on("message", ({ n, read: got }: { n: number; read: Read }) => waiting.get(n)?.(got));
  let last = 0;
  return {
    post: (url, body) =>
      new Promise((done) => {
        const n = last++;
        waiting.set(n, done);
        worker.postMessage({ n, url, body: JSON.stringify(body) });
      }),
    close: () => worker.terminate(),
  };
}
