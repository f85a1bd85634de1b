import type { Element } from "@xmldom/xmldom";
import { attempt, type Outcome, XroadError } from "../codes.ts";
import { base64Of, Children, parseXml, textOf } from "../xml/read.ts";
import { readCertificate } from "./certificates.ts";
import { type ClientId, clientKey, readClientId, xroadNs } from "./identifiers.ts";
import { wholeNumber } from "./private-params.ts";
import { readApprovedCa, readApprovedTsa } from "./read-authorities.ts";
import type { ConfSource, GlobalGroup, Member, MemberClass, SecurityServer, SharedParams } from "./shared-params.ts";

/** Some ten thousand subsystems, several times what the largest instances have. */
const limits = { bytes: 32 << 20, elements: 400_000 };

const children = (node: Element): Children => new Children(node, null, "params.malformed");

/** Reads shared-params.xml. Codes: `xml.*`, `params.*`, `certificate.malformed`. */
export const readSharedParams = (bytes: Uint8Array): Outcome<SharedParams> =>
  attempt(() => {
    const { root } = parseXml(bytes, limits);
    if (root.namespaceURI !== xroadNs || root.localName !== "conf")
      throw new XroadError("params.malformed", root.localName ?? "");
    // Further elements are allowed at the end (xs:any), for extensions that older readers pass over.
    const conf = children(root);
    const instance = conf.text("instanceIdentifier");
    const ids = new Map<string, ClientId>();
    const sources = conf.all("source").map(readSource);
    const approvedCas = conf.all("approvedCA").map(readApprovedCa);
    const approvedTsas = conf.all("approvedTSA").map(readApprovedTsa);
    const members = conf.all("member").map((node) => readMember(node, instance, ids));
    const servers = conf.all("securityServer").map((node) => readServer(node, ids));
    const groups = conf.all("globalGroup").map(readGroup);
    const settings = children(conf.required("globalSettings"));
    const memberClasses = settings.all("memberClass").map(readMemberClass);
    const ocspFreshnessSeconds = wholeNumber(settings.text("ocspFreshnessSeconds"));
    if (sources.length === 0) throw new XroadError("params.malformed", "no source");
    requireDistinct(members, servers);
    return { instance, sources, approvedCas, approvedTsas, members, servers, groups, memberClasses, ocspFreshnessSeconds };
  });

function readSource(node: Element): ConfSource {
  const source = children(node);
  const address = source.text("address");
  const internalCertificates = source.all("internalVerificationCert").map(readCertificate);
  const externalCertificates = source.all("externalVerificationCert").map(readCertificate);
  source.end();
  return { address, internalCertificates, externalCertificates };
}

function readMemberClass(node: Element): MemberClass {
  const memberClass = children(node);
  const read = { code: memberClass.text("code"), description: memberClass.text("description") };
  memberClass.end();
  return read;
}

/** Reads a member and notes what its XML ids stand for: servers refer to members and subsystems by them. */
function readMember(node: Element, instance: string, ids: Map<string, ClientId>): Member {
  const member = children(node);
  const { code: memberClass, description: classDescription } = readMemberClass(member.required("memberClass"));
  const id = { instance, memberClass, memberCode: member.text("memberCode") };
  noteId(node, id, ids);
  const name = member.text("name");
  const subsystems = member.all("subsystem").map((child) => {
    const subsystem = children(child);
    const code = subsystem.text("subsystemCode");
    const subsystemName = subsystem.optionalText("subsystemName");
    subsystem.end();
    noteId(child, { ...id, subsystem: code }, ids);
    return subsystemName === undefined ? { code } : { code, name: subsystemName };
  });
  member.end();
  return { id, classDescription, name, subsystems };
}

function noteId(node: Element, id: ClientId, ids: Map<string, ClientId>): void {
  const key = node.getAttribute("id");
  if (key !== null) ids.set(key, id);
}

function readServer(node: Element, ids: ReadonlyMap<string, ClientId>): SecurityServer {
  const server = children(node);
  const resolve = (reference: string): ClientId => {
    const id = ids.get(reference.trim());
    if (id === undefined) throw new XroadError("params.unknown-id", reference);
    return id;
  };
  const owner = resolve(server.text("owner"));
  if (owner.subsystem !== undefined) throw new XroadError("params.malformed", "a subsystem owns a server");
  const code = server.text("serverCode");
  const address = server.optionalText("address");
  const authCertHashes = server.all("authCertHash").map(base64Of);
  const clients = server.all("client").map((child) => resolve(textOf(child)));
  const mode = server.optional("inMaintenanceMode");
  const message = mode && children(mode).optionalText("message");
  server.end();
  return {
    owner,
    code,
    ...(address === undefined ? {} : { address }),
    authCertHashes,
    clients,
    ...(mode === undefined ? {} : { maintenance: message === undefined ? {} : { message } }),
  };
}

function readGroup(node: Element): GlobalGroup {
  const group = children(node);
  const read = {
    code: group.text("groupCode"),
    description: group.text("description"),
    members: group.all("groupMember").map(readClientId),
  };
  group.end();
  return read;
}

/** Two entries of one identity would let the reader's choice decide who is who. */
export function requireDistinct(members: readonly Member[], servers: readonly SecurityServer[]): void {
  const keys = [
    ...members.flatMap(({ id, subsystems }) => [
      clientKey(id),
      ...subsystems.map(({ code }) => clientKey({ ...id, subsystem: code })),
    ]),
    ...servers.map(({ owner, code }) => `server ${clientKey(owner)} ${JSON.stringify(code)}`),
  ];
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new XroadError("params.duplicate", key);
    seen.add(key);
  }
}
