import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../logging/log.ts";

export type Report = Pick<Log, "warn" | "error">;
export type RunningServer = { child: ChildProcess /** What it said of errors last. */; lastWords(): string };

/** Delay between two starts: doubled after each failure, so that a server that cannot run (the disk is full) costs little. */
const pauseMs = { first: 200, longest: 5_000 };

/**
 * Keeps a server running: one that ends unexpectedly (killed for memory, crashed, out of disk) is started again and recovers from its log.
 * It never gives up: the cause may be gone in an hour, and nobody else would start it again.
 */
export async function supervise(start: () => Promise<RunningServer>, report?: Report): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const watch = (server: RunningServer): RunningServer => {
    server.child.once("exit", (code, signal) => {
      if (stopping) return;
      report?.error({ code, signal, said: server.lastWords().slice(-500) }, "PostgreSQL ended without being asked");
      restarting = again();
    });
    return server;
  };
  const again = async (): Promise<void> => {
    for (let [tries, pause] = [1, pauseMs.first]; !stopping; tries++) {
      await sleep(pause);
      pause = Math.min(pause * 2, pauseMs.longest);
      try {
        current = watch(await start());
        report?.warn({ tries }, "PostgreSQL runs again");
        return;
      } catch (error) {
        // its last children may still be exiting, or the disk is still full: retried
        report?.error({ err: error, tries }, "PostgreSQL did not start again; it will be tried on");
      }
    }
  };
  let current = watch(await start());
  return {
    stop: async () => {
      stopping = true;
      await restarting;
      await stopServer(current.child);
    },
  };
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}
