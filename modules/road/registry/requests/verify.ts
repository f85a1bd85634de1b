import type { PkiApi } from "@troad/pki/api";
import {
  type Certificate,
  parseCertificate,
  parseCertificateBase64,
  verifyChain,
  verifySealJws,
  verifySignature,
} from "@troad/trust";
import { decodeProtectedHeader } from "jose";
import {
  type ManagementRequest,
  managementType,
  proofBytes,
  type RegistrationRequest,
  readRequest,
  requestLifeMs,
} from "../../domain/requests.ts";
import { registryFailure } from "../failures.ts";

export type RequestTrust = {
  instance: string;
  roots: Certificate[];
  intermediates: Certificate[];
  statusOf: PkiApi["statusOf"];
  now: Date;
};
export type Submission = { member: string; sealed: string; proof?: string };

/**
 * Reads a signed request: sealed by the member in whose name it speaks, with a certificate that is not revoked, made just now, and
 * for a gateway with the proof that the applicant holds its TLS key.
 */
export async function verifyRequest(submission: Submission, trust: RequestTrust): Promise<ManagementRequest> {
  const { member, sealed, proof } = submission;
  const verified = await verifySealJws(sealed, {
    typ: managementType,
    roots: trust.roots,
    intermediates: trust.intermediates,
    at: trust.now,
    member: `${trust.instance}/${member}`,
  });
  if (!verified.ok) throw registryFailure("registry.request-signature", { reason: verified.code });
  const status = await trust.statusOf(sealingCertificate(sealed).serialHex);
  if (status.status !== "good") throw registryFailure("registry.request-signature", { reason: `certificate ${status.status}` });
  const request = readRequest(verified.value);
  if (!request || request.member !== member || request.instance !== trust.instance)
    throw registryFailure("registry.request-malformed");
  if (!(Math.abs(trust.now.getTime() - Date.parse(request.at)) <= requestLifeMs))
    throw registryFailure("registry.request-outdated");
  if (request.type === "gateway-registration") checkCertificates(request, sealed, proof, trust);
  return request;
}

/** The leaf of the chain in the header, which the verification of the seal has used. */
const sealingCertificate = (sealed: string): Certificate => parseCertificateBase64(decodeProtectedHeader(sealed).x5c?.[0] ?? "");

function checkCertificates(request: RegistrationRequest, sealed: string, proof: string | undefined, trust: RequestTrust): void {
  const own = `${trust.instance}/${request.member}`;
  const read = (pem: string, use: "tls-server" | "seal" | "encryption"): Certificate => {
    let certificate: Certificate;
    try {
      certificate = parseCertificate(pem);
    } catch {
      throw registryFailure("registry.certificate-refused", { reason: "certificate.malformed" });
    }
    const chain = verifyChain(certificate, { roots: trust.roots, intermediates: trust.intermediates, at: trust.now, use });
    if (!chain.ok) throw registryFailure("registry.certificate-refused", { reason: chain.code });
    // a certificate of another member under one's own name would draw that member's exchanges
    if (certificate.subject.serialNumber !== own)
      throw registryFailure("registry.certificate-refused", { reason: "certificate.member" });
    return certificate;
  };
  const tls = read(request.tlsCertificate, "tls-server");
  read(request.sealCertificate, "seal");
  if (request.encryptionCertificate !== null) read(request.encryptionCertificate, "encryption");
  const algorithm = tls.publicKey.asymmetricKeyType === "ec" ? ecdsaSha256 : rsaSha256;
  if (!proof || !verifySignature(algorithm, tls.publicKey, proofBytes(sealed), Buffer.from(proof, "base64")))
    throw registryFailure("registry.possession-unproven");
}

const ecdsaSha256 = "1.2.840.10045.4.3.2";
const rsaSha256 = "1.2.840.113549.1.1.11";
