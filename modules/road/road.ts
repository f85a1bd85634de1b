import fs from "node:fs";
import path from "node:path";
import { instant, type ModuleContext, type ModuleParts } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { pkiApi } from "@troad/pki/api";
import { registersApi } from "@troad/registers/api";
import { type Anchor, readAnchor } from "@troad/xroad";
import type { FastifyInstance } from "fastify";
import { roadApi } from "./api.ts";
import { openArchiver } from "./archive/archiver.ts";
import { readRoad } from "./domain/agency.ts";
import { agencyGrants } from "./domain/grants.ts";
import { readNetworks } from "./domain/networks.ts";
import { readRetention } from "./domain/retention.ts";
import { openConsumerDoor } from "./gateway/consumer-door.ts";
import { openDirectory } from "./gateway/directory.ts";
import { type Gateway, openGateway } from "./gateway/gateway.ts";
import { gatewayFolder, openGatewayIdentity, readTokens } from "./gateway/identity.ts";
import { learnBeginnings } from "./gateway/kept-trust.ts";
import { checkLogSecret } from "./gateway/log-secret.ts";
import { outsideAgent } from "./gateway/outside.ts";
import { openPeerDoor } from "./gateway/peer-door.ts";
import { registerGateway } from "./gateway/registration.ts";
import { openSealer } from "./gateway/sealer.ts";
import { openServices } from "./gateway/services.ts";
import { openXroadDoors, readXroadDoors } from "./gateway/xroad/doors.ts";
import { readXroadPorts } from "./gateway/xroad/link.ts";
import { configurationRoutes } from "./http/configuration.ts";
import { headRoutes } from "./http/heads.ts";
import { openOperatorDoor } from "./http/operator-door.ts";
import { openRecordsDoor } from "./http/records-door.ts";
import { roadRoutes } from "./http/routes.ts";
import { remindAccess } from "./registry/access/expiry.ts";
import { openCosigning, readWitnesses } from "./registry/cosigning.ts";
import { headsApi } from "./registry/heads/anchor.ts";
import { watchLog } from "./registry/heads/watch.ts";
import { openRegistry } from "./registry/registry.ts";
import { openTransfers } from "./registry/transfers/open.ts";
import { openTransparencyLog } from "./registry/transparency.ts";
import { openEraser } from "./retention/eraser.ts";
import { recordsApi } from "./retention/orders.ts";

export type RoadEnv = {
  ROAD_GLOBALCONF_URL: string | undefined;
  ROAD_ANCHOR: string | undefined;
  ROAD_OCSP_URL: string | undefined;
  ROAD_TSA_URL: string | undefined;
  ROAD_TIMESTAMP_GRACE_SECONDS: number;
  ROAD_CONFIGURATION_SECONDS: number;
  ROAD_SENDER_SECONDS: number;
  ROAD_ERASURE_SECONDS: number;
  ROAD_BIND: string;
  ROAD_HOST: string;
  ROAD_PORTS: string;
  ROAD_XROAD_PORTS: string;
  ROAD_XROAD_PEER_PORTS: string;
  ROAD_HSM: string;
  ROAD_MAX_BODY_MIB: number;
  ROAD_STAMP_EACH_UP_TO: number;
  ROAD_ARCHIVE_EXCHANGES: number;
  ROAD_ARCHIVE_SECONDS: number;
  ROAD_WITNESSES: string;
  ROAD_SERVER_CODE: string;
  ROAD_NETWORKS: string;
  ROAD_FEDERATION_NETWORKS: string;
  ROAD_SERVICE_NETWORKS: string;
  ROAD_RECORD_GRACE_SECONDS: number;
  LEDGER_CHECK_SECONDS: number;
};

const registrationRetryMs = 5_000;

/** `moi=5580:5500` gives consumer and server port of an agency's gateway; absent: the system chooses. */
const portsOf = (text: string, agency: string): [string, string] => {
  const found = new RegExp(`(?:^|,)${agency}=(\\d+):(\\d+)(?:,|$)`).exec(text);
  return [found?.[1] ?? "0", found?.[2] ?? "0"];
};

/** Puts the module together: the platform's part unless only agencies run here, then a gateway for each agency. */
export async function openRoad(ctx: ModuleContext, env: RoadEnv): Promise<ModuleParts> {
  const content = readRoad(ctx.content);
  const xroadDoors = readXroadDoors(env.ROAD_XROAD_PORTS, content);
  const xroadPorts = readXroadPorts(env.ROAD_XROAD_PEER_PORTS, "ROAD_XROAD_PEER_PORTS");
  const gateways = new Map<string, Gateway>();
  const doors: FastifyInstance[] = [];
  const outside = outsideAgent(readNetworks(env.ROAD_FEDERATION_NETWORKS, "ROAD_FEDERATION_NETWORKS"));
  const central = ctx.agencyOnly ? undefined : await openCentral(ctx, content, gateways, env);
  const keptFolder = path.join(ctx.folder, "globalconf");
  const road = ctx.use(roadApi);
  const serviceNetworks = env.ROAD_SERVICE_NETWORKS
    ? readNetworks(env.ROAD_SERVICE_NETWORKS, "ROAD_SERVICE_NETWORKS")
    : undefined;
  const stops: (() => unknown)[] = [];

  async function startGateways(): Promise<void> {
    const beginnings = await learnBeginnings(keptFolder, ctx.log, async () => ({
      trust: await ctx.use(pkiApi).trustAnchors(),
      anchor: env.ROAD_ANCHOR ? fs.readFileSync(env.ROAD_ANCHOR, "utf8") : await road.anchor("internal"),
    }));
    const { trust } = beginnings;
    const anchor = parseAnchor(beginnings.anchor, content.instance);
    const url = env.ROAD_GLOBALCONF_URL ?? anchor.sources[0]?.url ?? "";
    const directory = openDirectory({ url, anchor, folder: keptFolder, outside, clock: ctx.clock, log: ctx.log });
    stops.push(directory.stop);
    const trustServices = {
      ocsp: env.ROAD_OCSP_URL ?? trust.urls.ocsp,
      tsa: env.ROAD_TSA_URL ?? trust.urls.tsa,
      timestampGraceSeconds: env.ROAD_TIMESTAMP_GRACE_SECONDS,
      root: trust.root,
      issuing: trust.issuing,
    };
    const tokens = readTokens(env.ROAD_HSM);
    for (const agency of content.agencies.filter(({ id }) => ctx.agencies.includes(id))) {
      await checkLogSecret(ctx.agencyDb(agency.id), gatewayFolder(ctx, agency));
      const identity = await openGatewayIdentity(ctx, content.instance, agency, env.ROAD_HOST, tokens.get(agency.id));
      const [consumerPort, peerPort] = portsOf(env.ROAD_PORTS, agency.id);
      const own = {
        instance: content.instance,
        agency,
        identity,
        directory,
        services: trustServices,
        maxBody: env.ROAD_MAX_BODY_MIB * 1024 * 1024,
      };
      const gateway = await openGateway({ ctx, db: ctx.agencyDb(agency.id), ...own, xroadPorts });
      const sealer = openSealer(gateway, road, env.ROAD_STAMP_EACH_UP_TO);
      stops.push(sealer.stop);
      const rotation = { exchanges: env.ROAD_ARCHIVE_EXCHANGES, seconds: env.ROAD_ARCHIVE_SECONDS };
      const retention = readRetention(ctx.content, agency.id);
      stops.push(openArchiver(gateway, path.join(ctx.folder, "archives", agency.id), rotation, retention).stop);
      stops.push(openEraser(gateway, retention, env.ROAD_ERASURE_SECONDS).stop);
      const records = await openRecordsDoor(ctx, agency.id, recordsApi(gateway));
      ctx.announce("road.records[]", { agency: agency.id, socket: records.socket });
      stops.push(records.close);
      const at = { bind: env.ROAD_BIND, host: env.ROAD_HOST, senderMs: env.ROAD_SENDER_SECONDS * 1000 };
      const services = openServices(
        gateway,
        async (service) => (await ctx.use(registersApi).serviceEndpoint(agency.id, service)) ?? undefined,
        serviceNetworks,
      );
      stops.push(services.close);
      // no request before it is known whether time stamps are overdue since the run before
      await sealer.looked;
      const consumer = await openConsumerDoor(gateway, { ...at, port: Number(consumerPort) });
      const peer = await openPeerDoor(gateway, services.lookup, {
        ...at,
        port: Number(peerPort),
        platform: content.platform.member,
      });
      const ports = xroadDoors.get(agency.id);
      if (ports) {
        const { messages, status, close } = await openXroadDoors(gateway, services.lookup, { ...at, ports });
        stops.push(close);
        ctx.announce("road.xroad[]", { member: `${content.instance}/${agency.member}`, messages, status });
      }
      gateways.set(agency.id, gateway);
      doors.push(consumer.app, peer.app);
      const register = () =>
        registerGateway(
          ctx,
          road,
          { ...own, server: env.ROAD_SERVER_CODE, encryptedServices: services.encrypted },
          { address: peer.address, consumerUrl: consumer.url },
        );
      await register().catch((error: unknown) => {
        if (!beginnings.kept) throw error;
        registerLater(register); // the registry is away; what is on disk still names this gateway
      });
      const member = `${content.instance}/${agency.member}`;
      ctx.announce("road.gateways[]", { member, consumer: consumer.url, server: peer.address });
    }
    if (gateways.size > 0)
      await directory.catchUp().catch((error: unknown) => {
        if (!beginnings.kept) throw error;
        ctx.log.warn({ err: error }, "the global configuration on disk is used");
      });
  }

  function registerLater(register: () => Promise<void>): void {
    const timer = setInterval(
      () =>
        void register().then(
          () => clearInterval(timer),
          () => undefined,
        ),
      registrationRetryMs,
    );
    stops.push(() => clearInterval(timer));
  }

  return {
    ...(central ? { api: central.api, routes: central.routes, grants: agencyGrants(content) } : {}),
    jobs: {
      "road.remind-access": async ({ payload }) => {
        const { id, days } = payload as { id: string; days: number };
        await remindAccess(ctx, ctx.use(notifyApi), id, days);
      },
    },
    start: startGateways,
    ready: async () => {
      for (const gateway of gateways.values()) gateway.directory.current();
    },
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await Promise.all(doors.map((door) => door.close()));
      await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
      await central?.close();
      await outside.destroy();
    },
  };
}

function parseAnchor(text: string, instance: string): Anchor {
  const read = readAnchor(Buffer.from(text, "utf8"));
  if (!read.ok) throw new Error(`the configuration anchor is refused: ${read.code} ${read.detail ?? ""}`);
  if (read.value.instance !== instance) throw new Error(`the anchor is of ${read.value.instance}, not of ${instance}`);
  return read.value;
}

async function openCentral(
  ctx: ModuleContext,
  content: ReturnType<typeof readRoad>,
  gateways: Map<string, Gateway>,
  env: RoadEnv,
) {
  const anchors = await ctx.use(pkiApi).trustAnchors();
  const log = await openTransparencyLog({
    folder: `${ctx.folder}/tlog`,
    origin: `${content.instance.toLowerCase()}.t-road.example/transfers`,
    clock: ctx.clock,
  });
  const tilesUrl = `${ctx.origin("road")}/tlog`;
  ctx.announce("tlog", tilesUrl);
  ctx.announce("road.globalconf", `${ctx.origin("road")}/internalconf`);
  const platform = (): Gateway => {
    const gateway = gateways.get(content.platform.id);
    if (!gateway) throw new Error("the platform's gateway has not started");
    return gateway;
  };
  if (ctx.agencies.includes(content.platform.id))
    await checkLogSecret(ctx.agencyDb(content.platform.id), gatewayFolder(ctx, content.platform));
  const { tls } = await openGatewayIdentity(ctx, content.instance, content.platform, env.ROAD_HOST);
  const registry = await openRegistry({
    ctx,
    content,
    anchors,
    identity: { key: tls.keyPem, cert: tls.chain.map(({ pem }) => pem).join("") },
    networks: readNetworks(env.ROAD_NETWORKS, "ROAD_NETWORKS"),
    federation: readNetworks(env.ROAD_FEDERATION_NETWORKS, "ROAD_FEDERATION_NETWORKS"),
    configurationSeconds: env.ROAD_CONFIGURATION_SECONDS,
    timestampingIntervalSeconds: Math.min(env.ROAD_TIMESTAMP_GRACE_SECONDS, 3600),
  });
  const cosigning = openCosigning({ log, witnesses: () => knownWitnesses(ctx, env.ROAD_WITNESSES), report: ctx.log });
  ctx.log.info({ at: instant(ctx.clock), size: log.size() }, "transparency log open");
  const graceMs = env.ROAD_RECORD_GRACE_SECONDS * 1000;
  const transfers = openTransfers({ ctx, content, anchors, log, cosigning, tilesUrl, platform, graceMs });
  const api = {
    ...registry.api,
    ...headsApi({ ctx, log, cosigning }),
    ...transfers.api,
  };
  const watch = watchLog(ctx, log, env.LEDGER_CHECK_SECONDS * 1000);
  const operator = await openOperatorDoor(ctx, api);
  ctx.announce("road.operator", operator.socket);
  return {
    api,
    routes: (app: FastifyInstance): void => {
      roadRoutes({ log, newest: cosigning.newest })(app);
      headRoutes(api)(app);
      configurationRoutes(registry)(app);
    },
    close: async () => {
      registry.close();
      cosigning.stop();
      await operator.close();
      await Promise.all([watch.stop(), transfers.stop()]);
      await log.close();
    },
  };
}

/** Those of `ROAD_WITNESSES`, else those that run in this installation, else none. */
async function knownWitnesses(ctx: ModuleContext, text: string) {
  if (text) return readWitnesses(text);
  const reply = await fetch(`${ctx.origin("witness")}/witness`, { redirect: "error", signal: AbortSignal.timeout(2_000) });
  return reply.ok ? readWitnesses(await reply.text()) : [];
}
