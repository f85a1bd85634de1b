/** The road with everything on: the platform, a consumer's and a provider's gateway in a process each, an echo behind the latter. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Child, startChild } from "./children.ts";
import { freePort } from "./ports.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const main = path.join(root, "apps", "troad", "main.ts");

/** An information system behind the provider's gateway. */
export type BenchService = {
  service: string;
  url: string;
  timeoutSeconds?: number;
  maxBytes?: number;
  encrypt?: boolean;
  repeatable?: boolean;
};

/** Two agencies and their agreements, as content: nothing else is needed for new services on the road. */
export function writeContent(folder: string, services: readonly BenchService[], bodiesNotKept: string[] = []): void {
  const write = (file: string, value: unknown): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify(value));
  };
  for (const [id, code] of [
    ["asker", "ASKER"],
    ["teller", "TELLER"],
  ]) {
    write(`agencies/${id}/agency.json`, {
      memberClass: "GOV",
      memberCode: code,
      subsystems: ["BENCH"],
      kind: "ministry",
      bodiesNotKept,
    });
    for (const lang of ["zh-Hant", "en"]) write(`agencies/${id}/text/${lang}.json`, { name: code });
  }
  write(
    "agencies/teller/services.json",
    services.map((one) => ({ subsystem: "BENCH", timeoutSeconds: 300, ...one })),
  );
  const agreement = (service: string) => ({
    id: `bench-${service}`,
    consumer: "GOV/ASKER/BENCH",
    provider: `GOV/TELLER/BENCH/${service}`,
    fields: ["text"],
    purpose: "benchmark",
    legalBasis: "none: synthetic",
    consentRequired: false,
    validUntil: null,
  });
  write(
    "services/bench/agreements.json",
    services.map(({ service }) => agreement(service)),
  );
}

export type Road = {
  /** Where the consumer's information system posts; `services` without a service, `url` with the first one. */
  services: string;
  url: string;
  headers: Record<string, string>;
  consumer: Child;
  provider: Child;
  /** Everything that works for an exchange, except echo and load. */
  parts: Child[];
  /** Kills a gateway without notice and starts it again at the same address. */
  restart(which: "consumer" | "provider"): Promise<void>;
  stop(): Promise<void>;
};

type RoadOptions = {
  services: readonly BenchService[];
  env?: Record<string, string>;
  /** Names of services whose bodies neither gateway keeps. */
  bodiesNotKept?: readonly string[];
};

export async function startRoad(data: string, { services, env, bodiesNotKept = [] }: RoadOptions): Promise<Road> {
  const content = path.join(data, "content");
  writeContent(
    content,
    services,
    bodiesNotKept.map((name) => `GOV/TELLER/BENCH/${name}`),
  );
  const port = await freePort();
  const base = {
    TROAD_DATA: path.join(data, "road"),
    TROAD_CONTENT: [path.join(root, "content"), content].join(path.delimiter),
    PORT: "0",
    TROAD_DEMO: "on",
    PEOPLE: "100",
    DEMO_TRAFFIC_SECONDS: "0",
    LOG_LEVEL: "warn",
    ...env,
  };
  const platform = await startChild(main, ["serve", "--except=asker,teller", `--peer-port=${port}`], base);
  const peers = ["pki", "road", "notify"].map((one) => `${one}=https://127.0.0.1:${port}`).join(",");
  const origins = ["road", "pki"].map((one) => `${one}=${String(platform.said.origin)}`).join(",");
  const ports: Record<string, string> = {
    consumer: `asker=${await freePort()}:${await freePort()}`,
    provider: `teller=${await freePort()}:${await freePort()}`,
  };
  const gateway = (which: "consumer" | "provider"): Promise<Child> => {
    const agency = `--agency=${which === "consumer" ? "asker" : "teller"}`;
    const args = ["serve", agency, "--target=registers,road", `--peers=${peers}`, `--origins=${origins}`];
    return startChild(main, args, { ...base, ROAD_PORTS: ports[which]! });
  };
  const provider = await gateway("provider");
  const consumer = await gateway("consumer");
  const { road } = consumer.said.endpoints as { road: { gateways: { member: string; consumer: string }[] } };
  const endpoint = road.gateways.find(({ member }) => member.endsWith("/GOV/ASKER"))?.consumer ?? "";
  const running: Road = {
    services: `${endpoint}/r1/TWDEMO/GOV/TELLER/BENCH`,
    url: `${endpoint}/r1/TWDEMO/GOV/TELLER/BENCH/${services[0]?.service}`,
    headers: { "x-road-client": "TWDEMO/GOV/ASKER/BENCH" },
    consumer,
    provider,
    parts: [platform, provider, consumer],
    restart: async (which) => {
      running[which].process.kill("SIGKILL");
      await once(running[which].process, "exit");
      running[which] = await gateway(which);
      running.parts = [platform, running.provider, running.consumer];
    },
    stop: async () => {
      for (const one of [...running.parts].reverse()) await one.stop();
    },
  };
  return running;
}
