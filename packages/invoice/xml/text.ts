import type { SchemaCode } from "../codes.ts";

/** An error that ends the reading of a document at once: it is not XML, or not XML that is accepted here. */
export class InvalidXml extends Error {
  readonly code: SchemaCode;
  constructor(code: SchemaCode) {
    super(code);
    this.name = "InvalidXml";
    this.code = code;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of a document in UTF-8. Document types are refused before anything is read: there is no entity to expand or fetch. Throws
 * `xml.too-large`, `xml.encoding` (above all Big5), `xml.dtd-refused`, `xml.malformed`.
 */
export function decodeXml(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length > maxBytes) throw new InvalidXml("xml.too-large");
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new InvalidXml("xml.encoding");
  }
  const declaration = /^<\?xml\s[^>]*?\?>/.exec(text)?.[0];
  const encoding = declaration && /\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1];
  if (encoding && !/^utf-?8$/i.test(encoding)) throw new InvalidXml("xml.encoding");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 section 2.2 has no place for them
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new InvalidXml("xml.malformed");
  if (text.includes("<!") && /<!(?!--|\[CDATA\[)/.test(text)) throw new InvalidXml("xml.dtd-refused");
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Replaces character references and the five predefined entities; without a document type there are no others. */
export const unescapeXml = (text: string): string =>
  text.includes("&")
    ? text.replace(/&([^;\s&]{0,10});?/g, (whole, name: string) => (whole.endsWith(";") ? characterOf(name) : fault()))
    : text;

function characterOf(name: string): string {
  const known = Object.hasOwn(named, name) ? named[name] : undefined;
  if (known !== undefined) return known;
  const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  const point = code ? Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 10) : -1;
  const allowed =
    point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd);
  return allowed || (point >= 0x10000 && point <= 0x10ffff) ? String.fromCodePoint(point) : fault();
}

function fault(): never {
  throw new InvalidXml("xml.malformed");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** Text for an element or attribute. Characters that XML cannot carry are a defect of the caller. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new RangeError(`not text for XML: ${JSON.stringify(text)}`);
  return /[&<>"\r]/.test(text) ? text.replace(/[&<>"\r]/g, (character) => escapes[character]!) : text;
}
