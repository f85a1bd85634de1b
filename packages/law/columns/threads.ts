import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { LawError } from "../errors.ts";
import type { Column, Columns } from "./columns.ts";
import type { Share } from "./worker.ts";

/** Threads that calculate populations; their columns must be in shared memory (`sharedColumn`). */
export type Threads = {
  run(columns: Columns, inputs: readonly Column[], outputs: readonly Column[], count: number): Promise<void>;
  close(): Promise<void>;
};

const MOST_THREADS = 64;

/** A column of numbers that threads can share. */
export const sharedColumn = (count: number): Float64Array => new Float64Array(new SharedArrayBuffer(count * 8));

/** Starts threads; close() ends them. */
export function startThreads(count: number): Threads {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS)
    throw new LawError("law.limit", "threads", `must be from 1 to ${MOST_THREADS}`);
  const workers = Array.from({ length: count }, () => new Worker(new URL("./worker.ts", import.meta.url)));
  return {
    run: async ({ source }, inputs, outputs, cases) => {
      for (const { buffer } of [...inputs, ...outputs])
        if (!(buffer instanceof SharedArrayBuffer)) throw new LawError("law.columns", "columns", "must lie in shared memory");
      const each = Math.ceil(cases / count);
      await Promise.all(
        workers.map(async (worker, at) => {
          const share: Share = {
            source,
            inputs: [...inputs],
            outputs: [...outputs],
            first: Math.min(cases, at * each),
            end: Math.min(cases, (at + 1) * each),
          };
          const done = once(worker, "message");
          worker.postMessage(share);
          await done;
        }),
      );
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
