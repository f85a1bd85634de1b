import { createMetrics } from "../../kernel/metrics.ts";
import { openProcessLog } from "../../kernel/process/log.ts";

/** A program that does nothing but log, a line a millisecond, into the file named, up to a number of them; says on standard output how often writing failed. */
const [file, maxBytes, most] = process.argv.slice(2) as [string, string, string];
const metrics = createMetrics();
const { log } = openProcessLog({ level: "info", file, maxBytes: Number(maxBytes), keep: 3, metrics });
let n = 0;
setInterval(() => {
  if (n === Number(most)) process.exit();
  log.info({ n: n++ }, "a line of the log that is as long as lines are".padEnd(200, "."));
}, 1);
setInterval(async () => {
  const { values } = await metrics.registry.getSingleMetric("log_failures_total")!.get();
  process.stdout.write(`${JSON.stringify({ failures: values[0]?.value ?? 0 })}\n`);
}, 20);
