import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Process, shiftedClock, startProcess } from "@troad/kernel";
import { type Cluster, databaseName, socketCluster } from "../../../kernel/db/cluster.ts";
import { socketFolder } from "../../../kernel/db/socket.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import pki from "../module.ts";

/** Two processes of the authority on one folder and one database, as an operator runs them. */
export async function twoProcesses(env: NodeJS.ProcessEnv = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-pki-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  fs.mkdirSync(path.join(root, "content"));
  const cluster = await testCluster();
  const clock = shiftedClock();
  // outside a run of all tests the first process starts a server, which the second one uses too
  const own = socketCluster(socketFolder(path.join(root, "data", "postgres")), databaseName);
  const start = (server: Cluster | undefined): Promise<Process> =>
    startProcess({
      ...{ modules: [pki], agencies: () => [], root, clock },
      env: { PORT: "0", LOG_LEVEL: "silent", PKI_TRUST_SECONDS: "1", ...env },
      ...(server ? { cluster: server } : {}),
    });
  const first = await start(cluster);
  const second = await start(cluster ?? own);
  return {
    ...{ first, second, clock },
    folder: path.join(root, "data", "pki"),
    stop: async (): Promise<void> => {
      await second.stop();
      await first.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}
