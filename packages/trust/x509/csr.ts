import { createPublicKey, type KeyObject } from "node:crypto";
import * as pkijs from "pkijs";
import { bitString, integer, oid, sequence, setOf, tagged } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { readAsn1 } from "../asn1/read.ts";
import { attempt, type Outcome, TrustError } from "../codes.ts";
import { signatureAlgorithms, verifySignature } from "../keys/algorithms.ts";
import type { Signer } from "../keys/signer.ts";
import { readExtensions, type SubjectAltName } from "./extensions-read.ts";
import { subjectAltName } from "./extensions-write.ts";
import { type DistinguishedName, encodeName, readName } from "./name.ts";

/** What a PKCS#10 request asks for; an authority takes the key from it and decides the rest itself. */
export interface SigningRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly san: Required<SubjectAltName>;
}

/** A PKCS#10 request (RFC 2986) in DER, signed with the key it is for. */
export async function createCsr(request: { subject: DistinguishedName; signer: Signer; san?: SubjectAltName }): Promise<Buffer> {
  const { signer } = request;
  const alt = subjectAltName(request.san ?? {});
  const attributes = alt ? [sequence(oid(OID.extensionRequest), setOf(sequence(alt)))] : [];
  const info = sequence(
    integer(0),
    encodeName(request.subject),
    signer.publicKey.export({ type: "spki", format: "der" }),
    tagged(0, ...attributes),
  );
  return sequence(info, signatureAlgorithms[signer.algorithm].identifier, bitString(await signer.sign(info)));
}

/** PEM of a request, as openssl reads and writes it. */
export const csrPem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(der)
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE REQUEST-----\n`;

/** Reads a request (DER or PEM) and verifies its proof of possession. Codes: `csr.malformed`, `csr.bad-proof`. */
export const parseCsr = (input: Uint8Array | string): Outcome<SigningRequest> => attempt(() => readCsr(input), "csr.malformed");

function readCsr(input: Uint8Array | string): SigningRequest {
  const request = new pkijs.CertificationRequest({
    schema: readAsn1(typeof input === "string" ? derOfPem(input) : input, "csr.malformed"),
  });
  const spki = Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER());
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  const signature = new Uint8Array(request.signatureValue.valueBlock.valueHexView);
  if (!verifySignature(request.signatureAlgorithm.algorithmId, publicKey, request.tbsView, signature))
    throw new TrustError("csr.bad-proof");
  const asked = request.attributes?.find((attribute) => attribute.type === OID.extensionRequest)?.values[0];
  const extensions = asked ? new pkijs.Extensions({ schema: asked }).extensions : [];
  return { subject: readName(request.subject), publicKey, san: readExtensions(extensions).san };
}

function derOfPem(pem: string): Buffer {
  const body = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
  if (body === undefined) throw new TrustError("csr.malformed", "no request in the PEM");
  return Buffer.from(body, "base64");
}
