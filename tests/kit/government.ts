import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Process, type ProcessOptions, startProcess } from "@troad/kernel";
import { readRoad } from "@troad/road/api";
import { modules } from "../../apps/troad/modules.ts";

export { freePort } from "../../bench/road/ports.ts";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
export const tools = process.env.TROAD_TOOLS ?? path.join(root, "..", "shared", "tools");

/** A folder that goes when the test run ends. PostgreSQL's own user can walk through it, so that root's data stays in it too. */
export function scratch(name: string): string {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), `${name}-`));
  fs.chmodSync(folder, 0o711);
  return folder;
}

export type Government = { running: Process; data: string; portal: string; stop(): Promise<void> };

/** The whole government in this process, on a data folder of its own: the program that `npm start` runs, quieter and smaller. */
export async function startGovernment(
  options: {
    env?: Record<string, string>;
    data?: string;
    content?: string[];
    exceptAgencies?: string[];
    clock?: ProcessOptions["clock"];
  } = {},
): Promise<Government> {
  const data = options.data ?? scratch("government");
  const content = [path.join(root, "content"), ...(options.content ?? [])].join(path.delimiter);
  const running = await startProcess({
    modules,
    agencies: (all) =>
      readRoad(all)
        .agencies.map(({ id }) => id)
        .filter((id) => !options.exceptAgencies?.includes(id)),
    root,
    env: {
      PORT: "0",
      TROAD_DATA: data,
      TROAD_CONTENT: content,
      LOG_LEVEL: "warn",
      LOG_FILE: "test.log",
      PEOPLE: "2000",
      DEMO_TRAFFIC_SECONDS: "0",
      ...options.env,
    },
    ...(options.clock ? { clock: options.clock } : {}),
  });
  return { running, data, portal: running.origin, stop: () => running.stop() };
}

export type Part = {
  child: ChildProcess;
  origin: string;
  endpoints: Record<string, unknown>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** `troad serve` in a process of its own; resolves when it says that it is ready. */
export async function servePart(args: string[], env: Record<string, string>): Promise<Part> {
  const child = spawn(process.execPath, [path.join(root, "apps", "troad", "main.ts"), "serve", ...args], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: "warn", PORT: "0", TROAD_DEMO: "on", PEOPLE: "2000", DEMO_TRAFFIC_SECONDS: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const ready = new Promise<{ origin: string; endpoints: Record<string, unknown> }>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as { origin: string; endpoints: Record<string, unknown> });
    });
    void exited.then((code) => reject(new Error(`troad serve ${args.join(" ")} ended with ${code}: ${errors}`)));
  });
  const { origin, endpoints } = await ready;
  return {
    child,
    origin,
    endpoints,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}
