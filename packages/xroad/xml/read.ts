import { DOMParser, type Document, type Element, type Node, onErrorStopParsing } from "@xmldom/xmldom";
import { type AnyCode, XroadError } from "../codes.ts";

/** Bounds on documents of others. A national shared-params.xml has a few thousand members and some megabytes. */
const maxDepth = 32;

export interface XmlLimits {
  readonly bytes: number;
  readonly elements: number;
}

export interface XmlDocument {
  readonly root: Element;
  /** Elements by their `id`, each of which occurs once. */
  readonly byId: ReadonlyMap<string, Element>;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses XML in UTF-8. Document types are refused before a parser sees them: there are no entities to expand or to fetch.
 * Throws `xml.malformed`, `xml.dtd-refused`, `xml.too-large`, `xml.duplicate-id`.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits): XmlDocument {
  if (bytes.length > limits.bytes) throw new XroadError("xml.too-large", `${bytes.length} bytes`);
  const text = decode(bytes);
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw new XroadError("xml.dtd-refused");
  const declared = /^<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) throw new XroadError("xml.malformed", `encoding ${declared}`);
  let document: Document;
  try {
    document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml");
  } catch (error) {
    throw new XroadError("xml.malformed", error instanceof Error ? error.message : undefined);
  }
  const root = document.documentElement;
  if (root === null) throw new XroadError("xml.malformed", "empty");
  return { root, byId: indexIds(root, limits.elements) };
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new XroadError("xml.malformed", "not UTF-8");
  }
}

/** Walks without recursion, so that depth is bounded before anything recursive sees the tree. */
function indexIds(root: Element, maxElements: number): Map<string, Element> {
  const byId = new Map<string, Element>();
  const stack: { element: Element; depth: number }[] = [{ element: root, depth: 1 }];
  let count = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { element, depth } = next;
    count += 1;
    if (depth > maxDepth || count > maxElements) throw new XroadError("xml.too-large", `depth ${depth}, ${count} elements`);
    const id = element.getAttribute("id");
    if (id !== null) {
      if (byId.has(id)) throw new XroadError("xml.duplicate-id", id);
      byId.set(id, element);
    }
    for (const child of childElements(element)) stack.push({ element: child, depth: depth + 1 });
  }
  return byId;
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

export const childElements = (element: Element): Element[] => {
  const children: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) if (isElement(node)) children.push(node);
  return children;
};

/**
 * The children of one element, taken by name. What a format has no place for is refused by `end`, unless it allows extensions:
 * a reader that passes over unknown elements may miss the one that matters.
 */
export class Children {
  readonly #element: Element;
  readonly #namespace: string | null;
  readonly #code: AnyCode;
  readonly #rest: Set<Element>;

  constructor(element: Element, namespace: string | null, code: AnyCode) {
    this.#element = element;
    this.#namespace = namespace;
    this.#code = code;
    this.#rest = new Set(childElements(element));
  }

  all(name: string): Element[] {
    const found = [...this.#rest].filter((child) => child.localName === name && (child.namespaceURI ?? null) === this.#namespace);
    for (const child of found) this.#rest.delete(child);
    return found;
  }

  /** The only child of the name; two of them are refused, for then it matters which one a reader takes. */
  optional(name: string): Element | undefined {
    const found = this.all(name);
    if (found.length > 1) throw new XroadError(this.#code, `${this.#element.localName}: ${found.length} times ${name}`);
    return found[0];
  }

  required(name: string): Element {
    const found = this.optional(name);
    if (found === undefined) throw new XroadError(this.#code, `${this.#element.localName} without ${name}`);
    return found;
  }

  text(name: string): string {
    return textOf(this.required(name));
  }

  optionalText(name: string): string | undefined {
    const found = this.optional(name);
    return found && textOf(found);
  }

  end(): void {
    const [unknown] = this.#rest;
    if (unknown !== undefined) throw new XroadError(this.#code, `${this.#element.localName}: unknown ${unknown.localName}`);
  }
}

/** The text of an element that has no elements inside. */
export function textOf(element: Element): string {
  const [child] = childElements(element);
  if (child !== undefined) throw new XroadError("xml.malformed", `${child.localName} in the text of ${element.localName}`);
  return element.textContent ?? "";
}

/** The bytes of base64 content; XML Schema allows white space in it. */
export function base64Of(element: Element): Buffer {
  const text = textOf(element).replace(/[ \t\r\n]/g, "");
  if (text === "" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new XroadError("xml.malformed", `base64 of ${element.localName}`);
  return Buffer.from(text, "base64");
}
