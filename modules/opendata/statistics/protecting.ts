import { Worker } from "node:worker_threads";
import type { MonthStatistics } from "@troad/invoice/api";
import type { Hidden } from "./protect.ts";

const mostMs = 30 * 60_000;

/** What stays hidden of a month, worked out in a thread of its own and within half an hour. */
export function protecting(
  month: MonthStatistics,
  sections: ReadonlyMap<string, string>,
  former: Hidden,
  { signal }: { signal: AbortSignal },
): Promise<Hidden> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./protect-worker.ts", import.meta.url), { workerData: { month, sections, former } });
    const end = (): void => void worker.terminate();
    const timer = setTimeout(end, mostMs);
    signal.addEventListener("abort", end, { once: true });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      reject(new Error("the protection of a month ended without an answer"));
    });
  });
}
