import { flushCompileCache } from "node:module";
import path from "node:path";
import { startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import { socketCluster } from "../../../kernel/db/cluster.ts";
import invoice from "../module.ts";

/** The module in a process that is going to be killed: says where it listens, and lives until then. */
const [socketDir, database, dataDir] = process.argv.slice(2) as [string, string, string];
const running = await startProcess({
  modules: [notify, invoice],
  agencies: () => [],
  root: path.resolve(import.meta.dirname, "../../.."),
  cluster: socketCluster(socketDir, database),
  env: { PORT: "0", LOG_LEVEL: "silent", TROAD_DATA: dataDir, TROAD_DEMO: process.env.TROAD_DEMO },
});
// Node writes compiled code at its end only, which a killed process has not
flushCompileCache();
process.stdout.write(`${running.origin}\n`);
