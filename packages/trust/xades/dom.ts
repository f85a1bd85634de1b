import { DOMParser, type Document, type Element, type Node, onErrorStopParsing } from "@xmldom/xmldom";
import { type TrustCode, TrustError } from "../codes.ts";

/** The general way to read foreign XML: a real parser behind checks on its input. */

const maxBytes = 4 << 20;
const maxElements = 20_000;
const maxDepth = 64;

export interface ParsedXml {
  readonly root: Element;
  /** Elements by their Id; each Id occurs once, or a signature over `#id` could mean two things (signature wrapping). */
  readonly byId: ReadonlyMap<string, Element>;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses XML of at most 4 MB in UTF-8. Document types are refused before the parser sees them, so there are no entities to expand or
 * to fetch; processing instructions too, for signatures need none. Codes: `xml.*`.
 */
export function parseXml(bytes: Uint8Array): ParsedXml {
  if (bytes.length > maxBytes) throw new TrustError("xml.too-large", `${bytes.length} bytes`);
  const text = decode(bytes);
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw new TrustError("xml.dtd-refused");
  if (/<\?(?!xml\s)/i.test(text)) throw new TrustError("xml.malformed", "processing instruction");
  const declared = /^<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) throw new TrustError("xml.malformed", `encoding ${declared}`);
  let document: Document;
  try {
    document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml");
  } catch (error) {
    throw new TrustError("xml.malformed", error instanceof Error ? error.message : undefined);
  }
  const root = document.documentElement;
  if (root === null) throw new TrustError("xml.malformed", "empty");
  return { root, byId: indexIds(root) };
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new TrustError("xml.malformed", "not UTF-8");
  }
}

/** Walks without recursion: depth is bounded here before anything recursive (canonicalisation) sees the tree. */
function indexIds(root: Element): Map<string, Element> {
  const byId = new Map<string, Element>();
  const stack: { element: Element; depth: number }[] = [{ element: root, depth: 1 }];
  let count = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { element, depth } = next;
    count += 1;
    if (depth > maxDepth || count > maxElements) throw new TrustError("xml.too-large", `depth ${depth}, ${count} elements`);
    for (const attribute of Array.from(element.attributes)) {
      // Inherited xml:* attributes are where the canonicalisations differ; signatures do not use them.
      if (attribute.prefix === "xml") throw new TrustError("xml.malformed", attribute.name);
      if (attribute.namespaceURI || attribute.name.toLowerCase() !== "id") continue;
      if (byId.has(attribute.value)) throw new TrustError("xml.duplicate-id", attribute.value);
      byId.set(attribute.value, element);
    }
    for (const child of childElements(element)) stack.push({ element: child, depth: depth + 1 });
  }
  return byId;
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

export const childElements = (element: Element): Element[] => Array.from(element.childNodes).filter(isElement);

/** Throws `xades.structure` unless the element is the expected one. */
export function requireElement(element: Element, namespace: string, name: string): Element {
  if (element.namespaceURI !== namespace || element.localName !== name)
    throw new TrustError("xades.structure", `expected ${name}`);
  return element;
}

/** All children with a name. */
export const childrenNamed = (parent: Element, namespace: string, name: string): Element[] =>
  childElements(parent).filter((child) => child.namespaceURI === namespace && child.localName === name);

/** The only child with a name, or undefined; duplicates are refused, because readers could disagree on which one counts. */
export function optionalChild(
  parent: Element | undefined,
  namespace: string,
  name: string,
  code: TrustCode = "xades.structure",
): Element | undefined {
  const found = parent ? childrenNamed(parent, namespace, name) : [];
  if (found.length > 1) throw new TrustError(code, `${name} occurs ${found.length} times`);
  return found[0];
}

/** The only child with a name. Throws `code` if there is none. */
export function requiredChild(parent: Element, namespace: string, name: string, code: TrustCode = "xades.structure"): Element {
  const found = optionalChild(parent, namespace, name, code);
  if (found === undefined) throw new TrustError(code, `no ${name}`);
  return found;
}

export function requiredAttribute(element: Element, name: string): string {
  const value = element.getAttribute(name);
  if (value === null) throw new TrustError("xades.structure", `${element.localName} without ${name}`);
  return value;
}

/** The bytes of base64 content; white space is allowed by XML Schema, other characters are not. */
export function base64Of(element: Element): Buffer {
  const text = (element.textContent ?? "").replace(/[ \t\r\n]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new TrustError("xades.structure", `base64 of ${element.localName}`);
  return Buffer.from(text, "base64");
}
