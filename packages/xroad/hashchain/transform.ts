import { C14nCanonicalization, C14nCanonicalizationWithComments } from "xml-crypto";
import { XroadError } from "../codes.ts";
import { parseXml } from "../xml/read.ts";

const inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const limits = { bytes: 16 << 20, elements: 200_000 };

/**
 * Runs the transforms of a reference (XMLDSig §6.6): none, or one inclusive canonicalisation of the document's element. Others could
 * pick a part of the data and leave the rest unsigned. Throws `algorithm.unknown` and `xml.*`.
 */
export function transformed(data: Uint8Array, transforms: readonly string[]): Uint8Array {
  const [transform, ...others] = transforms;
  if (transform === undefined) return data;
  if (others.length > 0 || (transform !== inclusive && transform !== `${inclusive}#WithComments`))
    throw new XroadError("algorithm.unknown", transforms.join(" "));
  const { root } = parseXml(data, limits);
  const method = transform === inclusive ? new C14nCanonicalization() : new C14nCanonicalizationWithComments();
  // Canonical XML keeps processing instructions and comments outside the root element, which the library never sees.
  if (
    /<\?(?!xml\s)/i.test(Buffer.from(data).toString("utf8")) ||
    (transform !== inclusive && root.parentNode?.childNodes.length !== 1)
  )
    throw new XroadError("xml.malformed", "nodes that are not canonicalised");
  try {
    // The library types its nodes by the browser's DOM, of which xmldom implements what is used here.
    return Buffer.from(String(method.process(root as unknown as globalThis.Element, {})), "utf8");
  } catch (error) {
    throw new XroadError("xml.malformed", error instanceof Error ? error.message : undefined);
  }
}
