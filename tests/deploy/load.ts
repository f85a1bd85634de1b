import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Lab } from "./lab.ts";

export type Counts = { asked: number; acknowledged: number; failed: number; told: Record<string, number>; slowestMs: number };
type Checked = { acknowledged: number; lost: string[] };

/** People at work: see `load-main.ts`. */
export function startLoad({ network, machines, ca }: Lab, perSecond: number) {
  const main = path.join(import.meta.dirname, "load-main.ts");
  const edges = machines.map(({ address }) => address).join(",");
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", main, ca, edges, String(perSecond)];
  const child = spawn("nsenter", ["-t", String(network.pid), "-n", ...node], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const ask = async <T>(line: string): Promise<T> => {
    child.stdin.write(`${line}\n`);
    const [answer] = (await once(lines, "line")) as [string];
    const told = JSON.parse(answer) as T & { error?: string };
    if (told.error) throw new Error(told.error);
    return told;
  };
  return {
    begin: (subjects: readonly string[]) => ask<{ people: number }>(`people ${subjects.join(",")}`),
    phase: (name: string) => ask<{ phase: string }>(`phase ${name}`),
    /** No request goes out any more; the counts of each phase. */
    pause: () => ask<Record<string, Counts>>("pause"),
    check: () => ask<Checked>("check"),
    stop: () => {
      child.stdin.write("stop\n");
      child.kill();
    },
  };
}
