import { createHash } from "node:crypto";
import { signatureAlgorithms } from "../keys/algorithms.ts";
import { fixedLength } from "../keys/fixed-length.ts";
import type { Signer } from "../keys/signer.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type DigestName, digests } from "./algorithms.ts";
import { encodeFileUri, requireMime } from "./file-name.ts";
import {
  canonicalSignatureValue,
  canonicalSignedInfo,
  canonicalSignedProperties,
  signatureDocument,
  type TemplateFields,
} from "./template.ts";

/** A file to sign: its bytes, or its digest where the bytes are elsewhere (made with the same algorithm as the signature's). */
export type FileToSign = { readonly name: string; readonly mime: string } & (
  | { readonly data: Uint8Array }
  | { readonly digest: Uint8Array }
);

export interface XadesRequest {
  readonly files: readonly FileToSign[];
  readonly signer: Signer;
  readonly certificate: Certificate;
  readonly signingTime: Date;
  /** Digest of files and properties; default SHA-512, which is the faster one on 64-bit machines without SHA instructions. */
  readonly digest?: DigestName;
}

export interface SignedXades {
  readonly xml: string;
  /** The canonical SignatureValue: what the time stamp of XAdES-B-T is over. */
  readonly signatureValueC14n: Buffer;
}

/** Signs files detached, as XAdES-B-B in canonical form (ETSI EN 319 132-1 §6). Throws RangeError on names and types it cannot carry. */
export async function signXades(request: XadesRequest): Promise<SignedXades> {
  const { hash, uri: digestMethod } = digests[request.digest ?? "SHA-512"];
  const hashed = (bytes: Uint8Array | string): string => createHash(hash).update(bytes).digest("base64");
  if (request.files.length === 0) throw new RangeError("nothing to sign");
  if (new Set(request.files.map((file) => file.name)).size !== request.files.length)
    throw new RangeError("two files of one name");
  const unsigned: TemplateFields = {
    digestMethod,
    signatureMethod: signatureAlgorithms[request.signer.algorithm].xml,
    files: request.files.map((file) => ({
      uri: encodeFileUri(file.name),
      mime: requireMime(file.mime),
      digestBase64: "data" in file ? hashed(file.data) : Buffer.from(file.digest).toString("base64"),
    })),
    certificateBase64: request.certificate.der.toString("base64"),
    certificateDigest: hashed(request.certificate.der),
    signingTime: request.signingTime.toISOString().replace(/\.\d+Z$/, "Z"),
    signedPropertiesDigest: "",
    signatureValue: "",
  };
  const signed = { ...unsigned, signedPropertiesDigest: hashed(canonicalSignedProperties(unsigned)) };
  const signature = await request.signer.sign(Buffer.from(canonicalSignedInfo(signed), "utf8"));
  const signatureValue = Buffer.from(fixedLength(request.signer.algorithm, signature)).toString("base64");
  return {
    xml: signatureDocument({ ...signed, signatureValue }),
    signatureValueC14n: Buffer.from(canonicalSignatureValue(signatureValue), "utf8"),
  };
}
