import { readRoad } from "@troad/directory";
import { handleJob, instant, type ModuleContext, type ModuleParts, offerApi } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { pkiApi } from "@troad/pki/api";
import type { FastifyInstance } from "fastify";
import { roadApi } from "./api.ts";
import { agencyGrants } from "./domain/grants.ts";
import { readNetworks } from "./domain/networks.ts";
import type { RoadEnv } from "./env.ts";
import { followTrust, openLiveTrust } from "./gateway/configuration/live-trust.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { gatewayFolder, openGatewayIdentity } from "./gateway/identity.ts";
import { checkLogSecret } from "./gateway/log/log-secret.ts";
import { outsideAgent } from "./gateway/outside.ts";
import { agencyGateways } from "./gateways.ts";
import { configurationRoutes } from "./http/configuration.ts";
import { enrolmentRoutes } from "./http/enrolment.ts";
import { figureRoutes } from "./http/figures.ts";
import { headRoutes } from "./http/heads.ts";
import { openOperatorServer } from "./http/operator-server.ts";
import { roadRoutes } from "./http/routes.ts";
import { roadPages } from "./pages/index.ts";
import { remindAccess, remindAccessJob } from "./registry/access/expiry.ts";
import { openCosigning, readWitnesses } from "./registry/cosigning.ts";
import { headsApi } from "./registry/heads/anchor.ts";
import { digestsApi } from "./registry/heads/digests.ts";
import { watchLog } from "./registry/heads/watch.ts";
import { roadQueues } from "./registry/queues.ts";
import { openRegistry } from "./registry/registry.ts";
import { openTransfers } from "./registry/transfers/open.ts";
import { openTransparencyLog } from "./registry/transparency.ts";
import { showCheckpoint, shownCheckpoint } from "./store/public-log.ts";

/** Puts the module together: the platform's part unless only agencies run here, then a gateway for each agency. */
export async function openRoad(ctx: ModuleContext, env: RoadEnv): Promise<ModuleParts> {
  const content = readRoad(ctx.content);
  const gateways = new Map<string, Gateway>();
  const outside = outsideAgent(readNetworks(env.ROAD_FEDERATION_NETWORKS, "ROAD_FEDERATION_NETWORKS"));
  const central = ctx.agencyOnly ? undefined : await openCentral(ctx, content, gateways, env);
  const agencies = agencyGateways({ ctx, env, content, outside, gateways });
  const api = central && offerApi(roadApi, { ...central.api, offerService: agencies.offerService });
  return {
    ...(central && api ? { api, routes: central.routes, grants: central.grants, queues: central.queues } : {}),
    jobs: [handleJob(remindAccessJob, ({ payload: { id, days } }) => remindAccess(ctx, ctx.use(notifyApi), id, days))],
    schedules: () => [...(central?.schedules ?? []), ...agencies.schedules],
    start: agencies.start,
    ready: async () => {
      for (const gateway of gateways.values()) gateway.directory.current();
    },
    leave: agencies.leave,
    stop: async () => {
      await agencies.stop();
      await central?.close();
      await outside.destroy();
    },
  };
}

async function openCentral(
  ctx: ModuleContext,
  content: ReturnType<typeof readRoad>,
  gateways: Map<string, Gateway>,
  env: RoadEnv,
) {
  const anchors = await ctx.use(pkiApi).trustAnchors();
  const live = openLiveTrust(anchors);
  const log = await openTransparencyLog({
    db: ctx.db,
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
    live,
    // the gateway renews its certificate; before it has started it is the one on disk
    identity: () => {
      const { keyPem, chain } = gateways.get(content.platform.id)?.identity.tls ?? tls;
      return { key: keyPem, cert: chain.map(({ pem }) => pem).join("") };
    },
    networks: readNetworks(env.ROAD_NETWORKS, "ROAD_NETWORKS"),
    federation: readNetworks(env.ROAD_FEDERATION_NETWORKS, "ROAD_FEDERATION_NETWORKS"),
    configurationSeconds: env.ROAD_CONFIGURATION_SECONDS,
    endingsSeconds: env.ROAD_ENDINGS_SECONDS,
    timestampingIntervalSeconds: Math.min(env.ROAD_TIMESTAMP_GRACE_SECONDS, 3600),
  });
  const cosigning = openCosigning({
    log,
    witnesses: () => knownWitnesses(ctx, env.ROAD_WITNESSES),
    report: ctx.log,
    kept: { read: () => shownCheckpoint(ctx.db), show: (note, size) => showCheckpoint(ctx.db, note, size) },
  });
  ctx.log.info({ at: instant(ctx.clock), size: log.size() }, "transparency log open");
  const graceMs = env.ROAD_RECORD_GRACE_SECONDS * 1000;
  const transfers = openTransfers({ ctx, content, live, log, cosigning, tilesUrl, platform, graceMs });
  const readTrust = async () => {
    const fresh = await ctx.use(pkiApi).trustAnchors();
    await registry.takeAuthorities(fresh);
    return fresh;
  };
  const api = {
    ...registry.api,
    ...headsApi({ ctx, log, cosigning }),
    ...digestsApi({ ctx, log, cosigning }),
    ...transfers.api,
  };
  const watch = watchLog(ctx, log, env.LEDGER_CHECK_SECONDS * 1000);
  const operator = await openOperatorServer(ctx, api);
  ctx.announce("road.operator", operator.socket);
  const memberOf = (agency: string): string | undefined => registry.roster.ofAgency(agency)?.member;
  return {
    api,
    grants: agencyGrants({ instance: content.instance, memberOf }),
    queues: roadQueues({ ctx }),
    routes: (app: FastifyInstance): void => {
      roadRoutes({ log, newest: cosigning.newest })(app);
      headRoutes(api)(app);
      figureRoutes(api, ctx.clock)(app);
      configurationRoutes(registry)(app);
      enrolmentRoutes(api)(app);
      roadPages(app, ctx, api);
    },
    schedules: [registry.schedule, cosigning.schedule, followTrust(live, anchors.holdSeconds * 1000, readTrust, ctx.log)],
    close: async () => {
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
