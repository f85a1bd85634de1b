import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import type { ManagementRequest, RegistrationRequest } from "../../domain/requests.ts";
import { allServers, allSubsystems, findServer, insertServer, type ServerRow } from "../../store/members.ts";
import { registryFailure } from "../failures.ts";

/** Enters an approved request into the tables. */
export async function applyRequest(ctx: ModuleContext, tx: Tx, request: ChangeRequest, actor: string): Promise<void> {
  const next = request.type === "gateway-registration" ? await registered(tx, request) : await altered(tx, request);
  await insertServer(tx, instant(ctx.clock), { ...next, request: request.id });
  await tx.audit({
    actor,
    action: `road.${request.type}`,
    target: `${request.member}/${request.server}`,
    detail: { request: request.id, ...("address" in request ? { address: request.address } : {}) },
  });
}

/** What changes the tables; a revocation only ends another request. */
export type ChangeRequest = Exclude<ManagementRequest, { type: "request-revocation" }>;

type Next = ServerRow & { present: boolean };

async function registered(tx: Tx, request: RegistrationRequest): Promise<Next> {
  const before = await findServer(tx, request.member, request.server);
  const { fingerprint } = parseCertificate(request.tlsCertificate);
  const taken = (await allServers(tx)).some(
    (one) =>
      (one.owner !== request.member || one.code !== request.server) &&
      parseCertificate(one.tls_certificate).fingerprint === fingerprint,
  );
  // one certificate, one gateway: otherwise which of them speaks would be anybody's guess
  if (taken) throw registryFailure("registry.certificate-refused", { reason: "certificate.taken" });
  return {
    owner: request.member,
    code: request.server,
    agency: request.agency,
    address: request.address,
    consumer_url: request.consumerUrl,
    tls_certificate: request.tlsCertificate,
    seal_certificate: request.sealCertificate,
    encryption_certificate: request.encryptionCertificate,
    encrypted_services: request.encryptedServices ?? [],
    clients: before?.present ? before.clients : [],
    enabled: true,
    profile: request.profile ?? "troad",
    present: true,
    request: request.id,
  };
}

async function altered(tx: Tx, request: Exclude<ChangeRequest, RegistrationRequest>): Promise<Next> {
  const server = await findServer(tx, request.member, request.server);
  if (!server?.present) throw registryFailure("registry.server-unknown");
  switch (request.type) {
    case "address-change":
      return { ...server, address: request.address, consumer_url: request.consumerUrl };
    case "gateway-disabling":
      return { ...server, enabled: false };
    case "gateway-enabling":
      return { ...server, enabled: true };
    case "gateway-deletion":
      return { ...server, enabled: false, present: false };
    case "client-registration": {
      const known = (await allSubsystems(tx)).some((one) => one.member === request.member && one.code === request.subsystem);
      if (!known) throw registryFailure("registry.subsystem-unknown");
      return { ...server, clients: [...new Set([...server.clients, clientOf(request)])].sort() };
    }
    case "client-deletion":
      return { ...server, clients: server.clients.filter((client) => client !== clientOf(request)) };
  }
}

const clientOf = ({ member, subsystem }: { member: string; subsystem: string }): string => `${member}/${subsystem}`;
