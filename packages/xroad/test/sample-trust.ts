import { type Certificate, parseCertificate, readXades, TrustError } from "@troad/trust";
import { readXroadContainer } from "../asic/layout.ts";

/**
 * The certificates inside the time stamp of a sample container: to be treated as the approved authority's where nobody can be asked.
 * They are looked for by their shape, a sequence in a sequence of more than 255 bytes, since a token's structure is not ours to read.
 */
export function authorityInside(container: Uint8Array): Certificate[] {
  const opened = readXroadContainer(container);
  const signature = opened.ok ? readXades(opened.value.signatureXml) : opened;
  const token = signature.ok ? signature.value.timestamps[0]?.token : undefined;
  const found: Certificate[] = [];
  for (let at = token?.indexOf("3082", 1, "hex") ?? -1; token && at >= 0; at = token.indexOf("3082", at + 1, "hex")) {
    try {
      found.push(parseCertificate(token.subarray(at, at + 4 + token.readUInt16BE(at + 2))));
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
    }
  }
  return found;
}
