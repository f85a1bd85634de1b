import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type Process, type ProcessOptions, startProcess } from "@troad/kernel";
import { modules } from "../../apps/troad/modules.ts";
import { type BenchService, writeContent } from "../../bench/road/government.ts";
import { freePort, type Part, root, servePart } from "./government.ts";

/** The processes of a road in which each part can be killed and come back alone, in the order in which they start. */
const names = ["authority", "status", "stamps", "registry", "provider", "consumer"] as const;
export type PartName = (typeof names)[number];
type Env = Record<string, string>;

export type SplitRoad = {
  /** Where the consumer's information system posts, without the service. */
  services: string;
  headers: Record<string, string>;
  /** The folder of the installation; the server of its database is the authority's child. */
  data: string;
  /** The registry, where it was to run in this process. */
  registry: Process | undefined;
  /** The process of a part, as it runs now. */
  running(name: PartName): { pid: number; endpoints: Record<string, unknown> };
  kill(name: PartName): Promise<void>;
  /** Starts a part (again) at the address that it always has. */
  start(name: PartName, env?: Env): Promise<void>;
  /** A further gateway of the consumer, or of the provider, in this process, with a folder and a clock of its own. */
  startHere(options: { folder: string; server: string; of?: "provider"; clock?: ProcessOptions["clock"] }): Promise<Process>;
  stop(): Promise<void>;
};

type SplitOptions = {
  data: string;
  services: BenchService[];
  parts?: Partial<Record<PartName, Env>>;
  /** A gateway with a folder, a database and keys of its own. */
  apart?: { name: "consumer" | "provider"; folder: string };
  registryHere?: boolean;
};

const agencies = { consumer: "asker", provider: "teller" } as const;
const registryTarget = "road,registers,notify,witness";
const local = "127.0.0.1";

/**
 * The road with a process for each part: the authority (whose process keeps the database), a responder for certificate status, one for
 * time stamps, the registry with the public log, and two gateways. Responders have no state of their own, so they are replicas of the
 * module that is the authority.
 */
export async function startSplitRoad(options: SplitOptions): Promise<SplitRoad> {
  const data = path.join(options.data, "road");
  fs.mkdirSync(data, { recursive: true });
  const { env, args, ports, gateway } = await layOut(options, data);
  const running = new Map<PartName, Part>();
  const here: Process[] = [];
  const inProcess = async (
    target: string,
    agency: string[],
    agencyOnly: boolean,
    own: Env,
    clock?: ProcessOptions["clock"],
  ): Promise<Process> => {
    const process = await startProcess({
      modules,
      target: target.split(","),
      agencies: () => agency,
      agencyOnly,
      root,
      env: { LOG_LEVEL: "warn", LOG_FILE: "here.log", DEMO_TRAFFIC_SECONDS: "0", PORT: "0", ...own },
      ...(clock ? { clock } : {}),
    });
    here.push(process);
    return process;
  };
  const road: SplitRoad = {
    services: `http://${local}:${ports.consumer}/r1/TWDEMO/GOV/TELLER/BENCH`,
    headers: { "x-road-client": "TWDEMO/GOV/ASKER/BENCH", "content-type": "application/json" },
    data,
    registry: undefined,
    running: (name) => ({ pid: running.get(name)!.child.pid!, endpoints: running.get(name)!.endpoints }),
    kill: async (name) => {
      await running.get(name)?.stop("SIGKILL");
      running.delete(name);
    },
    start: async (name, own = {}) => {
      if (name === "registry" && options.registryHere) {
        road.registry = await inProcess(registryTarget, ["moda"], false, { ...env.registry, ...options.parts?.registry, ...own });
        return;
      }
      const apart = options.apart?.name === name ? certified(options.apart.folder, agencies[options.apart.name], data) : {};
      running.set(name, await servePart(args[name], { ...env[name], ...apart, ...options.parts?.[name], ...own }));
    },
    startHere: ({ folder, server, of, clock }) =>
      inProcess(
        "registers,road",
        [agencies[of ?? "consumer"]],
        true,
        { ...gateway, ...certified(folder, agencies[of ?? "consumer"], data), ROAD_SERVER_CODE: server },
        clock,
      ),
    stop: async () => {
      for (const process of here.reverse()) await process.stop();
      for (const name of [...names].reverse()) await running.get(name)?.stop();
    },
  };
  const stages: PartName[][] = [["authority"], ["status", "stamps", "registry"], ["provider"], ["consumer"]];
  for (const together of stages) await Promise.all(together.map((name) => road.start(name)));
  return road;
}

/** Which process runs what, where, and how the others find it. */
async function layOut(options: SplitOptions, data: string) {
  const content = path.join(options.data, "content");
  writeContent(content, options.services);
  const [authorityPeers, registryPeers] = [String(await freePort()), String(await freePort())];
  const ports = {} as Record<PartName, number>;
  for (const name of names) ports[name] = await freePort();
  const at = (name: PartName): string => `http://${local}:${ports[name]}`;
  const base: Env = {
    TROAD_DATA: data,
    TROAD_CONTENT: [path.join(root, "content"), content].join(path.delimiter),
    PEOPLE: "0",
    PKI_URL: at("authority"),
    ROAD_OCSP_URL: `${at("status")}/pki/ocsp`,
    ROAD_TSA_URL: `${at("stamps")}/pki/tsa`,
    ORIGINS: `pki=${at("authority")},road=${at("registry")},witness=${at("registry")}`,
    WITNESS_NAMES: "",
  };
  const peer = (module: string, port: string): string => `${module}=https://${local}:${port}`;
  const gateway: Env = {
    ...base,
    PEERS: [peer("pki", authorityPeers), peer("road", registryPeers), peer("notify", registryPeers)].join(","),
  };
  const endpoints = async (name: "consumer" | "provider"): Promise<Env> => ({
    ROAD_PORTS: `${agencies[name]}=${ports[name]}:${await freePort()}`,
  });
  const port = (name: PartName): Env => ({ PORT: String(ports[name]) });
  const env: Record<PartName, Env> = {
    authority: { ...base, ...port("authority"), PEER_PORT: authorityPeers },
    status: { ...base, ...port("status") },
    stamps: { ...base, ...port("stamps") },
    registry: { ...base, ...port("registry"), PEERS: peer("pki", authorityPeers), PEER_PORT: registryPeers },
    provider: { ...gateway, ...(await endpoints("provider")) },
    consumer: { ...gateway, ...(await endpoints("consumer")) },
  };
  const folder = path.join(root, "content", "agencies");
  // those on the road; some have a page alone
  const others = fs.readdirSync(folder).filter((id) => id !== "moda" && fs.existsSync(path.join(folder, id, "agency.json")));
  const args: Record<PartName, string[]> = {
    authority: ["--target=pki"],
    status: ["--target=pki"],
    stamps: ["--target=pki"],
    registry: [`--target=${registryTarget}`, `--except=${[...others, ...Object.values(agencies)].join(",")}`],
    provider: [`--agency=${agencies.provider}`, "--target=registers,road"],
    consumer: [`--agency=${agencies.consumer}`, "--target=registers,road"],
  };
  return { env, args, ports, gateway };
}

/** Lets a process of an agency with an installation of its own be known to the others; gives what its environment needs. */
function certified(folder: string, agency: string, authority: string): Env {
  const tls = path.join(folder, "tls");
  const authorityFolder = `--authority=${path.join(authority, "peers")}`;
  const args = ["peers", "--modules=registers,road", `--agency=${agency}`, `--out=${tls}`, authorityFolder];
  const done = fs.existsSync(tls)
    ? undefined
    : spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), ...args], { encoding: "utf8" });
  assert.equal(done?.status ?? 0, 0, done?.stderr);
  return { TROAD_DATA: folder, PEER_TLS: tls };
}
