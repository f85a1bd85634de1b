import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Lab } from "./lab.ts";

/** `told`: how often which failure; `backAfterMs`: when, since the phase began, the last request went out that failed. */
export type Counts = {
  asked: number;
  acknowledged: number;
  failed: number;
  told: Record<string, number>;
  slowestMs: number;
  backAfterMs: number;
};
/** Keys of what was acknowledged, and which of it no other machine has. */
export type Checked = { cases: { key: string; id: string }[]; exchanges: string[]; lost: string[] };
export type Rates = { journey: number; query: number; exchange: number };

/** People and agencies at work: see `load-main.ts`. */
export function startLoad({ network, machines, ca }: Lab, { journey, query, exchange }: Rates) {
  const main = path.join(import.meta.dirname, "load-main.ts");
  const edges = machines.map(({ address }) => address).join(",");
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", main, ca, edges, [journey, query, exchange].join(",")];
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
    /** `gateways`: the addresses of the machines on which agencies have one. */
    begin: (gateways: readonly string[], subjects: readonly string[]) =>
      ask<{ people: number }>(`people ${gateways.join(",")};${subjects.join(",")}`),
    phase: (name: string) => ask<{ phase: string }>(`phase ${name}`),
    /** No request goes out any more; the counts of each phase. */
    pause: () => ask<Record<string, Counts>>("pause"),
    resume: () => ask<object>("resume"),
    check: () => ask<Checked>("check"),
    /** The keys that these cases name. */
    keys: async (found: readonly { id: string; subject: string }[]): Promise<string[]> =>
      found.length === 0
        ? []
        : (await ask<{ keys: string[] }>(`keys ${found.map(({ id, subject }) => `${id}:${subject}`).join(",")}`)).keys,
    stop: () => {
      child.stdin.write("stop\n");
      child.kill();
    },
  };
}

/**
 * Failures that were not told as "try again later": HTTP 503 with Retry-After, or, over the road, that nothing is known of the outcome. Of a connection
 * that broke, or gave no answer, nobody could be told anything: its machine or process was gone.
 */
export const unannounced = ({ told }: Counts): string[] =>
  Object.keys(told).filter((one) => /HTTP (?!503$)|another answer|led to|Error/.test(one));
