/** Processes of a benchmark: started, waited for by the first JSON line they print, measured, stopped. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

export type Child = { process: ChildProcess; said: Record<string, unknown>; stop(): Promise<void> };

const startMs = 60_000;

export async function startChild(script: string, args: string[], env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const said = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${path.basename(script)} is not ready: ${errors}`)), startMs);
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Record<string, unknown>);
    });
    void exited.then(() => reject(new Error(`${path.basename(script)} ended: ${errors}`)));
  });
  return {
    process: child,
    said,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** Runs a script to its end and reads the JSON it prints. */
export async function runChild<T>(script: string, plan: object): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(plan)], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as T;
}

type Stat = { pid: number; parent: number; ticks: number };

function processes(): Stat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
        return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
      } catch {
        return []; // ended in between
      }
    });
}

/** CPU seconds so far of processes and all their descendants (the database among them). */
export function cpuSeconds(roots: readonly Child[]): number {
  const all = processes();
  const wanted = new Set(roots.map((one) => one.process.pid));
  for (let grew = true; grew; ) {
    const found = all.filter((one) => wanted.has(one.parent) && !wanted.has(one.pid));
    for (const one of found) wanted.add(one.pid);
    grew = found.length > 0;
  }
  return all.filter((one) => wanted.has(one.pid)).reduce((sum, one) => sum + one.ticks, 0) / 100;
}
