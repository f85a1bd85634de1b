/** Writes XML text: every value is escaped, and characters that XML 1.0 cannot carry (§2.2) are a defect of the caller. */

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
};

export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new RangeError(`not text for XML: ${JSON.stringify(text)}`);
  return text.replace(/[&<>"\n\r]/g, (character) => escapes[character] ?? character);
}

/** An element already written; `undefined` stands for an optional one that is not there. */
export type Xml = string | undefined;

export const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");

/** An element of elements, one a line. */
export function element(name: string, children: readonly Xml[], values: Readonly<Record<string, string>> = {}): string {
  const inner = children.filter((child) => child !== undefined);
  const lines = inner.map((child) => `  ${child.replaceAll("\n", "\n  ")}\n`);
  return inner.length === 0 ? `<${name}${attributes(values)}/>` : `<${name}${attributes(values)}>\n${lines.join("")}</${name}>`;
}

/** An element of text. */
export const leaf = (name: string, text: string | number | boolean, values: Readonly<Record<string, string>> = {}): string =>
  `<${name}${attributes(values)}>${escapeXml(String(text))}</${name}>`;

export const optionalLeaf = (name: string, text: string | number | undefined): Xml =>
  text === undefined ? undefined : leaf(name, text);

export const base64Leaf = (name: string, bytes: Uint8Array): string => leaf(name, Buffer.from(bytes).toString("base64"));

/** The document, with its declaration. */
export const xmlDocument = (root: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${root}\n`, "utf8");
