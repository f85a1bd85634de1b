import { covers, type StoredAgreement, segmentsOf } from "@troad/directory";
import { roadFailure } from "./errors.ts";
import { memberOf, type ServiceId } from "./identifiers.ts";

/** A gateway as others see it. */
export type KnownGateway = {
  /** Server code; a member may have several. */
  code: string;
  address: string;
  /** SHA-256 of the certificates that it may present, lower-case hex: a renewed one is published before it is used. */
  tlsFingerprints: string[];
  /** PEM; if present, payloads to the member are encrypted to its key. */
  encryptionCertificate?: string;
  /** SUBSYSTEM/service of services that require encrypted bodies. */
  encryptedServices?: string[];
};

/** An X-Road security server: in the configuration, but not mentioned in our own part of it. */
export type XroadServer = {
  /** CLASS/CODE */
  owner: string;
  code: string;
  /** Host name or address; all use the same ports. */
  host: string;
  /** SHA-256 of the certificates that it may present, lower-case hex. */
  tlsFingerprints: string[];
  /** CLASS/CODE/SUBSYSTEM for which it may send and answer. */
  clients: string[];
};

/** A member by `CLASS/CODE`. */
export type KnownMember = { member: string; name: Record<string, string>; subsystems: string[]; gateways: KnownGateway[] };

/** The global configuration as gateways query it: who is on the road, where, whom to trust, who may call what. */
export type GlobalConf = {
  instance: string;
  /** CLASS/CODE of the member that operates the road. */
  platform: string;
  issuedAt: string;
  expiresAt: string;
  members: KnownMember[];
  xroadServers: XroadServer[];
  /** Members of other instances, by their own signed configurations. */
  federated: { instance: string; members: KnownMember[] }[];
  /** Identifiers are CLASS/CODE or CLASS/CODE/SUBSYSTEM. */
  groups: { code: string; members: string[] }[];
  agreements: StoredAgreement[];
  trust: { roots: string[]; intermediates: string[]; ocsp: string; tsa: string; ocspFreshnessSeconds: number };
};

/** The longest life of a published configuration; a key announced for that long is known to every gateway. */
export const globalConfLifeMs = 10 * 60_000;

type Index = {
  byMember: Map<string, KnownMember>;
  bySubsystem: Set<string>;
  byTls: Map<string, string>;
  rights: Map<string, StoredAgreement[]>;
};

const indexes = new WeakMap<GlobalConf, Index>();

/** Built once per configuration, because each exchange queries it several times. */
function indexOf(conf: GlobalConf): Index {
  const known = indexes.get(conf);
  if (known) return known;
  const made: Index = { byMember: new Map(), bySubsystem: new Set(), byTls: new Map(), rights: new Map() };
  for (const one of conf.members) {
    made.byMember.set(one.member, one);
    for (const { tlsFingerprints } of one.gateways)
      for (const fingerprint of tlsFingerprints) made.byTls.set(fingerprint, one.member);
  }
  for (const { instance, members } of [{ instance: conf.instance, members: conf.members }, ...conf.federated])
    for (const one of members) for (const code of one.subsystems) made.bySubsystem.add(`${instance}/${one.member}/${code}`);
  for (const one of conf.agreements) {
    const key = `${one.consumer} ${one.provider}`;
    made.rights.set(key, [...(made.rights.get(key) ?? []), one]);
  }
  indexes.set(conf, made);
  return made;
}

export const findMember = (conf: GlobalConf, member: string): KnownMember | undefined => indexOf(conf).byMember.get(member);

/** The member whose gateway presents this TLS certificate (SHA-256, lower-case hex). */
export const memberByTls = (conf: GlobalConf, fingerprint: string): string | undefined => indexOf(conf).byTls.get(fingerprint);

/**
 * The subsystems (CLASS/CODE/SUBSYSTEM) for which a server with this TLS certificate may speak in X-Road's protocol; undefined if the
 * certificate is unknown.
 */
export function clientsByTls(conf: GlobalConf, fingerprint: string): string[] | undefined {
  const foreign = conf.xroadServers.find(({ tlsFingerprints }) => tlsFingerprints.includes(fingerprint));
  if (foreign) return foreign.clients;
  const own = findMember(conf, memberByTls(conf, fingerprint) ?? "");
  return own?.subsystems.map((code) => `${own.member}/${code}`);
}

/** The X-Road servers that answer for a subsystem (CLASS/CODE/SUBSYSTEM); none if a gateway of ours does. */
export function xroadServersOf(conf: GlobalConf, { member, subsystem }: { member: string; subsystem: string }): XroadServer[] {
  if ((findMember(conf, member)?.gateways.length ?? 0) > 0) return [];
  return conf.xroadServers.filter(({ clients }) => clients.includes(`${member}/${subsystem}`));
}

export const knowsSubsystem = (conf: GlobalConf, id: Omit<ServiceId, "service">): boolean =>
  indexOf(conf).bySubsystem.has(`${id.instance}/${id.memberClass}/${id.memberCode}/${id.subsystem}`);

/** The code of the server that X-Road-Security-Server (`INSTANCE/CLASS/MEMBER/CODE`) names; throws if it is not one of the provider's. */
export function targetServer(conf: GlobalConf, service: ServiceId, header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const member = memberOf(service);
  const codes = [
    ...(findMember(conf, member)?.gateways ?? []).map(({ code }) => code),
    ...xroadServersOf(conf, { member, subsystem: service.subsystem }).map(({ code }) => code),
  ];
  const code = codes.find((one) => header === `${service.instance}/${member}/${one}`);
  if (code === undefined)
    throw roadFailure("Client.ClientProxy.InvalidSecurityServer", { value: String(header).slice(0, 200), member });
  return code;
}

export type Call = {
  consumer: string;
  provider: string;
  method: string;
  path: string;
  /** Whether the request carries the citizen's consent; without one, a right that needs none is used if there is one. */
  consent: boolean;
};

/**
 * The access right under which a consumer may make a call today: its own or a group's, in force, and covering method and path. If several
 * cover it for the same purpose with the same consent rule, their fields are combined. Rights for different purposes are never combined:
 * data given for one purpose is not used for another (個人資料保護法 §16), and the record of the exchange names one purpose.
 */
export function rightFor(conf: GlobalConf, call: Call, today: string): StoredAgreement | undefined {
  const segments = segmentsOf(call.path);
  if (!segments) return undefined;
  const covering = rightsOf(conf, call.consumer, call.provider, today).filter(
    ({ endpoints }) => endpoints.length === 0 || endpoints.some((one) => covers(one, call.method, segments)),
  );
  const chosen = covering.find(({ consentRequired }) => consentRequired === call.consent) ?? covering[0];
  if (!chosen) return undefined;
  const joined = covering.filter(
    ({ purpose, consentRequired }) => purpose === chosen.purpose && consentRequired === chosen.consentRequired,
  );
  return joined.length === 1 ? chosen : { ...chosen, fields: [...new Set(joined.flatMap(({ fields }) => fields))] };
}

/** Every right in force of a consumer at a service, its own before those of its groups. */
export function rightsOf(conf: GlobalConf, consumer: string, provider: string, today: string): StoredAgreement[] {
  const { rights } = indexOf(conf);
  const found = [...(rights.get(`${consumer} ${provider}`) ?? [])];
  for (const group of groupsOf(conf, consumer)) found.push(...(rights.get(`${conf.instance}/group/${group} ${provider}`) ?? []));
  return found.filter(({ validUntil }) => validUntil === null || validUntil >= today);
}

function groupsOf(conf: GlobalConf, consumer: string): string[] {
  if (conf.groups.length === 0 || !consumer.startsWith(`${conf.instance}/`)) return [];
  const subsystem = consumer.slice(conf.instance.length + 1);
  const member = subsystem.slice(0, subsystem.lastIndexOf("/"));
  return conf.groups.filter(({ members }) => members.includes(subsystem) || members.includes(member)).map(({ code }) => code);
}
