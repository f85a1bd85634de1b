import { createHash, X509Certificate } from "node:crypto";
import { compactVerify, decodeProtectedHeader } from "jose";
import { TroadError } from "./errors.ts";

export type Trust = {
  /** Certificates that may be the root, as PEM; only one with the fingerprint counts. */
  roots: readonly string[];
  /** SHA-256 of the root's certificate, in hexadecimal. */
  fingerprint: string;
  /** Who has to have sealed it, such as `TWDEMO/GOV/MODA`. */
  member: string;
  at: Date;
};
const mostBytes = 8 * 1024 * 1024;
const mostCertificates = 4;
const plain = (fingerprint: string): string => fingerprint.replaceAll(/[^0-9a-f]/gi, "").toLowerCase();
const refused = (detail: string): TroadError => new TroadError("sdk.seal-refused", detail);

/** The certificates of a PEM file. */
export const certificatesIn = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

/** What a member of T-Road sealed: a JWS of this kind, whose certificate leads to the root. Throws `sdk.seal-refused`. */
export async function readSealed(jws: string, typ: string, trust: Trust): Promise<Record<string, unknown>> {
  if (jws.length > mostBytes) throw refused("too large");
  const chain = chainOf(jws, typ);
  const leaf = trustedLeaf(chain, trust);
  try {
    const { payload } = await compactVerify(jws, leaf.publicKey, { algorithms: ["ES256", "ES384"] });
    return JSON.parse(Buffer.from(payload).toString("utf8")) as Record<string, unknown>;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : "not valid");
  }
}

function chainOf(jws: string, typ: string): X509Certificate[] {
  try {
    const header = decodeProtectedHeader(jws);
    if (header.typ !== typ) throw refused(`of the kind ${String(header.typ)}`);
    const { x5c = [] } = header;
    if (x5c.length === 0 || x5c.length > mostCertificates) throw refused("without its certificates");
    return x5c.map((one) => new X509Certificate(Buffer.from(one, "base64")));
  } catch (error) {
    throw error instanceof TroadError ? error : refused("no sealed token");
  }
}

/** The first certificate, if each is issued by the next, the last by the root, all are valid then, and it is the member's own. */
function trustedLeaf(chain: readonly X509Certificate[], { roots, fingerprint, member, at }: Trust): X509Certificate {
  const root = roots
    .flatMap(certificatesIn)
    .map((pem) => new X509Certificate(pem))
    .find((one) => createHash("sha256").update(one.raw).digest("hex") === plain(fingerprint));
  if (!root?.ca) throw refused("no root with that fingerprint");
  const [leaf] = chain;
  if (!leaf || leaf.ca) throw refused("sealed by an authority");
  const path = [...chain, root];
  for (const [index, one] of path.entries()) {
    const issuer = path[index + 1] ?? root;
    if (!issuer.ca || !one.checkIssued(issuer) || !one.verify(issuer.publicKey)) throw refused("a certificate of another root");
    if (Date.parse(one.validFrom) > at.getTime() || Date.parse(one.validTo) < at.getTime())
      throw refused("a certificate is not valid now");
  }
  const names = leaf.subject.split("\n");
  if (!names.includes(`serialNumber=${member}`)) throw refused(`sealed by ${names.join(", ")}`);
  return leaf;
}
