import { startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { socketCluster } from "../../../kernel/db/cluster.ts";
import eid from "../module.ts";

/** A second process of an installation; ends with its parent. */
const { root, host, database, env } = JSON.parse(process.argv[2] ?? "{}") as Record<"root" | "host" | "database", string> & {
  env: NodeJS.ProcessEnv;
};
const running = await startProcess({
  ...{ modules: [pki, notify, eid], agencies: () => [], root, env },
  cluster: socketCluster(host, database),
});
const stop = async (): Promise<void> => {
  await running.stop();
  process.exit(0);
};
process.once("SIGTERM", stop);
process.once("disconnect", stop);
process.send?.("ready");
