import { bitString, enumerated, integer, octetString, oid, sequence, tagged, x509Time } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { signatureAlgorithms } from "../keys/algorithms.ts";
import { authorityKeyIdentifier, keyIdentifier } from "./extensions-write.ts";
import type { Identity } from "./issue.ts";

/** CRLReason (RFC 5280 §5.3.1) by its number; 7 is not used and 8 belongs to delta lists. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export interface Revocation {
  readonly serialHex: string;
  readonly at: Date;
  readonly reason?: RevocationReason;
}

export interface CrlRequest {
  readonly issuer: Identity;
  readonly revoked: readonly Revocation[];
  /** Grows with each list of an issuer (RFC 5280 §5.2.3). */
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

/** A complete certificate revocation list, version 2, in DER (RFC 5280 §5). */
export async function createCrl(request: CrlRequest): Promise<Buffer> {
  const { certificate, signer } = request.issuer;
  const { identifier } = signatureAlgorithms[signer.algorithm];
  const authorityId = certificate.subjectKeyId
    ? Buffer.from(certificate.subjectKeyId, "hex")
    : keyIdentifier(certificate.publicKeyBits);
  const tbs = sequence(
    integer(1),
    identifier,
    certificate.subjectDer,
    x509Time(request.thisUpdate),
    x509Time(request.nextUpdate),
    // An empty list must be absent, not empty (§5.1.2.6).
    ...(request.revoked.length > 0 ? [sequence(...request.revoked.map(entry))] : []),
    tagged(0, sequence(authorityKeyIdentifier(authorityId), sequence(oid(OID.crlNumber), octetString(integer(request.number))))),
  );
  return sequence(tbs, identifier, bitString(await signer.sign(tbs)));
}

function entry({ serialHex, at, reason = "unspecified" }: Revocation): Buffer {
  const serial = integer(Buffer.from(serialHex.padStart(serialHex.length + (serialHex.length % 2), "0"), "hex"));
  // §5.3.1: an unspecified reason is left out.
  if (reason === "unspecified") return sequence(serial, x509Time(at));
  return sequence(
    serial,
    x509Time(at),
    sequence(sequence(oid(OID.crlReason), octetString(enumerated(revocationReasons[reason])))),
  );
}
