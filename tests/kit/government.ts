import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readRoad } from "@troad/directory";
import { type ModuleManifest, type Process, type ProcessOptions, startProcess } from "@troad/kernel";
import { modules } from "../../apps/troad/modules.ts";
import type { Cluster } from "../../kernel/db/cluster.ts";
import { testCluster } from "../../kernel/test/cluster.ts";
import { copyEntries } from "./template.ts";

export { freePort } from "../../bench/road/ports.ts";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A folder that goes when the test run ends. PostgreSQL's own user can walk through it, so that root's data stays in it too. */
export function scratch(name: string): string {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), `${name}-`));
  fs.chmodSync(folder, 0o711);
  return folder;
}

export type Government = { running: Process; data: string; portal: string; stop(): Promise<void> };

export type GovernmentOptions = {
  env?: Record<string, string>;
  /** A data folder that is there already; its database is then a server of its own. */
  data?: string;
  content?: string[];
  /** Modules besides those of the program, or in the place of one of the same name. */
  modules?: readonly ModuleManifest[];
  exceptAgencies?: string[];
  clock?: ProcessOptions["clock"];
  /** Keys and configuration are made now, not copied: where their age counts. */
  fresh?: boolean;
  /** A test that kills PostgreSQL, or looks at its files, has a server of its own. */
  ownServer?: boolean;
};

/** The databases of governments that were started here, by data folder: one that starts again finds its own. */
const clusters = new Map<string, Cluster>();

/** Settings that a government has from its first start on: with others the prepared folder is of no use. */
const founding = /^(TROAD_CONTENT|PEOPLE|POPULATION_SEED|TROAD_DEMO|PKI_URL|ROAD_HSM|DATABASE_URL.*)$/;

/** Keys that the run made are not valid yet by a clock that goes behind. */
const isBehind = (clock: ProcessOptions["clock"]): boolean => clock !== undefined && clock.now().getTime() < Date.now() - 1000;

/** A folder for a new government. Where the run prepared one, it is a copy of that: keys are made, the database is seeded. */
async function newFolder(options: GovernmentOptions): Promise<{ data: string; cluster: Cluster | undefined }> {
  const names = Object.keys(options.env ?? {});
  const template =
    options.fresh || isBehind(options.clock) || options.exceptAgencies || names.some((name) => founding.test(name))
      ? undefined
      : process.env.TROAD_TEST_TEMPLATE;
  const own = options.ownServer === true || names.some((name) => name.startsWith("DATABASE_URL"));
  const data = scratch("government");
  if (template) copyEntries(template, data, own ? [] : ["postgres"]);
  const cluster = own ? undefined : await testCluster(template !== undefined);
  if (cluster) clusters.set(data, cluster);
  return { data, cluster };
}

/** The whole government in this process, on a data folder of its own: the program that `npm start` runs, quieter and smaller. */
export async function startGovernment(options: GovernmentOptions = {}): Promise<Government> {
  const { data, cluster } =
    options.data === undefined ? await newFolder(options) : { data: options.data, cluster: clusters.get(options.data) };
  const content = [path.join(root, "content"), ...(options.content ?? [])].join(path.delimiter);
  const running = await startProcess({
    modules: [...modules.filter(({ name }) => !options.modules?.some((own) => own.name === name)), ...(options.modules ?? [])],
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
      INVOICE_DEMO_MARKET: "off",
      TAX_REFORM_HOUSEHOLDS: "2000",
      ...options.env,
    },
    ...(options.clock ? { clock: options.clock } : {}),
    ...(cluster ? { cluster } : {}),
  });
  return { running, data, portal: running.origin, stop: () => running.stop() };
}

export type Part = {
  child: ChildProcess;
  origin: string;
  endpoints: Record<string, unknown>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** `troad serve` in a process of its own, of this release or the one in `release`; resolves when it says that it is ready. */
export async function servePart(args: string[], env: Record<string, string>, release = root): Promise<Part> {
  const child = spawn(process.execPath, [path.join(release, "apps", "troad", "main.ts"), "serve", ...args], {
    cwd: release,
    env: {
      ...process.env,
      ...{
        LOG_LEVEL: "warn",
        PORT: "0",
        TROAD_DEMO: "on",
        PEOPLE: "2000",
        DEMO_TRAFFIC_SECONDS: "0",
        INVOICE_DEMO_MARKET: "off",
      },
      ...env,
    },
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
