import { expandSignature, signCompact, type XadesRequest } from "./compact.ts";
import { canonicalSignatureValue } from "./template.ts";

export interface SignedXades {
  readonly xml: string;
  /** The canonical SignatureValue, which the time stamp of XAdES-B-T covers. */
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
