import { OID } from "../asn1/oids.ts";
import { accepted, type Outcome, type Refused, refused } from "../codes.ts";
import { isAcceptedSignatureOid, isStrongKey, verifySignature } from "../keys/algorithms.ts";
import type { Certificate } from "./certificate.ts";
import { formatName } from "./name.ts";

/** What the certificate at the end of the chain is used for. */
export type CertificateUse = "seal" | "encryption" | "authentication" | "tls-server" | "tls-client" | "ocsp" | "tsa" | "any";

export interface ChainRequest {
  readonly roots: readonly Certificate[];
  readonly intermediates?: readonly Certificate[];
  /** The moment for which the chain must have been valid. */
  readonly at: Date;
  /** Default `any`: no demand on key usage. */
  readonly use?: CertificateUse;
}

/** Longer chains do not occur in practice; a bound keeps crafted sets of certificates from growing a tree. */
const maxDepth = 6;
const maxLinks = 64;

/**
 * Finds a valid path (RFC 5280 §6) from the certificate to one of the roots and returns it, leaf first.
 * Names are compared byte by byte, policies and name constraints are not processed (a critical one is refused).
 * Codes: `chain.*`; the detail names the certificate at fault.
 */
export function verifyChain(certificate: Certificate, request: ChainRequest): Outcome<readonly Certificate[]> {
  const unusable = checkUse(certificate, request.use ?? "any") ?? checkItself(certificate, request.at);
  if (unusable) return unusable;
  const search: Search = { request, links: 0, reason: refused("chain.unknown-issuer", formatName(certificate.issuer)) };
  const path = extend([certificate], search);
  return path ? accepted(path) : search.reason;
}

interface Search {
  readonly request: ChainRequest;
  links: number;
  reason: Refused;
}

function extend(path: readonly Certificate[], search: Search): readonly Certificate[] | undefined {
  const last = path[path.length - 1];
  if (last === undefined) return undefined;
  if (search.request.roots.some((root) => root.fingerprint === last.fingerprint)) return path;
  if (path.length >= maxDepth || isSelfSigned(last)) return undefined;
  const { roots, intermediates = [] } = search.request;
  for (const candidate of [...roots, ...intermediates]) {
    if (!candidate.subjectDer.equals(last.issuerDer) || path.some((member) => member.fingerprint === candidate.fingerprint))
      continue;
    if (last.authorityKeyId && candidate.subjectKeyId && last.authorityKeyId !== candidate.subjectKeyId) continue;
    search.links += 1;
    if (search.links > maxLinks) return undefined;
    const problem = checkItself(candidate, search.request.at) ?? checkLink(path, last, candidate);
    if (problem) {
      search.reason = problem;
      continue;
    }
    const found = extend([...path, candidate], search);
    if (found) return found;
  }
  return undefined;
}

/** A root, but not one of ours: nothing above it could be ours either, whatever names it has. */
const isSelfSigned = (certificate: Certificate): boolean =>
  certificate.subjectDer.equals(certificate.issuerDer) &&
  verifySignature(certificate.signatureOid, certificate.publicKey, certificate.tbs, certificate.signature);

function checkItself(certificate: Certificate, at: Date): Refused | undefined {
  const name = formatName(certificate.subject);
  if (at < certificate.notBefore) return refused("chain.not-yet-valid", name);
  if (at > certificate.notAfter) return refused("chain.expired", name);
  if (certificate.unknownCritical.length > 0)
    return refused("chain.critical-extension", `${name}: ${certificate.unknownCritical.join(" ")}`);
  if (!isStrongKey(certificate.publicKey)) return refused("chain.weak-algorithm", name);
  return undefined;
}

function checkLink(path: readonly Certificate[], subject: Certificate, issuer: Certificate): Refused | undefined {
  const name = formatName(issuer.subject);
  if (!issuer.ca || issuer.keyUsage?.has("keyCertSign") === false) return refused("chain.not-a-ca", name);
  // Self-issued certificates do not count (RFC 5280 §4.2.1.9); the leaf never does.
  const below = path.slice(1).filter((member) => !member.subjectDer.equals(member.issuerDer)).length;
  if (issuer.pathLength !== undefined && below > issuer.pathLength) return refused("chain.path-length", name);
  if (!isAcceptedSignatureOid(subject.signatureOid)) return refused("chain.weak-algorithm", formatName(subject.subject));
  if (!verifySignature(subject.signatureOid, issuer.publicKey, subject.tbs, subject.signature)) {
    return refused("chain.bad-signature", formatName(subject.subject));
  }
  return undefined;
}

const purposes: Readonly<Partial<Record<CertificateUse, string>>> = {
  authentication: OID.clientAuth,
  "tls-server": OID.serverAuth,
  "tls-client": OID.clientAuth,
  ocsp: OID.ocspSigning,
  tsa: OID.timeStamping,
};

/** Key usage: seals need content commitment, the others sign data; restricted purposes must name the use. */
function checkUse(certificate: Certificate, use: CertificateUse): Refused | undefined {
  if (use === "any") return undefined;
  const wrong = refused("chain.wrong-usage", `${use}: ${formatName(certificate.subject)}`);
  if (use === "seal") return certificate.keyUsage?.has("nonRepudiation") ? undefined : wrong;
  if (use === "encryption")
    return certificate.keyUsage?.has("keyAgreement") || certificate.keyUsage?.has("keyEncipherment") ? undefined : wrong;
  if (
    certificate.keyUsage &&
    !certificate.keyUsage.has("digitalSignature") &&
    !(use === "tsa" && certificate.keyUsage.has("nonRepudiation"))
  )
    return wrong;
  const purpose = purposes[use] ?? "";
  // A responder's and a time stamper's purpose must be there; for the others an absent extension restricts nothing.
  if (certificate.extendedKeyUsage === undefined) return use === "ocsp" || use === "tsa" ? wrong : undefined;
  if (!certificate.extendedKeyUsage.includes(purpose)) return wrong;
  if (use === "tsa" && (certificate.extendedKeyUsage.length !== 1 || !certificate.extendedKeyUsageCritical)) return wrong;
  return undefined;
}
