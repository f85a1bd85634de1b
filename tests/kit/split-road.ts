import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type BenchService, writeContent } from "../../bench/road/government.ts";
import { freePort, type Part, root, servePart } from "./government.ts";

/** The processes of a road in which each part can be killed and come back alone. */
export type PartName = "authority" | "status" | "stamps" | "registry" | "provider" | "consumer";

export type SplitRoad = {
  /** Where the consumer's information system posts, without the service. */
  services: string;
  headers: Record<string, string>;
  /** The folder of the installation; the server of its database is the authority's child. */
  data: string;
  content: string;
  ports: Record<PartName, number>;
  /** Addresses of modules elsewhere, as every gateway of this road is started with. */
  gatewayArgs: string[];
  /** The process of a part, as it runs now. */
  running(name: PartName): { pid: number };
  kill(name: PartName): Promise<void>;
  /** Starts a part (again) at the address that it always has. */
  start(name: PartName, env?: Record<string, string>): Promise<Part>;
  stop(): Promise<void>;
};

/** Lets a process of an agency with an installation of its own be known to the others; what it needs in its environment. */
function certified(folder: string, agency: string, authority: string): Record<string, string> {
  const tls = path.join(folder, "tls");
  const args = [
    "peers",
    "--modules=registers,road",
    `--agency=${agency}`,
    `--out=${tls}`,
    `--authority=${path.join(authority, "peers")}`,
  ];
  const done = fs.existsSync(tls)
    ? undefined
    : spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), ...args], { encoding: "utf8" });
  assert.equal(done?.status ?? 0, 0, done?.stderr);
  return { TROAD_DATA: folder, PEER_TLS: tls };
}

const agencies = { consumer: "asker", provider: "teller" } as const;

/**
 * The road with a process for each part: the authority (whose process keeps the database), a responder for certificate status, one for
 * time stamps, the registry with the public log, and two gateways. Responders have no state of their own, so they are replicas of the
 * module that is the authority.
 */
export async function startSplitRoad(options: {
  data: string;
  services: BenchService[];
  env?: Record<string, string>;
  parts?: Partial<Record<PartName, Record<string, string>>>;
  /** A gateway with a folder, a database and keys of its own. */
  apart?: { name: "consumer" | "provider"; folder: string };
  /** Parts that the caller starts itself. */
  without?: PartName[];
}): Promise<SplitRoad> {
  const content = path.join(options.data, "content");
  const data = path.join(options.data, "road");
  fs.mkdirSync(data, { recursive: true });
  writeContent(content, options.services);
  const [authorityPeers, registryPeers] = [await freePort(), await freePort()];
  const ports = {} as Record<PartName, number>;
  for (const name of ["authority", "status", "stamps", "registry", "provider", "consumer"] as const)
    ports[name] = await freePort();
  const peerPorts = { consumer: await freePort(), provider: await freePort() };
  const at = (name: PartName): string => `http://127.0.0.1:${ports[name]}`;
  const base = {
    TROAD_DATA: data,
    TROAD_CONTENT: [path.join(root, "content"), content].join(path.delimiter),
    PEOPLE: "0",
    PKI_URL: at("authority"),
    ROAD_OCSP_URL: `${at("status")}/pki/ocsp`,
    ROAD_TSA_URL: `${at("stamps")}/pki/tsa`,
    WITNESS_NAMES: "",
    ...options.env,
  };
  const known = fs.readdirSync(path.join(root, "content", "agencies")).filter((id) => id !== "moda");
  const except = [...known, ...Object.values(agencies)].join(",");
  const peer = (module: string, port: number): string => `${module}=https://127.0.0.1:${port}`;
  const pki = `--peers=${peer("pki", authorityPeers)}`;
  const elsewhere = [peer("pki", authorityPeers), peer("road", registryPeers), peer("notify", registryPeers)].join(",");
  const origins = `--origins=pki=${at("authority")},road=${at("registry")},witness=${at("registry")}`;
  const gatewayArgs = ["--target=registers,road", `--peers=${elsewhere}`, origins];
  const args: Record<PartName, string[]> = {
    authority: ["--target=pki", `--peer-port=${authorityPeers}`],
    status: ["--target=pki"],
    stamps: ["--target=pki"],
    registry: ["--target=road,registers,notify,witness", `--except=${except}`, pki, `--peer-port=${registryPeers}`, origins],
    provider: [`--agency=${agencies.provider}`, ...gatewayArgs],
    consumer: [`--agency=${agencies.consumer}`, ...gatewayArgs],
  };
  const running = new Map<PartName, Part>();
  const road: SplitRoad = {
    services: `http://127.0.0.1:${ports.consumer}/r1/TWDEMO/GOV/TELLER/BENCH`,
    headers: { "x-road-client": "TWDEMO/GOV/ASKER/BENCH", "content-type": "application/json" },
    data,
    content,
    ports,
    gatewayArgs,
    running: (name) => ({ pid: running.get(name)!.child.pid! }),
    kill: async (name) => {
      await running.get(name)?.stop("SIGKILL");
      running.delete(name);
    },
    start: async (name, env = {}) => {
      const own =
        name === "consumer" || name === "provider"
          ? { PORT: "0", ROAD_PORTS: `${agencies[name]}=${ports[name]}:${peerPorts[name]}` }
          : { PORT: String(ports[name]) };
      if (options.apart?.name === name) Object.assign(own, certified(options.apart.folder, agencies[options.apart.name], data));
      const part = await servePart(args[name], { ...base, ...own, ...options.parts?.[name], ...env });
      running.set(name, part);
      return part;
    },
    stop: async () => {
      for (const name of ["consumer", "provider", "registry", "stamps", "status", "authority"] as const)
        await running.get(name)?.stop();
    },
  };
  const wanted = (name: PartName): boolean => !options.without?.includes(name);
  const stages: PartName[][] = [["authority"], ["status", "stamps", "registry"], ["provider"], ["consumer"]];
  for (const together of stages) await Promise.all(together.filter(wanted).map((name) => road.start(name)));
  return road;
}
