import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type Clock, systemClock } from "./clock.ts";
import { type Content, openContent } from "./content.ts";
import type { Cluster } from "./db/cluster.ts";
import { databaseLimits } from "./db/limits.ts";
import { announcements } from "./endpoints.ts";
import { originsIn, readEnv } from "./env.ts";
import { kernelFailure } from "./errors.ts";
import { createGate, type Gate } from "./http/gate.ts";
import { addressFor, hostsOf } from "./http/hosts.ts";
import { createOpsServer } from "./http/ops.ts";
import { createServer } from "./http/server.ts";
import { loadTexts, type Texts } from "./i18n.ts";
import { systemIds } from "./ids.ts";
import type { Log } from "./logging/log.ts";
import { createMetrics } from "./metrics.ts";
import { type ModuleManifest, type ModuleParts, startOrder } from "./module.ts";
import { openDataFolder } from "./private-folder.ts";
import { chooseCluster } from "./process/cluster.ts";
import { contextFor } from "./process/context.ts";
import { demonstration } from "./process/demonstration.ts";
import { processEnv } from "./process/env.ts";
import { pairs, textFolders } from "./process/folder.ts";
import { guardProcess } from "./process/guard.ts";
import { startLedgers } from "./process/ledgers.ts";
import { openProcessLog } from "./process/log.ts";
import { reachablePages, redirectElsewhere } from "./process/pages.ts";
import { openPeers, type Peers } from "./process/peers.ts";
import { explainPublicName } from "./process/public-name.ts";
import { timelyCheck, withGrace } from "./process/readiness.ts";
import { openSchemas, type Schemas } from "./process/schemas.ts";
import { openSecrets } from "./process/secrets.ts";
import { startWorkers } from "./process/workers.ts";

export type ProcessOptions = {
  /** Every module known to the program, whether it runs here or not. */
  modules: ModuleManifest[];
  /** Names of the modules to run here; all by default. */
  target?: string[];
  /** Agencies whose instances run here. */
  agencies: (content: Content) => string[];
  /** True if this process runs only agencies and the central parts run elsewhere. */
  agencyOnly?: boolean;
  env: NodeJS.ProcessEnv;
  /** The folder of the program, for `content/` and `data/`. */
  root: string;
  cluster?: Cluster;
  clock?: Clock;
  progress?: (text: string) => void;
  /** The program is this process's only business, so it also handles errors that nobody catches (see `guardProcess`). */
  guard?: boolean;
};

export type Process = {
  origin: string;
  dataDir: string;
  app: FastifyInstance;
  modules: string[];
  texts: Texts;
  log: Log;
  /** Calls a module's api as the kernel does; for the command line and tests. */
  use: Peers["use"];
  schemas: Schemas;
  endpoints(): Record<string, unknown>;
  stop(): Promise<void>;
};

/** Starts the wanted modules in one process: bind, database, migrate, create, serve, start. If a step fails, stops what it has begun. */
export async function startProcess(options: ProcessOptions): Promise<Process> {
  const began: (() => Promise<unknown>)[] = [];
  try {
    return await assemble(options, began);
  } catch (error) {
    for (const undo of began.reverse()) await undo().catch(() => undefined);
    throw explainPublicName(error, options.env.PUBLIC_ORIGIN);
  }
}

async function assemble(options: ProcessOptions, began: (() => Promise<unknown>)[]): Promise<Process> {
  const progress = options.progress ?? (() => undefined);
  const clock = options.clock ?? systemClock;
  const config = readEnv(processEnv, options.env);
  const known = startOrder(options.modules);
  const here = options.target ? pickModules(known, options.target) : known;
  const moduleEnv = new Map(here.map((module) => [module.name, readEnv(module.env ?? {}, options.env)]));
  const dataDir = openDataFolder(path.resolve(options.root, config.TROAD_DATA));
  const content = openContent(config.TROAD_CONTENT.split(path.delimiter).map((folder) => path.resolve(options.root, folder)));
  const texts = loadTexts(textFolders(import.meta.url, known), content.roots);
  const metrics = createMetrics();
  const { log, close: closeLog } = openProcessLog({
    level: config.LOG_LEVEL,
    file: config.LOG_FILE && path.resolve(dataDir, config.LOG_FILE),
    maxBytes: config.LOG_MAX_MIB * 1024 * 1024,
    keep: config.LOG_KEEP,
    metrics,
  });
  began.push(async () => closeLog());
  const guard = options.guard ? guardProcess(log, metrics) : undefined;
  began.push(async () => guard?.release());
  const demo = demonstration({
    demo: config.TROAD_DEMO,
    explicit: Boolean(options.env.TROAD_DEMO),
    origin: config.PUBLIC_ORIGIN,
    host: config.HOST,
    log,
    metrics,
  });

  // The port first: if it is taken, we say so before touching anything else.
  const gate: Gate = await createGate(
    config.HOST,
    config.PORT,
    here.flatMap((module) => module.early ?? []),
  );
  began.push(() => gate.close());
  const origin = config.PUBLIC_ORIGIN ?? `http://${config.HOST === "127.0.0.1" ? "localhost" : config.HOST}:${gate.port}`;

  const origins = pairs(config.ORIGINS, "ORIGINS");
  const addresses = [...origins.values(), ...here.flatMap((module) => originsIn(module.env, moduleEnv.get(module.name)))];
  const hosts = hostsOf(origin, config.HOST, ...addresses, ...config.TROAD_HOSTS.split(",").filter(Boolean));

  progress("database");
  const cluster = options.cluster ?? (await chooseCluster(config.DATABASE_URL, options.env, dataDir, log));
  if (!options.cluster) began.push(() => cluster.stop());
  const agencies = options.agencies(content);
  const agencyOnly = options.agencyOnly ?? false;
  const subscribers = (event: string) =>
    known.filter((module) => module.subscribesTo?.includes(event)).map((module) => module.name);
  progress("migrations");
  const schemas = await openSchemas({
    modules: here,
    agencies,
    agencyOnly,
    cluster,
    limits: databaseLimits(config),
    clock,
    log,
    metrics,
    subscribers,
  });
  began.push(() => schemas.close());

  const secrets = await openSecrets({ here, agencies, schemas, dataDir, clock, log });
  began.push(() => secrets.close());

  progress("modules");
  const parts = new Map<string, ModuleParts>();
  const announced = announcements(path.join(dataDir, "endpoints.json"));
  if (!("started" in cluster && cluster.started === "shared")) announced.forget();
  const peers = await openPeers({
    known,
    here,
    parts,
    schemas,
    dataDir,
    spec: config.PEERS,
    port: config.PEER_PORT,
    bind: config.PEER_BIND,
    host: config.PEER_HOST,
    tls: config.PEER_TLS,
    log,
    clock,
  });
  began.push(() => peers.close());
  const app = await createServer({
    log,
    texts,
    metrics,
    title: "T-Road",
    origin,
    hosts,
    siblings: [...origins.values()],
    standby: schemas.haveStandby,
    trustedProxies: config.TRUSTED_PROXIES ?? defaultProxies(origin),
  });
  began.push(() => app.close());
  const site = { known, here, origin, origins, isBehindProxy: config.PUBLIC_ORIGIN !== undefined };
  const contextOf = contextFor({
    agencies,
    agencyOnly,
    schemas,
    clock,
    ids: systemIds(clock),
    log,
    content,
    texts,
    pages: reachablePages(site),
    metrics,
    brokenReads: metrics.counter("ledger_broken_reads_total", "Reads of a stream whose hash chain does not hold", ["schema"]),
    dataDir,
    origin,
    origins,
    demo,
    hosts,
    services: { bind: config.SERVICE_BIND, host: config.SERVICE_HOST },
    peers,
    announce: announced.set,
    progress,
  });
  for (const module of here) {
    const made = await module.create(contextOf(module, moduleEnv.get(module.name)!));
    parts.set(module.name, made);
    // even if its start, or another module's, fails: what it has begun by then has to end
    began.push(async () => made.stop?.());
    if (made.routes) await app.register(async (scope) => made.routes!(scope));
  }
  redirectElsewhere(app, site);
  let ready = false;
  let stopped: Promise<void> | undefined;
  const ping = withGrace(schemas.overview.ping, config.DATABASE_WAIT_SECONDS * 1_000);
  const check = timelyCheck(async () => {
    await ping();
    await Promise.all([...parts.values()].map((one) => one.ready?.()));
  });
  const isReady = async (): Promise<void> => {
    if (!ready) throw kernelFailure(stopped ? "service.stopping" : "service.starting");
    await check();
  };
  app.get("/readyz", { schema: { hide: true } }, async () => {
    await isReady();
    return { status: "ready" };
  });
  await app.ready();
  gate.serve(app);

  progress("start");
  const ops = createOpsServer(metrics, isReady);
  began.push(() => ops.close());
  await ops.listen({ host: config.METRICS_HOST, port: config.METRICS_PORT });
  const opsPort = (ops.server.address() as { port: number }).port;
  announced.set("metrics", `http://${addressFor(config.METRICS_HOST)}:${opsPort}/metrics`);
  announced.set("openapi", `${origin}/openapi.json`);
  if (peers.address) announced.set(`peers.${here.map((module) => module.name).join("+")}`, peers.address);
  for (const module of here) {
    await parts.get(module.name)!.start?.();
  }
  await secrets.record();
  // Jobs start after everything that they may call, and stop before it: a restart fails no job in progress.
  const workers = startWorkers({ here, parts, schemas, peers, clock, log, metrics });
  began.push(() => workers.stop());
  const ledgers = startLedgers({
    here,
    schemas,
    agencyOnly,
    anchor: peers.anchor,
    publishMs: config.LEDGER_PUBLISH_SECONDS * 1000,
    checkMs: config.LEDGER_CHECK_SECONDS * 1000,
    clock,
    log,
    metrics,
  });
  began.push(() => ledgers.stop());
  announced.write();
  ready = true;
  gate.open();

  const stop = async () => {
    ready = false;
    gate.drain();
    for (const one of parts.values()) one.leave?.();
    // who sends requests here learns of it by the readiness, and needs a moment to send them elsewhere
    await pause(config.STOP_PAUSE_SECONDS * 1000);
    await gate.close();
    for (const undo of began.reverse())
      await undo().catch((error: unknown) => log.error({ err: error }, "a part did not stop cleanly"));
  };
  const stopOnce = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  guard?.onDefect(stopOnce);
  return {
    origin,
    dataDir,
    app,
    modules: here.map((module) => module.name),
    texts,
    log,
    use: peers.use,
    schemas,
    endpoints: announced.all,
    stop: stopOnce,
  };
}

/** With TLS there is a reverse proxy, on this machine by default; without TLS there is none. */
const defaultProxies = (origin: string): string[] => (origin.startsWith("https:") ? ["127.0.0.0/8", "::1/128"] : []);

function pickModules(known: ModuleManifest[], names: string[]): ModuleManifest[] {
  const unknown = names.filter((name) => !known.some((module) => module.name === name));
  if (unknown.length > 0)
    throw new Error(`unknown module ${unknown.join(", ")}; known: ${known.map((module) => module.name).join(", ")}`);
  return known.filter((module) => names.includes(module.name));
}
