import fs from "node:fs";
import path from "node:path";
import { embeddedCluster } from "../../kernel/db/cluster.ts";
import { startGovernment } from "../kit/government.ts";
import { copyFolder } from "../kit/template.ts";
import { memoryFolder } from "./memory.ts";

/** How long a start takes on the machine that the patience of the tests was chosen on, in seconds. */
const usualSeconds = 4;

/** What all test files of a run share; they learn of it from the environment. A browser only where one of them looks at pages. */
export type Prepared = {
  env: Record<string, string>;
  /** What it took, and what a start took afterwards. */
  seconds: number;
  start: number;
  stop(): Promise<void>;
};

/**
 * Starts a government once and stops it: its data folder (keys, migrated and seeded database) is what tests copy instead of making their
 * own. A server on a copy of its database then serves every test that does not kill PostgreSQL; each of them gets a database of its own.
 * The time that a second start takes tells how patient tests have to be on this machine.
 */
export async function prepare(scratch: string): Promise<Prepared> {
  const began = performance.now();
  const template = path.join(scratch, "template");
  fs.mkdirSync(template, { mode: 0o711 });
  await (await startGovernment({ data: template })).stop();
  fs.rmSync(path.join(template, "test.log"), { force: true });
  const memory = memoryFolder();
  const server = path.join(memory ?? scratch, "server");
  fs.mkdirSync(server, { mode: 0o711 });
  copyFolder(path.join(template, "postgres"), path.join(server, "postgres"));
  // nobody kills this server or cuts its power: it need not wait for the disk
  const relaxed = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "256MB" };
  const cluster = await embeddedCluster(path.join(server, "postgres"), { max_connections: "600", ...relaxed });
  const env = { TROAD_TEST_TEMPLATE: template, TROAD_TEST_SERVER: cluster.socketDir };
  Object.assign(process.env, env);
  // the first start compiled and seeded; how fast the machine is, another one says, as tests make it
  const again = performance.now();
  await (await startGovernment()).stop();
  const start = (performance.now() - again) / 1000;
  return {
    seconds: (performance.now() - began) / 1000,
    start,
    env: { ...env, TROAD_TEST_SLOWNESS: String(Math.max(1, start / usualSeconds)) },
    stop: async () => {
      await cluster.stop();
      if (memory) fs.rmSync(memory, { recursive: true, force: true });
    },
  };
}
