import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { BenchGovernment } from "./government.ts";

/** Starts the peer in a process of its own, on the database that the government uses. */
export async function startBare({ cluster }: BenchGovernment, text: string): Promise<{ origin: string; stop(): Promise<void> }> {
  const child = fork(path.join(import.meta.dirname, "bare.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send({ config: cluster.app("portal", "troad_portal", "portal"), text });
  const [origin] = (await once(child, "message")) as [string];
  return {
    origin,
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
