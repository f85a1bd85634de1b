import fs from "node:fs";
import path from "node:path";
import type { Agency, RoadContent } from "@troad/directory";
import type { ModuleContext, Schedule } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { registersApi } from "@troad/registers/api";
import type { Certificate } from "@troad/trust";
import { type Anchor, readAnchor } from "@troad/xroad";
import type { Dispatcher } from "undici";
import { type RoadApi, roadApi } from "./api.ts";
import { writeArchives } from "./archive/archiver.ts";
import { findMember } from "./domain/globalconf.ts";
import { readNetworks } from "./domain/networks.ts";
import { readRetention } from "./domain/retention.ts";
import type { RoadEnv } from "./env.ts";
import { type Directory, openDirectory } from "./gateway/configuration/directory.ts";
import { learnBeginnings } from "./gateway/configuration/kept-trust.ts";
import { followTrust, type LiveTrust, openLiveTrust } from "./gateway/configuration/live-trust.ts";
import { type Gateway, openGateway, type TrustServices } from "./gateway/gateway.ts";
import { gatewayFolder, openGatewayIdentity, readTokens } from "./gateway/identity.ts";
import { openPeerListener } from "./gateway/link/peer-listener.ts";
import { type ConsumerListener, openConsumerListener } from "./gateway/listener/consumer-listener.ts";
import { checkLogSecret } from "./gateway/log/log-secret.ts";
import { registerGateway } from "./gateway/registration.ts";
import { renewGateway } from "./gateway/renewal.ts";
import { openSealer } from "./gateway/sealing/sealer.ts";
import { type OwnServices, openOwnServices } from "./gateway/services/own-services.ts";
import { openServices, type ServiceLookup } from "./gateway/services/services.ts";
import { readXroadPorts } from "./gateway/xroad/link.ts";
import { openXroadListeners, readXroadListeners } from "./gateway/xroad/listeners.ts";
import { openRecordsServer } from "./http/records-server.ts";
import { eraseBodies } from "./retention/eraser.ts";
import { recordsApi } from "./retention/orders.ts";
import { openSettingsListener } from "./settings/listener.ts";
import { gatewaySettings } from "./settings/settings.ts";

/** How often a gateway checks whether the registry knows it, and whether its member has a new subsystem. */
const registrationMs = 5_000;

/** `moi=5580:5500` sets the consumer and server ports of an agency's gateway; absent: the system chooses. */
const portsOf = (text: string, agency: string): [string, string] => {
  const pair = new RegExp(`(?:^|,)${agency}=(\\d+):(\\d+)(?:,|$)`).exec(text);
  return [pair?.[1] ?? "0", pair?.[2] ?? "0"];
};

/** `moi=8443` opens HTTPS for information systems of an agency; absent: none. */
const tlsPortOf = (text: string, agency: string): number | undefined => {
  const port = new RegExp(`(?:^|,)${agency}=(\\d+)(?:,|$)`).exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
};

type Parts = {
  ctx: ModuleContext;
  env: RoadEnv;
  content: RoadContent;
  /** How sources of other instances are called. */
  outside: Dispatcher;
  /** Filled as gateways open. */
  gateways: Map<string, Gateway>;
};
type Shared = Parts & {
  /** Services of the platform's own, by AGENCY/SUBSYSTEM/service. */
  own: Pick<OwnServices, "find">;
  road: RoadApi;
  directory: Directory;
  trust: TrustServices;
  live: LiveTrust;
  /** Listeners for information systems, which close first: what came in there needs all the rest, gateways of the same process too. */
  entrances: Pick<ConsumerListener, "leave" | "close">[];
  stops: (() => unknown)[];
  schedules: Schedule[];
  kept: boolean;
};

type AgencyGateways = Pick<RoadApi, "offerService"> & {
  /** Fills as gateways open. */
  schedules: Schedule[];
  start(): Promise<void>;
  /** Clients are told to take their next message elsewhere. */
  leave(): void;
  stop(): Promise<void>;
};

/** The gateways of the agencies that run in this process. */
export function agencyGateways(parts: Parts): AgencyGateways {
  const { ctx, env, content, outside, gateways } = parts;
  const own = openOwnServices(() => ctx.clock.now().getTime());
  const xroadListeners = readXroadListeners(env.ROAD_XROAD_PORTS, content);
  const keptFolder = path.join(ctx.folder, "globalconf");
  const road = ctx.use(roadApi);
  const entrances: Shared["entrances"] = [];
  const stops: (() => unknown)[] = [];
  const schedules: Schedule[] = [];

  async function start(): Promise<void> {
    const beginnings = await learnBeginnings(keptFolder, ctx.log, async () => ({
      trust: await ctx.use(pkiApi).trustAnchors(),
      anchor: env.ROAD_ANCHOR ? fs.readFileSync(env.ROAD_ANCHOR, "utf8") : await road.anchor("internal"),
    }));
    const { urls, holdSeconds } = beginnings.trust;
    const live = openLiveTrust(beginnings.trust);
    schedules.push(followTrust(live, holdSeconds * 1000, () => ctx.use(pkiApi).trustAnchors(), ctx.log));
    const anchor = parseAnchor(beginnings.anchor, content.instance);
    const url = env.ROAD_GLOBALCONF_URL ?? anchor.sources[0]?.url ?? "";
    const directory = openDirectory({ url, anchor, folder: keptFolder, outside, clock: ctx.clock, log: ctx.log });
    stops.push(directory.stop);
    const trust = {
      ocsp: env.ROAD_OCSP_URL ?? urls.ocsp,
      tsa: env.ROAD_TSA_URL ?? urls.tsa,
      timestampGraceSeconds: env.ROAD_TIMESTAMP_GRACE_SECONDS,
    };
    const shared = { ...parts, own, road, directory, trust, live, entrances, stops, schedules, kept: beginnings.kept };
    for (const agency of content.agencies.filter(({ id }) => ctx.agencies.includes(id)))
      gateways.set(agency.id, await openAgency(shared, agency, xroadListeners.get(agency.id)));
    if (gateways.size > 0)
      await directory.catchUp().catch((error: unknown) => {
        if (!beginnings.kept) throw error;
        ctx.log.warn({ err: error }, "the global configuration on disk is used");
      });
  }

  return {
    schedules,
    offerService: async ({ agency, subsystem, service, url, token }) => {
      own.offer(`${agency}/${subsystem}/${service}`, { url, token });
    },
    start,
    leave: () => {
      for (const one of entrances) one.leave();
    },
    stop: async () => {
      await Promise.all(entrances.map((one) => one.close()));
      await Promise.all(stops.map((stop) => stop()));
      await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
    },
  };
}

async function openAgency(
  shared: Shared,
  agency: Agency,
  xroadPorts: ReturnType<typeof readXroadPorts> | undefined,
): Promise<Gateway> {
  const { ctx, env, content, road, directory, trust, live, stops, own } = shared;
  const { instance } = content;
  await checkLogSecret(ctx.agencyDb(agency.id), gatewayFolder(ctx, agency));
  const identity = await openGatewayIdentity(ctx, instance, agency, env.ROAD_HOST, readTokens(env.ROAD_HSM).get(agency.id));
  const gateway = await openGateway({
    ctx,
    db: ctx.agencyDb(agency.id),
    instance,
    agency,
    identity,
    directory,
    services: trust,
    live,
    maxBody: env.ROAD_MAX_BODY_MIB * 1024 * 1024,
    xroadPorts: readXroadPorts(env.ROAD_XROAD_PEER_PORTS, "ROAD_XROAD_PEER_PORTS"),
  });
  const sealer = openSealer(gateway, road, env.ROAD_STAMP_EACH_UP_TO);
  stops.push(sealer.stop);
  await openRecords(shared, gateway);
  const networks = env.ROAD_SERVICE_NETWORKS ? readNetworks(env.ROAD_SERVICE_NETWORKS, "ROAD_SERVICE_NETWORKS") : undefined;
  const ownOf = async (subsystem: string, service: string) =>
    (await own.find(`${agency.id}/${subsystem}/${service}`)) ??
    (await ctx.use(registersApi).serviceEndpoint(agency.id, service)) ??
    undefined;
  const services = openServices(gateway, ownOf, networks);
  stops.push(services.close);
  // no request is served before it is known whether time stamps are overdue since the previous run
  await sealer.looked;
  const at = await openListeners(shared, gateway, { lookup: services.lookup, xroadPorts });
  const register = keepRegistered(shared, gateway, at);
  await register().catch((error: unknown) => {
    if (!shared.kept) throw error; // the registry is away, but the stored configuration still names this gateway: its schedule tries again
  });
  shared.schedules.push(
    renewGateway(gateway, {
      everyMs: env.ROAD_RENEWAL_SECONDS * 1000,
      configurationMs: env.ROAD_CONFIGURATION_SECONDS * 1000,
      register,
    }),
  );
  const settings = await openSettingsListener(
    ctx,
    agency.id,
    gatewaySettings(gateway, () => register()),
  );
  stops.push(settings.close);
  ctx.announce("road.settings[]", { agency: agency.id, socket: settings.socket });
  return gateway;
}

/** What happens to the message log besides exchanges: archives, erasure, and its officer's listener. */
async function openRecords({ ctx, env, stops, schedules }: Shared, gateway: Gateway): Promise<void> {
  const { id } = gateway.agency;
  const rotation = { exchanges: env.ROAD_ARCHIVE_EXCHANGES, seconds: env.ROAD_ARCHIVE_SECONDS };
  const retention = readRetention(ctx.content, id);
  schedules.push(writeArchives(gateway, path.join(ctx.folder, "archives", id), rotation, retention));
  schedules.push(eraseBodies(gateway, retention, env.ROAD_ERASURE_SECONDS));
  const records = await openRecordsServer(ctx, id, recordsApi(gateway));
  ctx.announce("road.records[]", { agency: id, socket: records.socket });
  stops.push(records.close);
}

type Addresses = { address: string; consumerUrl: string };

async function openListeners(
  { ctx, env, content, entrances, stops }: Shared,
  gateway: Gateway,
  { lookup, xroadPorts }: { lookup: ServiceLookup; xroadPorts: ReturnType<typeof readXroadPorts> | undefined },
): Promise<Addresses> {
  const { agency, instance } = gateway;
  const [consumerPort, peerPort] = portsOf(env.ROAD_PORTS, agency.id);
  const tlsPort = tlsPortOf(env.ROAD_TLS_PORTS, agency.id);
  const at = { bind: env.ROAD_BIND, host: env.ROAD_HOST, senderMs: env.ROAD_SENDER_SECONDS * 1000 };
  const inner = { bind: env.ROAD_CONSUMER_BIND ?? at.bind, host: env.ROAD_CONSUMER_HOST ?? at.host };
  const consumer = await openConsumerListener(gateway, {
    ...at,
    ...inner,
    port: Number(consumerPort),
    ...(tlsPort === undefined ? {} : { tlsPort }),
  });
  entrances.push(consumer);
  const peer = await openPeerListener(gateway, lookup, { ...at, port: Number(peerPort), platform: content.platform.member });
  stops.push(() => peer.app.close());
  const member = `${instance}/${agency.member}`;
  if (xroadPorts) {
    const { messages, status, close } = await openXroadListeners(gateway, lookup, { ...at, ports: xroadPorts });
    stops.push(close);
    ctx.announce("road.xroad[]", { member, messages, status });
  }
  const secure = consumer.tlsUrl === undefined ? {} : { consumerTls: consumer.tlsUrl };
  ctx.announce("road.gateways[]", { member, consumer: consumer.url, ...secure, server: peer.address });
  return { address: peer.address, consumerUrl: consumer.url };
}

/** Registers the gateway as it is now, and again when the registry gives its member another subsystem. */
function keepRegistered(
  { ctx, env, road, schedules }: Shared,
  gateway: Gateway,
  at: Addresses,
): (tlsCertificate?: Certificate) => Promise<void> {
  const { instance, agency, identity, directory } = gateway;
  const subsystems = (): string[] => {
    const registered = directory.peek() ? (findMember(directory.current(), agency.member)?.subsystems ?? []) : [];
    return [...new Set([...agency.subsystems, ...registered])].sort();
  };
  /** What the registry was last told; undefined before the first time. */
  let announced: string | undefined;
  const register = async (tlsCertificate?: Certificate): Promise<void> => {
    const now = subsystems();
    const encryptedServices = [...gateway.offer.offered.all()].filter(([, { encrypt }]) => encrypt).map(([key]) => key);
    const own = { instance, agency, identity, server: env.ROAD_SERVER_CODE, encryptedServices, subsystems: now };
    await registerGateway(ctx, road, own, { ...at, ...(tlsCertificate ? { tlsCertificate } : {}) });
    announced = now.join();
  };
  schedules.push({
    name: "road.registration",
    everyMs: registrationMs,
    run: async () => {
      if (subsystems().join() !== announced) await register();
    },
  });
  return register;
}

function parseAnchor(text: string, instance: string): Anchor {
  const read = readAnchor(Buffer.from(text, "utf8"));
  if (!read.ok) throw new Error(`the configuration anchor is refused: ${read.code} ${read.detail ?? ""}`);
  if (read.value.instance !== instance) throw new Error(`the anchor is of ${read.value.instance}, not of ${instance}`);
  return read.value;
}
