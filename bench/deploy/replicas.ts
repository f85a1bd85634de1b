import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { setState } from "../../apps/troad/scale/haproxy.ts";
import { type Cluster, embeddedCluster } from "../../kernel/db/cluster.ts";
import type { DemoFile } from "../../modules/invoice/demo/citizens.ts";
import type { DemoShop } from "../../modules/invoice/demo/shop.ts";
import { freePort } from "../road/ports.ts";

const root = path.resolve(import.meta.dirname, "../..");

export type Installation = {
  /** One process without anything before it, and the HAProxy before all that were let in. */
  readonly direct: string;
  readonly edge: string;
  readonly shop: DemoShop;
  readonly demo: DemoFile;
  readonly folder: string;
  readonly cluster: Cluster;
  /** How many replicas the HAProxy knows. */
  admit(count: number): Promise<void>;
  pids(): { replicas: number[]; haproxy: number; postgres: number };
  stop(): Promise<void>;
};

/** Replicas of the modules of invoices on one database, and a HAProxy before them, as `deploy/machines` has them. */
export async function startReplicas(count: number, settings: Record<string, string> = {}): Promise<Installation> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bench-deploy-"));
  fs.chmodSync(folder, 0o711);
  const cluster = await embeddedCluster(path.join(folder, "postgres"), { max_wal_size: "4GB" });
  const ports = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(freePort));
  const [port, ...places] = ports as [number, ...number[]];
  const socket = path.join(folder, "haproxy.sock");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TROAD_ADDRESS: "127.0.0.1",
    TROAD_SCALE_PORT: String(port),
    TROAD_SCALE_SOCKET: socket,
  };
  for (const n of [1, 2, 3])
    Object.assign(env, { [`TROAD_SLOT_${n}`]: String(places[n - 1]), [`TROAD_OPS_${n}`]: String(places[n + 2]) });
  const haproxy = spawn("haproxy", ["-db", "-f", path.join(root, "deploy/machines/scale.cfg")], { env, stdio: "ignore" });
  const replicas: ChildProcess[] = [];
  for (let n = 1; n <= count; n++) {
    const own = {
      ...{
        PORT: String(places[n - 1]),
        METRICS_PORT: String(places[n + 2]),
        TROAD_DATA: folder,
        PUBLIC_ORIGIN: `http://localhost:${port}`,
      },
      ...{ TROAD_DEMO: "on", LOG_LEVEL: "error", INVOICE_DEMO_MARKET: "off", ...settings },
    };
    const args = [
      "--disable-warning=ExperimentalWarning",
      path.join(root, "apps/troad/main.ts"),
      "serve",
      "--target=notify,invoice",
    ];
    replicas.push(
      spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...own }, stdio: ["ignore", "ignore", "inherit"] }),
    );
    const ready = `http://127.0.0.1:${places[n + 2]}/readyz`;
    for (const end = Date.now() + 90_000; ; await wait(200)) {
      if ((await fetch(ready).catch(() => undefined))?.status === 200) break;
      if (Date.now() > end) throw new Error(`replica ${n} does not become ready`);
    }
  }
  const read = <T>(name: string): T => JSON.parse(fs.readFileSync(path.join(folder, "demo", name), "utf8")) as T;
  const postgres = Number(fs.readFileSync(path.join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  return {
    direct: `http://127.0.0.1:${places[0]}`,
    edge: `http://127.0.0.1:${port}`,
    ...{ shop: read<DemoShop>("invoice-shop.json"), demo: read<DemoFile>("invoice-api.json"), folder, cluster },
    admit: async (most) => {
      for (let n = 1; n <= count; n++) await setState(socket, `replicas/r${n}`, n <= most ? "ready" : "maint");
      await wait(2_000);
    },
    pids: () => ({ replicas: replicas.map(({ pid }) => pid!), haproxy: haproxy.pid!, postgres }),
    stop: async () => {
      await Promise.all([...replicas.toReversed(), haproxy].map(end));
      await cluster.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
