import { instant, type ModuleContext, type ModuleParts } from "@troad/kernel";
import { pkiApi, type TrustAnchors } from "@troad/pki/api";
import { registersApi } from "@troad/registers/api";
import type { FastifyInstance } from "fastify";
import { type Evidence, roadApi } from "./api.ts";
import { readRoad } from "./domain/agency.ts";
import { readAgreements } from "./domain/agreement.ts";
import { agencyGrants } from "./domain/grants.ts";
import { openDirectory } from "./gateway/directory.ts";
import { type Gateway, openGateway } from "./gateway/gateway.ts";
import { openGatewayIdentity } from "./gateway/identity.ts";
import { openConsumerDoor, openPeerDoor } from "./gateway/listeners.ts";
import { sealExchange, settleExchange } from "./gateway/sealing.ts";
import { roadRoutes } from "./http/routes.ts";
import { publishGlobalConf, registryApi } from "./registry/registry.ts";
import { openTransparencyLog } from "./registry/transparency.ts";
import type { Side } from "./store/messages.ts";

export type RoadEnv = {
  ROAD_GLOBALCONF_URL: string | undefined;
  ROAD_OCSP_URL: string | undefined;
  ROAD_TSA_URL: string | undefined;
  ROAD_TIMESTAMP_GRACE_SECONDS: number;
  ROAD_BIND: string;
  ROAD_HOST: string;
  ROAD_PORTS: string;
};

/** `moi=5580:5500` gives consumer and server port of an agency's gateway; absent: the system chooses. */
const portsOf = (text: string, agency: string): [string, string] => {
  const found = new RegExp(`(?:^|,)${agency}=(\\d+):(\\d+)(?:,|$)`).exec(text);
  return [found?.[1] ?? "0", found?.[2] ?? "0"];
};

/** Puts the module together: the platform's part unless only agencies run here, then a gateway for each agency. */
export async function openRoad(ctx: ModuleContext, env: RoadEnv): Promise<ModuleParts> {
  const content = readRoad(ctx.content);
  const gateways = new Map<string, Gateway>();
  const doors: FastifyInstance[] = [];
  const central = ctx.agencyOnly ? undefined : await openCentral(ctx, content, gateways, env.ROAD_HOST);
  const globalConfUrl = env.ROAD_GLOBALCONF_URL ?? `${ctx.origin("road")}/road/globalconf`;

  async function startGateways(anchors: TrustAnchors): Promise<void> {
    const anchor = { root: anchors.root, member: `${content.instance}/${content.platform.member}` };
    const directory = openDirectory({ url: globalConfUrl, anchor, clock: ctx.clock, log: ctx.log });
    const services = {
      ocsp: env.ROAD_OCSP_URL ?? anchors.urls.ocsp,
      tsa: env.ROAD_TSA_URL ?? anchors.urls.tsa,
      timestampGraceSeconds: env.ROAD_TIMESTAMP_GRACE_SECONDS,
      root: anchors.root,
      issuing: anchors.issuing,
    };
    stopDirectory = directory.stop;
    // the platform first: its seal is what the global configuration is sealed with
    const agencies = content.agencies
      .filter(({ id }) => ctx.agencies.includes(id))
      .sort((a, b) => Number(b.id === content.platform.id) - Number(a.id === content.platform.id));
    for (const agency of agencies) {
      const identity = await openGatewayIdentity(ctx, content.instance, agency, env.ROAD_HOST);
      const ports = portsOf(env.ROAD_PORTS, agency.id);
      const gateway = await openGateway({
        ctx,
        db: ctx.agencyDb(agency.id),
        instance: content.instance,
        agency,
        identity,
        directory,
        services,
      });
      const consumer = await openConsumerDoor(gateway, { bind: env.ROAD_BIND, host: env.ROAD_HOST, port: Number(ports[0]) });
      const peer = await openPeerDoor(
        gateway,
        async (service) => (await ctx.use(registersApi).serviceEndpoint(agency.id, service)) ?? undefined,
        { bind: env.ROAD_BIND, host: env.ROAD_HOST, port: Number(ports[1]) },
      );
      gateways.set(agency.id, gateway);
      doors.push(consumer.app, peer.app);
      await ctx.use(roadApi).registerGateway({
        member: agency.member,
        agency: agency.id,
        address: peer.address,
        consumerUrl: consumer.url,
        tlsCertificate: identity.tls.certificate.pem,
        sealCertificate: identity.seal.certificate.pem,
      });
      ctx.announce("road.gateways[]", {
        member: `${content.instance}/${agency.member}`,
        consumer: consumer.url,
        server: peer.address,
      });
    }
    if (gateways.size > 0) await directory.refresh();
  }

  let stopDirectory = (): void => undefined;
  const gatewayOf = (schema: string): Gateway => {
    const found = [...gateways.values()].find((gateway) => gateway.db.schema === schema);
    if (!found) throw new Error(`no gateway works on ${schema} here yet`);
    return found;
  };
  return {
    ...(central ? { api: central.api, routes: central.routes, grants: agencyGrants(content) } : {}),
    jobs: {
      "road.seal": async ({ payload, db }) => {
        const { id, side } = payload as { id: string; side: Side };
        await sealExchange(gatewayOf(db.schema), ctx.use(roadApi), id, side);
      },
      "road.settle": async ({ payload, db }) => {
        const { id, side } = payload as { id: string; side: Side };
        await settleExchange(gatewayOf(db.schema), id, side);
      },
    },
    start: async () => startGateways(await ctx.use(pkiApi).trustAnchors()),
    ready: async () => {
      for (const gateway of gateways.values()) gateway.directory.current();
    },
    stop: async () => {
      stopDirectory();
      await Promise.all(doors.map((door) => door.close()));
      await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
      await central?.close();
    },
  };
}

async function openCentral(
  ctx: ModuleContext,
  content: ReturnType<typeof readRoad>,
  gateways: Map<string, Gateway>,
  host: string,
) {
  const anchors = await ctx.use(pkiApi).trustAnchors();
  const log = await openTransparencyLog({
    folder: `${ctx.folder}/tlog`,
    origin: `${content.instance.toLowerCase()}.t-road.example/transfers`,
    clock: ctx.clock,
  });
  const tilesUrl = `${ctx.origin("road")}/tlog`;
  ctx.announce("tlog", tilesUrl);
  ctx.announce("road.globalconf", `${ctx.origin("road")}/road/globalconf`);
  const platform = (): Gateway => {
    const gateway = gateways.get(content.platform.id);
    if (!gateway) throw new Error("the platform's gateway has not started");
    return gateway;
  };
  const identity = await openGatewayIdentity(ctx, content.instance, content.platform, host);
  const seal = () => ({ signer: identity.seal.signer, chain: identity.seal.chain });
  const fetchEvidence = async (member: string, exchangeId: string, side: Side): Promise<Evidence> => {
    const answer = await platform().link.post(member, "/evidence", Buffer.from(JSON.stringify({ exchangeId, side })));
    if (answer.status !== 200) return { state: "none" };
    return JSON.parse(answer.body.toString("utf8")) as Evidence;
  };
  const agreements = readAgreements(ctx.content, content.instance);
  const parts = { ctx, content, agreements, anchors, log, seal, tilesUrl, fetchEvidence };
  ctx.log.info({ at: instant(ctx.clock), size: log.size() }, "transparency log open");
  return {
    api: registryApi(parts),
    routes: roadRoutes({ globalConf: () => publishGlobalConf(parts), log }),
    close: () => log.close(),
  };
}
