import type { StoredAgreement } from "@troad/directory";
import type { Queryable } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import { type ClientId, type PrivateParams, readAnchor, type SharedParams } from "@troad/xroad";
import type { Extension } from "../../domain/extension.ts";
import { allAnchors, allAuthorities } from "../../store/configuration.ts";
import {
  allClasses,
  allGroups,
  allMembers,
  allServers,
  allSubsystems,
  type ServerRow,
  shownCertificates,
} from "../../store/members.ts";
import type { ConfigurationKeys } from "./keys.ts";

export type Configuration = { shared: SharedParams; private: PrivateParams; extension: Extension };

export type BuildRequest = {
  db: Queryable;
  instance: string;
  /** CLASS/CODE */
  platform: string;
  /** The platform's address. */
  origin: string;
  keys: ConfigurationKeys;
  rights: StoredAgreement[];
  issuedAt: Date;
  timestampingIntervalSeconds: number;
};

/** The current content of the tables, as X-Road's parameters and our own part. */
export async function buildConfiguration(request: BuildRequest): Promise<Configuration> {
  const { db, instance } = request;
  const [classes, members, subsystems, servers, groups] = [
    await allClasses(db),
    await allMembers(db),
    await allSubsystems(db),
    await allServers(db),
    await allGroups(db),
  ];
  const everShown = await shownCertificates(db);
  const idOf = (text: string): ClientId => {
    const [memberClass = "", memberCode = "", subsystem] = text.split("/");
    return { instance, memberClass, memberCode, ...(subsystem === undefined ? {} : { subsystem }) };
  };
  const describe = (code: string): string => {
    const description = classes.find((one) => one.code === code)?.description;
    return description?.["zh-Hant"] ?? description?.en ?? code;
  };
  const known = new Set([...members.map(({ member }) => member), ...subsystems.map(({ member, code }) => `${member}/${code}`)]);
  const shown = servers.filter(({ owner }) => known.has(owner));
  const shared: SharedParams = {
    instance,
    sources: [sourceOf(request)],
    ...(await authoritiesOf(db)),
    members: members.map(({ member, name }) => ({
      id: idOf(member),
      classDescription: describe(member.split("/")[0] ?? ""),
      name: name["zh-Hant"] ?? name.en ?? member,
      subsystems: subsystems.filter((one) => one.member === member).map(({ code }) => ({ code })),
    })),
    servers: shown.map((server) => ({
      owner: idOf(server.owner),
      code: server.code,
      address: new URL(server.address).hostname,
      authCertHashes: certificatesOf(server, everShown, request.issuedAt).map((one) => Buffer.from(one, "hex")),
      clients: server.clients.filter((client) => known.has(client)).map(idOf),
      ...(server.enabled ? {} : { maintenance: {} }),
    })),
    groups: groups.map((group) => ({
      code: group.code,
      description: group.description,
      members: group.members.filter((one) => known.has(one)).map(idOf),
    })),
    memberClasses: classes.map(({ code }) => ({ code, description: describe(code) })),
    ocspFreshnessSeconds: 3600,
  };
  const extension: Extension = {
    format: 1,
    instance,
    platform: request.platform,
    issuedAt: request.issuedAt.toISOString(),
    names: Object.fromEntries(members.map(({ member, name }) => [member, name])),
    gateways: shown
      .filter(({ profile }) => profile === "troad")
      .map(({ owner, code, address, encryption_certificate: encryption, encrypted_services: services }) => ({
        owner,
        code,
        address,
        ...(encryption === null ? {} : { encryptionCertificate: encryption }),
        ...(services.length === 0 ? {} : { encryptedServices: services }),
      })),
    rights: request.rights,
  };
  return { shared, private: await privateOf(request), extension };
}

/** Fingerprints of the registered certificate and of its valid predecessors with the same key: a renewal is published before it is used. */
function certificatesOf(server: ServerRow, everShown: Awaited<ReturnType<typeof shownCertificates>>, now: Date): string[] {
  const { fingerprint, publicKey } = parseCertificate(server.tls_certificate);
  const earlier = everShown
    .filter(({ owner, code }) => owner === server.owner && code === server.code)
    .map((one) => parseCertificate(one.tls_certificate))
    .filter((one) => one.fingerprint !== fingerprint && one.publicKey.equals(publicKey) && one.notAfter > now);
  return [fingerprint, ...earlier.map((one) => one.fingerprint)];
}

const sourceOf = ({ keys, origin }: BuildRequest): SharedParams["sources"][number] => ({
  address: new URL(origin).hostname,
  internalCertificates: [keys.internal.active.certificate, keys.internal.announced],
  externalCertificates: [keys.external.active.certificate, keys.external.announced],
});

async function authoritiesOf(db: Queryable): Promise<Pick<SharedParams, "approvedCas" | "approvedTsas">> {
  const authorities = await allAuthorities(db);
  return {
    approvedCas: authorities
      .filter(({ kind }) => kind === "ca")
      .map(({ name, certificate, intermediates, url }) => ({
        name,
        authenticationOnly: false,
        top: { certificate: parseCertificate(certificate), ocsp: intermediates.length === 0 ? [{ url }] : [] },
        intermediates: intermediates.map((pem) => ({ certificate: parseCertificate(pem), ocsp: [{ url }] })),
        profile: "tw.t-road.SubjectSerialNumber",
      })),
    approvedTsas: authorities
      .filter(({ kind }) => kind === "tsa")
      .map(({ name, certificate, url }) => ({ name, url, certificate: parseCertificate(certificate) })),
  };
}

async function privateOf(request: BuildRequest): Promise<PrivateParams> {
  const [memberClass = "", memberCode = ""] = request.platform.split("/");
  const anchors = (await allAnchors(request.db)).flatMap(({ anchor }) => {
    const read = readAnchor(Buffer.from(anchor, "utf8"));
    return read.ok ? [read.value] : [];
  });
  return {
    instance: request.instance,
    anchors,
    managementService: {
      registrationAddress: `${request.origin}/road/requests`,
      provider: { instance: request.instance, memberClass, memberCode },
    },
    timestampingIntervalSeconds: request.timestampingIntervalSeconds,
  };
}
