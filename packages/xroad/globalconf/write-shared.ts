import { base64Leaf, element, leaf, optionalLeaf, type Xml, xmlDocument } from "../xml/write.ts";
import { type ClientId, clientKey, rootNamespaces, writeClientId } from "./identifiers.ts";
import { requireDistinct } from "./read-shared.ts";
import type {
  ApprovedCa,
  ApprovedTsa,
  CaInfo,
  GlobalGroup,
  Member,
  MemberClass,
  SecurityServer,
  SharedParams,
} from "./shared-params.ts";

/** The versions that are written; 6 differs from 5 by costs and the default form of certificate requests. */
export type ConfVersion = 5 | 6;

/**
 * shared-params.xml. Throws RangeError when a server's owner or client is not among the members, on what the version cannot say,
 * and on text that XML cannot carry; `params.duplicate` when two entries have one identity.
 */
export function writeSharedParams(params: SharedParams, version: ConfVersion): Buffer {
  requireDistinct(params.members, params.servers);
  const ids = new XmlIds();
  if (params.sources.length === 0) throw new RangeError("shared parameters need a source");
  const members = params.members.map((member) => writeMember(member, params.instance, ids));
  const children: Xml[] = [
    leaf("instanceIdentifier", params.instance),
    ...params.sources.map((source) =>
      element("source", [
        leaf("address", source.address),
        ...source.internalCertificates.map(({ der }) => base64Leaf("internalVerificationCert", der)),
        ...source.externalCertificates.map(({ der }) => base64Leaf("externalVerificationCert", der)),
      ]),
    ),
    ...params.approvedCas.map((ca) => writeCa(ca, version)),
    ...params.approvedTsas.map((tsa) => writeTsa(tsa, version)),
    ...members,
    ...params.servers.map((server) => writeServer(server, ids)),
    ...params.groups.map(writeGroup),
    element("globalSettings", [
      ...params.memberClasses.map(writeMemberClass),
      leaf("ocspFreshnessSeconds", requireSeconds(params.ocspFreshnessSeconds)),
    ]),
  ];
  return xmlDocument(element("xroad:conf", children, rootNamespaces));
}

/** The document's own ids, by which servers refer to members and subsystems. */
class XmlIds {
  readonly #ids = new Map<string, string>();

  add(client: ClientId): string {
    const id = `id${this.#ids.size}`;
    this.#ids.set(clientKey(client), id);
    return id;
  }

  of(client: ClientId): string {
    const id = this.#ids.get(clientKey(client));
    if (id === undefined) throw new RangeError(`not a member or subsystem: ${clientKey(client)}`);
    return id;
  }
}

function requireSeconds(seconds: number): number {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError(`not a number of seconds: ${seconds}`);
  return seconds;
}

const writeMemberClass = ({ code, description }: MemberClass): string =>
  element("memberClass", [leaf("code", code), leaf("description", description)]);

function writeMember(member: Member, instance: string, ids: XmlIds): string {
  const { id } = member;
  // The document does not repeat the instance with a member: another one would silently become this one.
  if (id.instance !== instance) throw new RangeError(`a member of another instance: ${clientKey(id)}`);
  const memberId = ids.add(id);
  const children = [
    writeMemberClass({ code: id.memberClass, description: member.classDescription }),
    leaf("memberCode", id.memberCode),
    leaf("name", member.name),
    ...member.subsystems.map(({ code, name }) =>
      element("subsystem", [leaf("subsystemCode", code), optionalLeaf("subsystemName", name)], {
        id: ids.add({ ...id, subsystem: code }),
      }),
    ),
  ];
  return element("member", children, { id: memberId });
}

function writeServer(server: SecurityServer, ids: XmlIds): string {
  if (server.authCertHashes.some((hash) => hash.length !== 32)) throw new RangeError(`not a SHA-256: server ${server.code}`);
  return element("securityServer", [
    leaf("owner", ids.of({ ...server.owner })),
    leaf("serverCode", server.code),
    optionalLeaf("address", server.address),
    ...server.authCertHashes.map((hash) => base64Leaf("authCertHash", hash)),
    ...server.clients.map((client) => leaf("client", ids.of(client))),
    server.maintenance && element("inMaintenanceMode", [optionalLeaf("message", server.maintenance.message)]),
  ]);
}

const writeGroup = (group: GlobalGroup): string =>
  element("globalGroup", [
    leaf("groupCode", group.code),
    leaf("description", group.description),
    ...group.members.map((member) => writeClientId("groupMember", member)),
  ]);

function writeCa(ca: ApprovedCa, version: ConfVersion): string {
  return element("approvedCA", [
    leaf("name", ca.name),
    leaf("authenticationOnly", ca.authenticationOnly),
    writeCaInfo("topCA", ca.top, version),
    ...ca.intermediates.map((info) => writeCaInfo("intermediateCA", info, version)),
    leaf("certificateProfileInfo", ca.profile),
    version < 6 ? undefined : optionalLeaf("defaultCsrFormat", ca.csrFormat),
    ca.acme &&
      element("acmeServer", [
        leaf("directoryURL", ca.acme.directoryUrl),
        optionalLeaf("ipAddress", ca.acme.ipAddress),
        optionalLeaf("authenticationCertificateProfileId", ca.acme.authenticationProfileId),
        optionalLeaf("signingCertificateProfileId", ca.acme.signingProfileId),
      ]),
  ]);
}

const writeCaInfo = (name: string, info: CaInfo, version: ConfVersion): string =>
  element(name, [
    base64Leaf("cert", info.certificate.der),
    ...info.ocsp.map((service) =>
      element("ocsp", [
        leaf("url", service.url),
        service.certificate && base64Leaf("cert", service.certificate.der),
        version < 6 ? undefined : optionalLeaf("costType", service.cost),
      ]),
    ),
  ]);

const writeTsa = (tsa: ApprovedTsa, version: ConfVersion): string =>
  element("approvedTSA", [
    leaf("name", tsa.name),
    leaf("url", tsa.url),
    base64Leaf("cert", tsa.certificate.der),
    version < 6 ? undefined : optionalLeaf("costType", tsa.cost),
  ]);
