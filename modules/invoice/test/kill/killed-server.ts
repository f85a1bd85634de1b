import { flushCompileCache } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Draw } from "@troad/invoice-formats";
import { shiftedClock, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import { socketCluster } from "../../../../kernel/db/cluster.ts";
import { invoiceApi } from "../../api.ts";
import invoice from "../../module.ts";

/** The module in a process that is going to be killed: says where it listens, and lives until then. */
const [socketDir, database, dataDir, shift] = process.argv.slice(2) as [string, string, string, string];
const running = await startProcess({
  modules: [notify, invoice],
  agencies: () => [],
  clock: shiftedClock(Number(shift)),
  root: path.resolve(import.meta.dirname, "../../../.."),
  cluster: socketCluster(socketDir, database),
  env: { PORT: "0", LOG_LEVEL: "silent", TROAD_DATA: dataDir, TROAD_DEMO: process.env.TROAD_DEMO },
});
// Node writes compiled code at its end only, which a killed process has not
flushCompileCache();
process.stdout.write(`${running.origin}\n`);

/** Lists of winning numbers come on standard input, a line each. */
createInterface({ input: process.stdin }).on("line", (line) => {
  publish(JSON.parse(line) as Draw).then(
    () => process.stdout.write("published\n"),
    (error: unknown) => process.stdout.write(`failed ${String(error)}\n`),
  );
});

async function publish(draw: Draw): Promise<void> {
  const api = running.use(invoiceApi);
  const digest = await api.enterDraw(draw, "officer-1");
  await api.enterDraw(draw, "officer-2");
  await api.tryDraw(draw.term, digest);
  await api.publishDraw(draw.term, digest, "officer-1");
}
