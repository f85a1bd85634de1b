import type { Agency } from "@troad/directory";
import { instant, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { type Certificate, signSealJws } from "@troad/trust";
import type { RoadApi } from "../api.ts";
import { type ManagementRequest, managementType, proofBytes } from "../domain/requests.ts";
import type { GatewayIdentity } from "./identity.ts";

/** What a gateway reports to the registry about itself. */
export type Registration = {
  address: string;
  consumerUrl: string;
  /** A TLS certificate to be presented later; default: the current one. */
  tlsCertificate?: Certificate;
};

type Change<T> = T extends ManagementRequest ? Omit<T, "id" | "at" | "instance" | "member"> : never;

/** A management request, sealed by the member and proven, with the TLS key, to come from the gateway itself. */
export async function signRequest(
  ctx: Pick<ModuleContext, "clock" | "ids">,
  identity: { seal: Pick<MemberKey, "signer" | "chain">; tls: Pick<MemberKey, "signer"> },
  whose: { instance: string; member: string },
  change: Change<ManagementRequest>,
): Promise<{ member: string; sealed: string; proof: string }> {
  const request = { ...change, ...whose, id: ctx.ids.uuid(), at: instant(ctx.clock) };
  const { signer, chain } = identity.seal;
  const sealed = await signSealJws(request, { typ: managementType, signer, chain });
  const proof = Buffer.from(await identity.tls.signer.sign(proofBytes(sealed))).toString("base64");
  return { member: whose.member, sealed, proof };
}

/** Registers a gateway and the subsystems that it serves. Requests that need an officer wait; the gateway works with what is registered. */
export async function registerGateway(
  ctx: ModuleContext,
  road: RoadApi,
  own: {
    instance: string;
    agency: Agency;
    identity: GatewayIdentity;
    server: string;
    encryptedServices: string[];
    subsystems: string[];
  },
  at: Registration,
): Promise<void> {
  const { instance, agency, identity, server } = own;
  const whose = { instance, member: agency.member };
  const sign = (change: Change<ManagementRequest>) => signRequest(ctx, identity, whose, change);
  const receipt = await road.submitRequest(
    await sign({
      type: "gateway-registration",
      server,
      agency: agency.id,
      address: at.address,
      consumerUrl: at.consumerUrl,
      tlsCertificate: (at.tlsCertificate ?? identity.tls.certificate).pem,
      sealCertificate: identity.seal.certificate.pem,
      encryptionCertificate: identity.encryption.certificate.pem,
      encryptedServices: own.encryptedServices,
    }),
  );
  if (receipt.state !== "approved") {
    ctx.log.warn({ member: agency.member, server, failed: receipt.failed }, "the registration of a gateway waits for an officer");
    return;
  }
  for (const subsystem of own.subsystems)
    if (!receipt.clients.includes(`${agency.member}/${subsystem}`))
      await road.submitRequest(await sign({ type: "client-registration", server, subsystem }));
}
