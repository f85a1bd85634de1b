/** Linear programmes take minutes for a month of the whole country: they run beside the process that answers. */
import { parentPort, workerData } from "node:worker_threads";
import { type Hidden, protectMonth } from "./protect.ts";

const { month, sections, former } = workerData as {
  month: Parameters<typeof protectMonth>[0];
  sections: ReadonlyMap<string, string>;
  former: Hidden;
};
parentPort?.postMessage(await protectMonth(month, sections, former));
