import type { Certificate } from "@troad/trust";
import type { Element } from "@xmldom/xmldom";
import { attempt, type Outcome, XroadError } from "../codes.ts";
import { Children, parseXml } from "../xml/read.ts";
import { base64Leaf, element, leaf, optionalLeaf, xmlDocument } from "../xml/write.ts";
import { readCertificate } from "./certificates.ts";
import { rootNamespaces, xroadNs } from "./identifiers.ts";

/** Where a configuration is to be had and whose signature it must bear (PR-GCONF §2.2); handed over by a way that is trusted already. */
export interface Anchor {
  readonly generatedAt?: Date;
  readonly instance: string;
  readonly sources: readonly AnchorSource[];
}

export interface AnchorSource {
  readonly url: string;
  readonly certificates: readonly Certificate[];
}

const limits = { bytes: 1 << 20, elements: 1000 };

/** Reads a configuration anchor file. Codes: `xml.*`, `anchor.malformed`, `certificate.malformed`. */
export const readAnchor = (bytes: Uint8Array): Outcome<Anchor> =>
  attempt(() => {
    const { root } = parseXml(bytes, limits);
    if (root.namespaceURI !== xroadNs || root.localName !== "configurationAnchor")
      throw new XroadError("anchor.malformed", root.localName ?? "");
    return readAnchorElement(root);
  });

/** The same type also stands inside private parameters, for federated instances. */
export function readAnchorElement(node: Element): Anchor {
  const children = new Children(node, null, "anchor.malformed");
  const generated = children.optionalText("generatedAt");
  const instance = children.text("instanceIdentifier");
  const sources = children.all("source").map(readSource);
  children.end();
  if (sources.length === 0 || instance === "") throw new XroadError("anchor.malformed", "no source or instance");
  return { ...(generated === undefined ? {} : { generatedAt: readTime(generated) }), instance, sources };
}

function readSource(node: Element): AnchorSource {
  const children = new Children(node, null, "anchor.malformed");
  const url = children.text("downloadURL").trim();
  const certificates = children.all("verificationCert").map(readCertificate);
  children.end();
  if (certificates.length === 0 || !/^https?:\/\/[^\s@]+$/.test(url) || !URL.canParse(url))
    throw new XroadError("anchor.malformed", url);
  return { url, certificates };
}

/** xs:dateTime with its zone; without one a moment is not determined. */
function readTime(text: string): Date {
  const time = new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text.trim()) ? text.trim() : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new XroadError("anchor.malformed", `generatedAt ${text}`);
  return time;
}

/** A configuration anchor file. Throws RangeError on text that XML cannot carry. */
export const writeAnchor = (anchor: Anchor): Buffer =>
  xmlDocument(element("xroad:configurationAnchor", anchorChildren(anchor), rootNamespaces));

export const anchorChildren = (anchor: Anchor): (string | undefined)[] => [
  optionalLeaf("generatedAt", anchor.generatedAt?.toISOString()),
  leaf("instanceIdentifier", anchor.instance),
  ...anchor.sources.map((source) =>
    element("source", [
      leaf("downloadURL", source.url),
      ...source.certificates.map((certificate) => base64Leaf("verificationCert", certificate.der)),
    ]),
  ),
];
