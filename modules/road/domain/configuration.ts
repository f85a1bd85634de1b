import type { SharedParams, GlobalConf as SignedConf } from "@troad/xroad";
import { type Extension, extensionPart, readExtension } from "./extension.ts";
import type { GlobalConf, KnownGateway, KnownMember, XroadServer } from "./globalconf.ts";

/** What a gateway needs from a verified configuration. Undefined if our own part is missing or belongs to another instance. */
export function readConfiguration(signed: SignedConf, instance: string): GlobalConf | undefined {
  const shared = signed.shared.get(instance);
  const part = signed.others.find(({ part: { identifier } }) => identifier === extensionPart.identifier);
  const extension = part && readExtension(part.data);
  if (!shared || !extension || extension.instance !== instance) return undefined;
  const [ca] = shared.approvedCas;
  return {
    instance,
    platform: extension.platform,
    issuedAt: extension.issuedAt,
    expiresAt: signed.directory.expires.toISOString(),
    members: membersOf(shared, extension),
    xroadServers: xroadServersOf(shared, extension),
    federated: [],
    groups: shared.groups.map(({ code, members }) => ({
      code,
      members: members
        .filter((one) => one.instance === instance)
        .map(({ memberClass, memberCode, subsystem }) => [memberClass, memberCode, subsystem].filter(Boolean).join("/")),
    })),
    agreements: extension.rights,
    trust: {
      roots: shared.approvedCas.map(({ top }) => top.certificate.pem),
      intermediates: shared.approvedCas.flatMap(({ intermediates }) => intermediates.map(({ certificate }) => certificate.pem)),
      ocsp: [...(ca ? [ca.top, ...ca.intermediates] : [])].flatMap(({ ocsp }) => ocsp)[0]?.url ?? "",
      tsa: shared.approvedTsas[0]?.url ?? "",
      ocspFreshnessSeconds: shared.ocspFreshnessSeconds,
    },
  };
}

/** Members of another instance, whose gateways listen on X-Road's own port. */
export const federatedMembers = (shared: SharedParams): KnownMember[] => membersOf(shared, undefined);

function membersOf(shared: SharedParams, extension: Extension | undefined): KnownMember[] {
  const key = ({ memberClass, memberCode }: { memberClass: string; memberCode: string }) => `${memberClass}/${memberCode}`;
  return shared.members.map(({ id, name, subsystems }) => ({
    member: key(id),
    name: extension?.names[key(id)] ?? { "zh-Hant": name },
    subsystems: subsystems.map(({ code }) => code),
    gateways: shared.servers
      .filter((server) => key(server.owner) === key(id) && !server.maintenance)
      .flatMap((server) => gatewaysOf(server, extension)),
  }));
}

/** The address comes from our part, the certificate from shared parameters: a gateway needs both. */
function gatewaysOf(server: SharedParams["servers"][number], extension: Extension | undefined): KnownGateway[] {
  const owner = `${server.owner.memberClass}/${server.owner.memberCode}`;
  const found = extension?.gateways.find((one) => one.owner === owner && one.code === server.code);
  const address = extension ? found?.address : server.address && `https://${server.address}:5500`;
  if (!address || server.authCertHashes.length === 0) return [];
  return [
    {
      code: server.code,
      address,
      tlsFingerprints: server.authCertHashes.map((hash) => hash.toString("hex")),
      ...(found?.encryptionCertificate ? { encryptionCertificate: found.encryptionCertificate } : {}),
      ...(found?.encryptedServices ? { encryptedServices: found.encryptedServices } : {}),
    },
  ];
}

/** Servers that our own part does not name, as shared parameters describe them. */
function xroadServersOf({ instance, servers }: SharedParams, { gateways }: Extension): XroadServer[] {
  const key = ({ memberClass, memberCode }: { memberClass: string; memberCode: string }) => `${memberClass}/${memberCode}`;
  return servers
    .filter(
      ({ owner, code, maintenance }) => !maintenance && !gateways.some((one) => one.owner === key(owner) && one.code === code),
    )
    .map(({ owner, code, address, authCertHashes, clients }) => ({
      owner: key(owner),
      code,
      host: address ?? "",
      tlsFingerprints: authCertHashes.map((hash) => hash.toString("hex")),
      clients: clients
        .filter((one) => one.instance === instance && one.subsystem !== undefined)
        .map((one) => `${key(one)}/${one.subsystem}`),
    }))
    .filter(({ host }) => host !== "");
}
