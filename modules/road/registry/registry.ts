import { type RoadContent, readAgreements } from "@troad/directory";
import { instant, type ModuleContext, type Schedule } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import { pkiApi } from "@troad/pki/api";
import { registersApi } from "@troad/registers/api";
import { readRoles } from "@troad/web";
import { readAnchor } from "@troad/xroad";
import type { RoadApi } from "../api.ts";
import { type Networks, notPublic } from "../domain/networks.ts";
import type { LiveTrust } from "../gateway/configuration/live-trust.ts";
import { allAnchors, insertAnchor } from "../store/configuration.ts";
import { allGroups, allMembers, allServers, allSubsystems, insertGroup } from "../store/members.ts";
import { enterAgreements } from "./access/enter.ts";
import { sweepAccess } from "./access/expiry.ts";
import { accessRights } from "./access/rights.ts";
import { seedAgreements } from "./access/seed.ts";
import { accessService } from "./access/service.ts";
import { actsOf } from "./applying/acts.ts";
import { offersOf } from "./applying/offers.ts";
import { ownMembers } from "./applying/own.ts";
import { readServices } from "./catalogue.ts";
import { buildConfiguration } from "./configuration/build.ts";
import { openConfigurationKeys } from "./configuration/keys.ts";
import { openPublication, type Publication } from "./configuration/publication.ts";
import { registryFailure } from "./failures.ts";
import type { HeadsApi } from "./heads/anchor.ts";
import { openAdmissions } from "./members/admission.ts";
import { joiningApi } from "./members/api.ts";
import { openRoster, type Roster } from "./members/roster.ts";
import { operationsOf } from "./operations.ts";
import { type Change, pushChange } from "./push.ts";
import { managementRequests } from "./requests/service.ts";
import { ownAuthorities, seedAuthorities, seedRegistry } from "./seed.ts";
import type { TransfersApi } from "./transfers/api.ts";

export type RegistryOptions = {
  ctx: ModuleContext;
  content: RoadContent;
  anchors: TrustAnchors;
  live: LiveTrust;
  /** The TLS identity by which the platform calls gateways. */
  identity(): { key: string; cert: string };
  networks: Networks;
  /** Inner networks in which sources of federated instances may be. */
  federation: Networks;
  timestampingIntervalSeconds: number;
  /** How long a published configuration holds. */
  configurationSeconds: number;
  /** Between two looks for rights that end. */
  endingsSeconds: number;
};

export type Registry = {
  api: Omit<RoadApi, keyof TransfersApi | keyof HeadsApi | "offerService">;
  publication: Publication;
  roster: Roster;
  /** Publishes the authorities of a list that has changed. */
  takeAuthorities(anchors: TrustAnchors): Promise<void>;
  /** Reminds of rights that end and closes those that have ended. */
  schedule: Schedule;
};

/** A file of a list is read so many rows at once. */
const pageLimit = 500;
const groupLimit = 1000;

/** Who is on the road and who may call what: tables, requests, applications, and the configuration that is made of them. */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const { ctx, content, anchors, live, networks } = options;
  const { instance } = content;
  const origin = ctx.origin("road");
  const keys = openConfigurationKeys(ctx, instance);
  await keys.prepare();
  await seedRegistry(ctx, content, anchors);
  const identity = () => ({ ...options.identity(), ca: live.pem() });
  const rights = accessRights(ctx);
  const publication = openPublication({
    ctx,
    instance,
    origin,
    lifeMs: options.configurationSeconds * 1000,
    keys: keys.load,
    build: async (loaded, issuedAt) =>
      buildConfiguration({
        db: ctx.db,
        instance,
        platform: content.platform.member,
        origin,
        keys: loaded,
        rights: await rights(),
        issuedAt,
        timestampingIntervalSeconds: options.timestampingIntervalSeconds,
      }),
  });
  const changed = async (change: Change): Promise<void> => {
    publication.changed();
    await pushChange({ db: ctx.db, identity: identity(), log: ctx.log }, change);
  };
  const roster = openRoster(ctx.db, content);
  await roster.reload();
  const services = readServices(ctx.content, content);
  const access = accessService({
    ctx,
    instance,
    memberOf: (agency) => roster.ofAgency(agency)?.member,
    services,
    changed,
  });
  const admissions = openAdmissions({
    ...{ ctx, roster },
    changed: (member) => changed({ members: member === undefined ? [] : [member], denied: [] }),
  });
  const sharing = new Map(readRoles(ctx.content).flatMap(({ id, is }) => (is === undefined ? [] : [[id, is] as const])));
  const own = ownMembers(roster, sharing);
  await seedAgreements(ctx, access, readAgreements(ctx.content, instance));
  const requests = managementRequests({
    ctx,
    roster,
    trust: () => ({
      instance,
      roots: live.roots,
      intermediates: live.intermediates,
      statusOf: (serial) => ctx.use(pkiApi).statusOf(serial),
    }),
    segment: () => ({ networks, identity: identity(), clock: ctx.clock }),
    changed: publication.changed,
  });
  return {
    publication,
    roster,
    takeAuthorities: async (fresh) => {
      const own = ownAuthorities(content, fresh);
      if (await ctx.db.tx((tx) => seedAuthorities(tx, instant(ctx.clock), own))) publication.changed();
    },
    schedule: {
      name: "road.ending-rights",
      everyMs: options.endingsSeconds * 1000,
      run: () => sweepAccess(ctx, access, changed),
    },
    api: {
      ...joiningApi({
        ctx,
        instance,
        roster,
        ...{ publication, admissions },
        enter: (agreements, actor) => enterAgreements({ ctx, access, changed }, agreements, actor),
      }),
      ...membersApi(ctx, publication),
      ...anchorsApi(ctx, options.federation, instance, publication),
      submitRequest: (submission) => requests.submit(submission),
      requests: ({ state, type, member, before, limit }) =>
        requests.list({
          ...{ state: state ?? null, type: type ?? null, member: member ?? null },
          ...{ before: before ?? null, limit: Math.min(limit, pageLimit) },
        }),
      request: (id) => requests.view(id),
      decideRequest: (decision) => requests.decide(decision),
      rotateKey: async ({ distribution, actor }) => {
        await keys.rotate(distribution, actor);
        publication.changed();
      },
      agreements: rights,
      services: async ({ text, after, limit }) =>
        services.search({ text, after: after ?? null, limit: Math.min(limit, pageLimit) }),
      service: async (provider) => services.find(provider) ?? null,
      offers: offersOf({
        ...{ instance, own, roster, services, languages: ctx.texts.languages.map(({ code }) => code) },
        operations: operationsOf(ctx.use(registersApi)),
      }),
      act: actsOf({ instance, platform: content.platform.id, own, roster, access, admissions, requests }),
      revokeApplication: (decision) => access.revoke(decision),
      withdrawApplication: (decision) => access.withdraw(decision),
      applications: async ({ agency, side, state, before, limit }) => {
        const rows = await access.list({
          ...{ agency, side: side ?? null, state: state ?? null },
          ...{ before: before ?? null, limit: Math.min(limit, pageLimit) },
        });
        return rows.map(({ id, consumer, provider, state, valid_until, created_at, updated_at }) => ({
          id,
          consumer,
          provider,
          state,
          validUntil: valid_until,
          createdAt: created_at,
          updatedAt: updated_at,
        }));
      },
      application: ({ id, agency }) => access.view(id, agency),
    },
  };
}

function membersApi(
  ctx: ModuleContext,
  publication: Publication,
): Pick<RoadApi, "consumerUrl" | "members" | "groups" | "setGroup"> {
  return {
    groups: () => allGroups(ctx.db),
    setGroup: async ({ code, description, members, actor }) => {
      const wellFormed = /^[A-Za-z][A-Za-z0-9-]{0,40}$/.test(code) && description.length <= 200 && members.length <= groupLimit;
      if (!wellFormed) throw registryFailure("registry.request-malformed");
      const [known, subsystems] = [await allMembers(ctx.db), await allSubsystems(ctx.db)];
      const all = new Set([...known.map(({ member }) => member), ...subsystems.map((one) => `${one.member}/${one.code}`)]);
      if (!members.every((one) => all.has(one))) throw registryFailure("registry.member-unknown");
      await ctx.db.tx(async (tx) => {
        await insertGroup(tx, instant(ctx.clock), { code, description, members, present: members.length > 0 });
        await tx.audit({ actor, action: "road.group-set", target: code, detail: { members } });
      });
      publication.changed();
    },
    consumerUrl: async (member) => {
      const server = (await allServers(ctx.db)).find((one) => one.owner === member && one.enabled && one.profile === "troad");
      if (!server) throw new Error(`member ${member} has no gateway`);
      return server.consumer_url;
    },
    members: async () => {
      const [members, subsystems, servers] = [await allMembers(ctx.db), await allSubsystems(ctx.db), await allServers(ctx.db)];
      return members.map(({ member, name, kind }) => ({
        member,
        name,
        kind,
        subsystems: subsystems.filter((one) => one.member === member).map(({ code }) => code),
        gateways: servers
          .filter(({ owner }) => owner === member)
          .map(({ code, address, enabled, clients }) => ({ code, address, enabled, clients })),
      }));
    },
  };
}

function anchorsApi(
  ctx: ModuleContext,
  federation: Networks,
  instance: string,
  publication: Publication,
): Pick<RoadApi, "anchor" | "trustAnchor" | "forgetAnchor" | "trustedInstances"> {
  return {
    anchor: async (distribution) => (await publication.anchor(distribution)).toString("utf8"),
    trustAnchor: async ({ xml, actor }) => {
      const read = readAnchor(Buffer.from(xml, "utf8"));
      if (!read.ok) throw registryFailure("registry.anchor-refused", { reason: read.code });
      if (read.value.instance === instance) throw registryFailure("registry.anchor-refused", { reason: "own instance" });
      // names are checked where they are resolved, by the gateway that fetches; a literal inner address is refused here already
      const inner = read.value.sources.find(({ url }) => {
        const { hostname } = new URL(url);
        const address = hostname === "localhost" ? "127.0.0.1" : hostname;
        return notPublic.hold(address) && !federation.hold(address);
      });
      if (inner) throw registryFailure("registry.anchor-refused", { reason: "inner address" });
      await ctx.db.tx(async (tx) => {
        await insertAnchor(tx, instant(ctx.clock), { instance: read.value.instance, anchor: xml, actor, present: true });
        await tx.audit({ actor, action: "road.anchor-trusted", target: read.value.instance });
      });
      publication.changed();
      return { instance: read.value.instance };
    },
    forgetAnchor: async ({ instance: other, actor }) => {
      const found = (await allAnchors(ctx.db)).find((one) => one.instance === other);
      if (!found) throw registryFailure("registry.anchor-refused", { reason: "unknown instance" });
      await ctx.db.tx(async (tx) => {
        await insertAnchor(tx, instant(ctx.clock), { ...found, actor, present: false });
        await tx.audit({ actor, action: "road.anchor-forgotten", target: other });
      });
      publication.changed();
    },
    trustedInstances: async () => (await allAnchors(ctx.db)).map((one) => one.instance),
  };
}
