import type { Signer } from "../keys/signer.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { DigestName } from "./algorithms.ts";
import { expandSignature, signCompact } from "./compact.ts";
import { canonicalSignatureValue } from "./template.ts";

/** A file to sign: its bytes, or its digest where it is known already or the bytes are elsewhere (by the signature's own digest algorithm). */
export type FileToSign = { readonly name: string; readonly mime: string } & (
  | { readonly data: Uint8Array; readonly digest?: Buffer }
  | { readonly data?: never; readonly digest: Buffer }
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
  const signature = await signCompact(request);
  return {
    xml: expandSignature(signature, request.certificate, request.files),
    signatureValueC14n: Buffer.from(canonicalSignatureValue(signature.value.toString("base64")), "utf8"),
  };
}
