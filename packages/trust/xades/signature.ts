import type { HashName } from "../keys/algorithms.ts";
import type { Certificate } from "../x509/certificate.ts";

/** A XAdES signature as parsed, by either way; nothing in it is verified yet. */
export interface ReadSignature {
  /** Canonical SignedInfo: the bytes that the signature covers. */
  readonly signedInfo: Buffer;
  readonly signatureMethod: string;
  readonly signatureValue: Buffer;
  /** The SignatureValue element by inclusive C14N 1.0, which a time stamp of the signature covers (EN 319 132-1 §5.3). */
  readonly canonicalValue: Buffer;
  readonly references: readonly ReadReference[];
  readonly signedPropertiesId: string;
  /** The claimed time. */
  readonly signingTime: Date | undefined;
  readonly certificate: Certificate;
  /** Digests by which the signed properties name the signing certificate. */
  readonly certificateDigests: readonly { readonly hash: HashName; readonly digest: Buffer }[];
  /** Media types by the Id of the reference that they describe. */
  readonly mimes: ReadonlyMap<string, string>;
  readonly timestamps: readonly { readonly token: Buffer; readonly bytes: Buffer }[];
  /** Certificates carried along, besides the signer's. */
  readonly certificates: readonly Certificate[];
  readonly ocspResponses: readonly Buffer[];
}

export interface ReadReference {
  readonly id: string | undefined;
  readonly uri: string;
  readonly type: string | undefined;
  readonly hash: HashName;
  readonly digest: Buffer;
  readonly transformed: boolean;
  /** Canonical bytes of the element, when the reference is to a part of the signature document. */
  readonly content: Buffer | undefined;
}
