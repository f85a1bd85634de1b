import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

export const hasNats = spawnSync("nats-server", ["--version"]).status === 0;

/** One to three servers of NATS as `deploy/machines/nats.conf` has them, on ports of their own. */
export type Servers = {
  readonly urls: string;
  readonly pids: () => number[];
  start(at: number): void;
  /** kill -9, and gone when this returns. */
  kill(at: number): Promise<void>;
  close(): Promise<void>;
};

const ports = async (count: number): Promise<number[]> => {
  const held = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(held.map((one) => once(one, "listening")));
  const found = held.map((one) => (one.address() as { port: number }).port);
  for (const one of held) one.close();
  return found;
};

const config = path.resolve(import.meta.dirname, "../../../deploy/machines/nats.conf");

export async function natsServers(folder: string, count: number, token = "t".repeat(32)): Promise<Servers> {
  const free = await ports(count * 2);
  const client = free.slice(0, count);
  const route = (at: number): number => free[count + at]!;
  const running: (ChildProcess | undefined)[] = [];
  const start = (at: number): void => {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      ...{ TROAD_MACHINE: `n${at}`, NATS_LISTEN: `127.0.0.1:${client[at]}`, NATS_CLUSTER_LISTEN: `127.0.0.1:${route(at)}` },
      ...{ NATS_STORE: path.join(folder, `n${at}`), NATS_TOKEN: token },
    };
    for (const [nth, name] of ["ONE", "TWO", "THREE"].entries())
      env[`NATS_ROUTE_${name}`] = `nats://127.0.0.1:${route(nth % count)}`;
    const log = fs.openSync(path.join(folder, `n${at}.log`), "a");
    running[at] = spawn("nats-server", ["-c", count === 1 ? alone(folder) : config], { env, stdio: ["ignore", log, log] });
    fs.closeSync(log);
  };
  const end = async (at: number, signal: NodeJS.Signals): Promise<void> => {
    const child = running[at];
    running[at] = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  for (let at = 0; at < count; at++) start(at);
  return {
    urls: client.map((port) => `nats://127.0.0.1:${port}`).join(","),
    pids: () => running.flatMap((child) => (child?.pid ? [child.pid] : [])),
    start,
    kill: (at) => end(at, "SIGKILL"),
    close: async () => {
      for (let at = 0; at < count; at++) await end(at, "SIGKILL");
    },
  };
}

/** The same configuration without a cluster. */
function alone(folder: string): string {
  const place = path.join(folder, "alone.conf");
  fs.writeFileSync(place, fs.readFileSync(config, "utf8").replace(/^cluster \{[^}]*\}\n/m, ""));
  return place;
}
