import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { embeddedBinaries, type Launch, planLaunch, socketFolder } from "./embedded-files.ts";
import { type Report, type RunningServer, supervise } from "./supervise.ts";

export type EmbeddedServer = { socketDir: string; started: "fresh" | "again" | "shared"; stop(): Promise<void> };

/** No server binaries for this system: the operator has to name one. */
export class NoEmbeddedServer extends Error {
  constructor() {
    super(`PostgreSQL is not bundled for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own`);
  }
}

/**
 * Starts PostgreSQL in `dataDir` on a Unix socket (no TCP port can be taken), as another user when we are root, and dying with us.
 * When another process of ours already runs it, that server is shared.
 */
export async function startEmbedded(
  dataDir: string,
  settings: Record<string, string> = {},
  report?: Report,
): Promise<EmbeddedServer> {
  const binaries = embeddedBinaries();
  if (!binaries) throw new NoEmbeddedServer();
  const launch = planLaunch(binaries, path.resolve(dataDir));
  const socketDir = socketFolder(dataDir);
  if (await answers(socketDir)) return { socketDir, started: "shared", stop: async () => undefined };

  const folders = [launch.dataDir, socketDir];
  for (const folder of folders) {
    fs.mkdirSync(folder, { recursive: true });
    const owner = fs.statSync(folder).uid;
    if (launch.uid !== undefined && owner !== launch.uid) giveAway(folder, launch.uid);
    fs.chmodSync(folder, 0o700);
  }
  const fresh = !fs.existsSync(path.join(launch.dataDir, "PG_VERSION"));
  if (fresh) initialise(launch);
  const server = await supervise(async () => {
    await settleStaleLock(launch.dataDir, socketDir);
    return startServer(launch, socketDir, settings);
  }, report);
  return {
    socketDir,
    started: fresh ? "fresh" : "again",
    stop: async () => {
      await server.stop();
      fs.rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

function giveAway(folder: string, uid: number): void {
  for (const entry of fs.readdirSync(folder, { recursive: true }) as string[]) fs.lchownSync(path.join(folder, entry), uid, uid);
  fs.chownSync(folder, uid, uid);
}

const serverEnv = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" });

function initialise(launch: Launch): void {
  const { command, args } = launch.wrap(
    path.join(launch.binaries, "bin", "initdb"),
    [
      "-D",
      launch.dataDir,
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--no-instructions",
      "--auth-local=trust",
      "--auth-host=scram-sha-256",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C.UTF-8",
    ],
    false,
  );
  const done = spawnSync(command, args, { env: serverEnv(), cwd: "/", encoding: "utf8" });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.error?.message ?? ""}${done.stderr}${done.stdout}`);
}

/** After kill -9 the lock file may name a process that is only waiting to be reaped; PostgreSQL would take it for alive. */
async function settleStaleLock(dataDir: string, socketDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  for (let tries = 0; fs.existsSync(file); tries++) {
    const pid = fs.readFileSync(file, "utf8").split("\n")[0]!.trim();
    const state = processState(pid);
    if (state === undefined) return; // PostgreSQL removes the file itself
    if (state === "Z" && tries > 100) {
      fs.rmSync(file, { force: true });
      for (const socket of fs.readdirSync(socketDir)) fs.rmSync(path.join(socketDir, socket), { force: true });
      return;
    }
    if (state !== "Z" && !isServerIn(pid, dataDir)) {
      fs.rmSync(file, { force: true }); // the number was given to another program
      return;
    }
    if (tries > 400) throw new Error(`another PostgreSQL (process ${pid}) holds ${dataDir}`);
    await sleep(50);
  }
}

function processState(pid: string): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0];
  } catch {
    return undefined;
  }
}

function isServerIn(pid: string, dataDir: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(dataDir);
  } catch {
    return process.platform !== "linux";
  }
}

async function startServer(launch: Launch, socketDir: string, settings: Record<string, string>): Promise<RunningServer> {
  const all = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0777",
    max_connections: "200",
    ...settings,
  };
  const { command, args } = launch.wrap(
    path.join(launch.binaries, "bin", "postgres"),
    ["-D", launch.dataDir, ...Object.entries(all).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
    true,
  );
  // detached: Ctrl-C in a terminal must reach us first, so that we drain before the database goes
  const child = spawn(command, args, { env: serverEnv(), cwd: "/", stdio: ["ignore", "ignore", "pipe"], detached: true });
  let errors = "";
  let exited = false;
  const lastWords = (): string => errors.trim();
  child.stderr!.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  child.on("exit", () => {
    exited = true;
  });
  child.on("error", (error) => {
    errors += error.message;
    exited = true;
  });
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (exited) throw new Error(`PostgreSQL did not start: ${errors.trim()}`);
    if (await answers(socketDir)) return { child, lastWords };
    await sleep(20);
  }
  child.kill("SIGINT");
  throw new Error(`PostgreSQL did not answer within 60 s: ${errors.trim()}`);
}

async function answers(socketDir: string): Promise<boolean> {
  if (!fs.existsSync(path.join(socketDir, ".s.PGSQL.5432"))) return false;
  const client = new pg.Client({ host: socketDir, user: "postgres", database: "postgres", connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
