import path from "node:path";
import type { Agency } from "@troad/directory";
import type { Database, ModuleContext } from "@troad/kernel";
import { roadFailure } from "../domain/errors.ts";
import { findMember } from "../domain/globalconf.ts";
import type { UnstampedRow } from "../store/seals.ts";
import { type ClockWatch, openClockWatch } from "./clock-watch.ts";
import type { Directory } from "./configuration/directory.ts";
import type { LiveTrust } from "./configuration/live-trust.ts";
import type { GatewayIdentity } from "./identity.ts";
import { openLink } from "./link/link.ts";
import { peerVerifier } from "./link/peer-signature.ts";
import { type InformationSystems, openInformationSystems } from "./listener/information-systems.ts";
import { openFreshRows } from "./log/fresh-rows.ts";
import { type LogWriter, openLogWriter } from "./log/log-writer.ts";
import type { FreshRecord, LoggedOutcome } from "./log/logged.ts";
import { openSpool, type Spool } from "./log/spool.ts";
import { openUnderWay, type UnderWay } from "./log/under-way.ts";
import { openStaple } from "./sealing/staple.ts";
import { type OfferedServices, openOfferedServices } from "./services/offered-services.ts";
import { openSignatureScheduler } from "./signature-scheduler.ts";
import { openVolumes, type Volumes } from "./volumes.ts";
import type { XroadPorts } from "./xroad/link.ts";
import { openXroadSide, type XroadSide } from "./xroad/side.ts";

/** The sources of time stamps and certificate status, and how long an exchange may wait for its time stamp. */
export type TrustServices = { ocsp: string; tsa: string; timestampGraceSeconds: number };

/** What a gateway trusts, and whether it can be trusted itself. */
export type GatewayTrust = {
  services: TrustServices;
  /** The authority's certificates, which change when its keys rotate. */
  live: LiveTrust;
  staple: ReturnType<typeof openStaple>;
  verifyPeer: ReturnType<typeof peerVerifier>;
  /** Clock offset from the time-stamping authority. */
  clockWatch: ClockWatch;
  /** Throws if this gateway may not exchange at all: its clock is off, or its certificate is revoked. */
  requireSound(side: "ClientProxy" | "ServerProxy"): void;
  /** Throws if answered exchanges have waited too long for their time stamps (the authority is down). */
  requireTimestamping(side: "ClientProxy" | "ServerProxy"): void;
};

/** How a gateway reaches others. */
export type GatewayNetwork = {
  link: ReturnType<typeof openLink>;
  /** The same for X-Road servers. */
  xroad: XroadSide;
  /** Awaited before a signature is made or checked. */
  turn: ReturnType<typeof openSignatureScheduler>;
};

/** Messages in transit and in the log. */
export type GatewayMessages = {
  /** Where messages are written before they are sent. */
  log: LogWriter;
  /** Outcomes written by this process, until they are reported and stamped. */
  fresh: {
    pending: ReturnType<typeof openFreshRows<FreshRecord>>;
    unstamped: ReturnType<typeof openFreshRows<UnstampedRow>>;
  };
  /** Storage for bodies too large for memory. */
  spool: Spool;
  /** Largest body, in bytes. */
  maxBody: number;
  /** Whether bodies of a service (INSTANCE/CLASS/CODE/SUBSYSTEM/service) are kept in the log; their hashes always are. */
  keepsBodies(service: string): boolean;
  /** Answers that are not kept and wait to be fetched, by consumer and id. */
  parked: Map<string, LoggedOutcome>;
  /** Exchanges in progress in this process. */
  underWay: UnderWay;
  /**
   * When the oldest answer without a time stamp was written (ms) and whether traffic is dense, according to the sealer; and how to wake the
   * sealer.
   */
  sealing: { since: number | undefined; isBusy: boolean; wake(): void };
  /** When this process opened the gateway (ms). */
  openedAt: number;
};

/** What the member offers, and to whom. */
export type GatewayOffer = {
  /** The member's services besides its registers. */
  offered: OfferedServices;
  /** Whether one of its services (SUBSYSTEM/service) requires encrypted bodies. */
  takesSealedOnly(service: string): boolean;
  /** Whether a subsystem belongs to this member, from content or registered later. */
  servesSubsystem(code: string): boolean;
  /** Certificates of the member's own information systems. */
  informationSystems: InformationSystems;
  /** Calls by others under each access right, this month. */
  volumes: Volumes;
};

/** One member's gateway: what its consumer side, its provider side and its jobs share, by topic. */
export type Gateway = {
  ctx: ModuleContext;
  db: Database;
  instance: string;
  agency: Agency;
  identity: GatewayIdentity;
  directory: Directory;
  trust: GatewayTrust;
  network: GatewayNetwork;
  messages: GatewayMessages;
  offer: GatewayOffer;
  close(): Promise<void>;
};

type OpenOptions = Pick<Gateway, "ctx" | "db" | "instance" | "agency" | "identity" | "directory"> & {
  services: TrustServices;
  live: LiveTrust;
  maxBody: number;
  xroadPorts: XroadPorts;
};

export async function openGateway(options: OpenOptions): Promise<Gateway> {
  const { ctx, db, identity, live, instance, agency, directory } = options;
  const sealing: GatewayMessages["sealing"] = { since: undefined, isBusy: false, wake: () => undefined };
  const trust = await openTrust(options, sealing);
  const link = openLink(identity, live, directory);
  const xroad = openXroadSide(options, options.xroadPorts);
  return {
    ...{ ctx, db, instance, agency, identity, directory, trust },
    network: { link, xroad, turn: openSignatureScheduler() },
    messages: await openMessages(options, sealing),
    offer: await openOffer(options),
    close: async () => {
      trust.staple.stop();
      trust.clockWatch.stop();
      await Promise.all([link.close(), xroad.link.close()]);
    },
  };
}

async function openTrust(options: OpenOptions, sealing: GatewayMessages["sealing"]): Promise<GatewayTrust> {
  const { ctx, identity, services, live } = options;
  const staple = openStaple({
    url: services.ocsp,
    certificate: () => identity.seal.certificate,
    issuerOf: live.issuerOf,
    clock: ctx.clock,
    log: ctx.log,
  });
  await staple.refresh().catch((error: unknown) => ctx.log.warn({ err: error }, "no OCSP answer yet"));
  const clockWatch = openClockWatch({ ctx, services, live });
  await clockWatch.look();
  return {
    ...{ services, live, staple, clockWatch },
    verifyPeer: peerVerifier({ live, clock: ctx.clock }),
    requireSound: (side) => {
      const seconds = clockWatch.offBySeconds();
      if (seconds !== undefined) throw roadFailure(`Server.${side}.ClockOff`, { seconds });
      if (staple.isRevoked()) throw roadFailure(`Server.${side}.CertificateRevoked`);
    },
    requireTimestamping: (side) => {
      const { since } = sealing;
      if (since !== undefined && ctx.clock.now().getTime() - since > services.timestampGraceSeconds * 1000)
        throw roadFailure(`Server.${side}.TimestampingOverdue`);
    },
  };
}

async function openMessages(options: OpenOptions, sealing: GatewayMessages["sealing"]): Promise<GatewayMessages> {
  const { ctx, db, agency, instance, maxBody } = options;
  const unkept = new Set((agency.bodiesNotKept ?? []).map((service) => `${instance}/${service}`));
  return {
    ...{ sealing, maxBody },
    openedAt: ctx.clock.now().getTime(),
    log: openLogWriter(db),
    fresh: { pending: openFreshRows(), unstamped: openFreshRows() },
    spool: await openSpool(path.join(ctx.folder, "bodies", agency.id)),
    keepsBodies: (service) => !unkept.has(service),
    parked: new Map(),
    underWay: openUnderWay(),
  };
}

async function openOffer({ ctx, db, agency, directory }: OpenOptions): Promise<GatewayOffer> {
  const offered = await openOfferedServices(ctx.content, db, agency.id);
  return {
    offered,
    takesSealedOnly: (service) => offered.all().get(service)?.encrypt === true,
    servesSubsystem: (code) =>
      agency.subsystems.includes(code) ||
      (directory.peek() && (findMember(directory.current(), agency.member)?.subsystems ?? []).includes(code)),
    informationSystems: await openInformationSystems(db),
    volumes: openVolumes(db, ctx.clock),
  };
}
