import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ModuleManifest, type Process, type ProcessOptions, startProcess } from "../index.ts";
import { testCluster } from "./cluster.ts";

type Options = {
  env?: NodeJS.ProcessEnv;
  clock?: ProcessOptions["clock"];
  /** Folders of the repository's content that the modules read; their content is else empty. */
  content?: readonly string[];
};

const repository = path.resolve(import.meta.dirname, "..", "..");

/** A few modules in a process of a test's own, on a database and a folder of its own. */
export async function startModules(modules: ModuleManifest[], { env = {}, clock, content = [] }: Options = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-modules-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  fs.mkdirSync(path.join(root, "content"));
  for (const kind of content)
    fs.cpSync(path.join(repository, "content", kind), path.join(root, "content", kind), { recursive: true });
  const cluster = await testCluster();
  const running: Process = await startProcess({
    modules,
    agencies: () => [],
    root,
    env: { PORT: "0", LOG_LEVEL: "silent", ...env },
    ...(clock ? { clock } : {}),
    ...(cluster ? { cluster } : {}),
  });
  return {
    running,
    stop: async (): Promise<void> => {
      await running.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}
