import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkOwner, handOver, openDataFolder, privateFolder, programUid } from "../private-folder.ts";
import { writeAccessRules } from "./access-rules.ts";
import { checkPlace, embeddedBinaries, type Launch, planLaunch } from "./embedded-files.ts";
import { idleAccount } from "./server-account.ts";
import { addressOf, answers, openSocketFolder, socketName } from "./socket.ts";
import { type Report, type RunningServer, supervise } from "./supervise.ts";

export type EmbeddedServer = { socketDir: string; started: "fresh" | "again" | "shared"; stop(): Promise<void> };

/** There are no server binaries for this system: the operator has to name a server. */
export class NoEmbeddedServer extends Error {
  constructor() {
    super(`PostgreSQL is not bundled for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own`);
  }
}

/**
 * Starts PostgreSQL in `dataDir` on a Unix socket (so no TCP port can clash), under a dedicated account if we are root, and ends it with
 * us. If another process of ours already runs it, that server is shared. Throws ConfigurationError if a folder is not ours.
 */
export async function startEmbedded(
  wanted: string,
  settings: Record<string, string> = {},
  report?: Report,
): Promise<EmbeddedServer> {
  const binaries = embeddedBinaries();
  if (!binaries) throw new NoEmbeddedServer();
  const launch = planLaunch(binaries, path.join(openDataFolder(path.dirname(path.resolve(wanted))), path.basename(wanted)));
  checkPlace(launch);
  const folder = path.join(launch.dataDir, socketName);
  const owner = launch.account?.uid ?? programUid();
  if (fs.lstatSync(folder, { throwIfNoEntry: false })) {
    checkOwner(folder, owner);
    const address = addressOf(folder);
    if (await answers(folder, address.host, owner))
      return { socketDir: address.host, started: "shared", stop: async () => address.close() };
    address.close();
  }
  const fresh = !fs.existsSync(path.join(launch.dataDir, "PG_VERSION"));
  if (fresh) initialise(launch);
  else takeOver(launch);
  const files = writeAccessRules(launch.dataDir, launch.account);
  openSocketFolder(folder, launch.account);
  const address = addressOf(folder);
  const server = await supervise(async () => {
    await settleStaleLock(launch.dataDir, folder);
    return startServer(launch, { folder, host: address.host, owner }, { ...files, ...settings });
  }, report);
  return {
    socketDir: address.host,
    started: fresh ? "fresh" : "again",
    stop: async () => {
      await server.stop();
      address.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Gives the folder of an older version, or of another machine's account, to the server's user; a folder that already belongs to it costs
 * one check.
 */
function takeOver({ dataDir, account, formerOwners }: Launch): void {
  const last = path.join(dataDir, "PG_VERSION");
  if (account && (fs.lstatSync(dataDir).uid !== account.uid || fs.lstatSync(last).uid !== account.uid))
    handOver(dataDir, formerOwners, account, last);
  privateFolder(dataDir, 0o700, account?.uid);
}

const serverEnv = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" });

function initialise(launch: Launch): void {
  const { account, dataDir } = launch;
  const as = account && account.name === undefined ? idleAccount() : account;
  const before = fs.lstatSync(dataDir, { throwIfNoEntry: false });
  if (!before) fs.mkdirSync(dataDir, { mode: 0o700 });
  if (as) fs.lchownSync(dataDir, as.uid, as.gid);
  privateFolder(dataDir, 0o700, as?.uid);
  const { command, args } = launch.wrap(
    path.join(launch.binaries, "bin", "initdb"),
    [
      "-D",
      dataDir,
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--no-instructions",
      "--auth=reject",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C.UTF-8",
    ],
    { dieWithParent: false, ...(as ? { as } : {}) },
  );
  const done = spawnSync(command, args, { env: serverEnv(), cwd: "/", encoding: "utf8" });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.error?.message ?? ""}${done.stderr}${done.stdout}`);
  if (account && as && as.uid !== account.uid) handOver(dataDir, [as.uid], account, path.join(dataDir, "PG_VERSION"));
}

/** After kill -9 the lock file may name a process that is only waiting to be reaped, which PostgreSQL would consider alive. */
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
      fs.rmSync(file, { force: true }); // the pid now belongs to another program
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

type Socket = { folder: string; host: string; owner: number | undefined };

async function startServer(launch: Launch, socket: Socket, settings: Record<string, string>): Promise<RunningServer> {
  const all = {
    listen_addresses: "",
    unix_socket_directories: socketName,
    unix_socket_permissions: "0700",
    max_connections: "400",
    ...settings,
  };
  const { command, args } = launch.wrap(
    path.join(launch.binaries, "bin", "postgres"),
    ["-D", launch.dataDir, ...Object.entries(all).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
    { dieWithParent: true },
  );
  // detached: Ctrl-C in a terminal must reach us first, so that we drain before the database stops
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
    if (await answers(socket.folder, socket.host, socket.owner)) return { child, lastWords };
    await sleep(20);
  }
  child.kill("SIGINT");
  throw new Error(`PostgreSQL did not answer within 60 s: ${errors.trim()}`);
}
