import { type TrustCode, TrustError } from "../codes.ts";

/** One element of DER by its place: cheap reading of small structures that come by the thousand (X.690 section 8.1). */
export interface Element {
  readonly tag: number;
  /** The whole element, and its content. */
  readonly der: Buffer;
  readonly content: Buffer;
}

/** The element at the beginning, definite and minimal in its length. Throws `code`. */
export function elementAt(der: Buffer, code: TrustCode): Element {
  const [tag, first] = [der[0], der[1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new TrustError(code, "tag");
  if (first < 0x80) return cut(der, tag, 2, first, code);
  const size = first & 0x7f;
  if (size === 0 || size > 3 || der.length < 2 + size) throw new TrustError(code, "length");
  const length = der.readUIntBE(2, size);
  if (length < 0x80 || length < 2 ** (8 * (size - 1))) throw new TrustError(code, "length");
  return cut(der, tag, 2 + size, length, code);
}

function cut(der: Buffer, tag: number, start: number, length: number, code: TrustCode): Element {
  if (start + length > der.length) throw new TrustError(code, "cut short");
  return { tag, der: der.subarray(0, start + length), content: der.subarray(start, start + length) };
}

/** All elements that follow each other. */
export function elementsIn(content: Buffer, code: TrustCode): Element[] {
  const found: Element[] = [];
  for (let rest = content; rest.length > 0; ) {
    const element = elementAt(rest, code);
    found.push(element);
    rest = rest.subarray(element.der.length);
  }
  return found;
}

/** The elements within one of this tag, which is all there is. */
export function elementsOf(element: Element | undefined, tag: number, code: TrustCode): Element[] {
  if (element?.tag !== tag) throw new TrustError(code, `tag ${element?.tag}, not ${tag}`);
  return elementsIn(element.content, code);
}
