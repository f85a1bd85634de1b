import { createHash } from "node:crypto";
import { bitString, generalizedTime, integer, octetString, oid, sequence, setOf, tagged, tlv, utf8String } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { hashIdentifier, signatureAlgorithms } from "../keys/algorithms.ts";
import { serialBytes } from "../ocsp/cert-id.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type Identity, newSerial } from "../x509/issue.ts";
import { encodeImprint, type PkiFailure, pkiFailureInfo, type ReadRequest, readTimestampRequest } from "./request.ts";

export interface TimestampAuthority {
  /** The authority, with a certificate of profile `tsa`. */
  readonly tsa: Identity;
  /** Certificates between the authority and the root, sent along when asked. */
  readonly chain?: readonly Certificate[];
  /** Object identifier of the policy under which time is given. */
  readonly policy: string;
  readonly now: Date;
  /** Maximum clock error; default 1 s, since tokens count in seconds. */
  readonly accuracySeconds?: number;
  /** Serial number of the token, never reused; the default is 16 random bytes. */
  readonly serial?: Uint8Array;
}

/** Answers a TimeStampReq with a TimeStampResp in DER (RFC 3161 §2.4.2); what cannot be granted is rejected with its failure bit. */
export async function answerTimestamp(request: Uint8Array, service: TimestampAuthority): Promise<Buffer> {
  const read = readTimestampRequest(request);
  if (typeof read === "string") return rejection(read);
  if (read.policy !== undefined && read.policy !== service.policy) return rejection("unacceptedPolicy");
  return sequence(sequence(integer(0)), await signToken(encodeTstInfo(read, service), read.certReq, service));
}

function rejection(failure: PkiFailure): Buffer {
  const bit = pkiFailureInfo[failure];
  const bytes = Buffer.alloc(Math.floor(bit / 8) + 1);
  bytes[bytes.length - 1] = 0x80 >> (bit % 8);
  return sequence(sequence(integer(2), sequence(utf8String(failure)), bitString(bytes, 7 - (bit % 8))));
}

const encodeTstInfo = (request: ReadRequest, service: TimestampAuthority): Buffer =>
  sequence(
    integer(1),
    oid(service.policy),
    encodeImprint(request.imprint),
    integer(service.serial ?? newSerial()),
    generalizedTime(service.now),
    sequence(integer(service.accuracySeconds ?? 1)),
    ...(request.nonceDer ? [request.nonceDer] : []),
    tagged(0, tagged(4, service.tsa.certificate.subjectDer)),
  );

/** The token: CMS SignedData over the TSTInfo (RFC 5652 §5) with the attributes of RFC 3161 §2.4.2 and RFC 5816. */
async function signToken(tstInfo: Buffer, certReq: boolean, { tsa, chain = [] }: TimestampAuthority): Promise<Buffer> {
  const { hash, identifier } = signatureAlgorithms[tsa.signer.algorithm];
  const digest = createHash(hash).update(tstInfo).digest();
  const attributes = [
    attribute(OID.contentType, oid(OID.tstInfo)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingCertificateV2, sequence(sequence(essCertId(tsa.certificate)))),
  ].toSorted(Buffer.compare);
  const signature = await tsa.signer.sign(tlv(0x31, ...attributes));
  const signerInfo = sequence(
    integer(1),
    sequence(tsa.certificate.issuerDer, integer(serialBytes(tsa.certificate.serialHex))),
    hashIdentifier(hash),
    tagged(0, ...attributes),
    identifier,
    octetString(signature),
  );
  const certificates = certReq ? [tagged(0, ...[tsa.certificate, ...chain].map((certificate) => certificate.der))] : [];
  const signedData = sequence(
    integer(3),
    setOf(hashIdentifier(hash)),
    sequence(oid(OID.tstInfo), tagged(0, octetString(tstInfo))),
    ...certificates,
    setOf(signerInfo),
  );
  return sequence(oid(OID.cmsSignedData), tagged(0, signedData));
}

const attribute = (type: string, value: Buffer): Buffer => sequence(oid(type), setOf(value));

/** ESSCertIDv2 (RFC 5035 §4) binds the signature to this very certificate; SHA-256 is its default and therefore not named. */
function essCertId(certificate: Certificate): Buffer {
  const issuerSerial = sequence(sequence(tagged(4, certificate.issuerDer)), integer(serialBytes(certificate.serialHex)));
  return sequence(octetString(Buffer.from(certificate.fingerprint, "hex")), issuerSerial);
}
