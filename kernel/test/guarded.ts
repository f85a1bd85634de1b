import { EventEmitter } from "node:events";
import { createLog, writeToStandardError } from "../logging/log.ts";
import { createMetrics } from "../metrics.ts";
import { guardProcess } from "../process/guard.ts";

/** A program in which one thing goes wrong where nobody catches it; says whether it lived on. */
const metrics = createMetrics();
const guard = guardProcess(createLog({ level: "info" }), metrics);
guard.onDefect(async () => void process.stdout.write("stopped\n"));
const faults: Record<string, () => void> = {
  connection: () =>
    new EventEmitter().emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" })),
  database: () => new EventEmitter().emit("error", Object.assign(new Error("terminating"), { code: "57P01", severity: "FATAL" })),
  rejection: () => void Promise.reject(new Error("nobody awaits this")),
  defect: () => {
    throw new TypeError("undefined is not a function");
  },
};
setTimeout(() => faults[process.argv[2]!]!());
setTimeout(async () => {
  if (process.argv[2] === "defect") return;
  process.stdout.write("lives\n");
  writeToStandardError(await metrics.registry.getSingleMetricAsString("uncaught_errors_total"));
  guard.release();
}, 100);
