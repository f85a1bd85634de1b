import fs from "node:fs";
import path from "node:path";
import { below } from "./processes.ts";

/** The PostgreSQL of a data folder, as processes that can be stopped, gone on with and killed. */
export const postmasterOf = (data: string): number =>
  Number(fs.readFileSync(path.join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended meanwhile
  }
}

/** The database gives no sign of life until it is thawed. */
export function freeze(data: string): { thaw(): void } {
  const postmaster = postmasterOf(data);
  const all = [postmaster, ...below(postmaster)];
  for (const pid of all) signal(pid, "SIGSTOP");
  return {
    thaw: () => {
      for (const pid of all) signal(pid, "SIGCONT");
    },
  };
}

/** Ends it as the kernel would when memory is short. */
export const killPostgres = (data: string): void => signal(postmasterOf(data), "SIGKILL");
