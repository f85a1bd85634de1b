import { XroadError } from "../codes.ts";

/**
 * MIME multipart as configuration sources write it (PR-GCONF §2.3, RFC 2046 §5.1.1), read strictly: CRLF, one boundary that occurs
 * nowhere else, no preamble, no folded or repeated headers. A lenient reader may understand other parts than were meant to be signed.
 */
export interface MimePart {
  /** Header fields by their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const maxParts = 64;
const crlf = "\r\n";

const malformed = (detail: string): XroadError => new XroadError("mime.malformed", detail);

/** Splits a header block from the body; a part of headers alone has an empty body. */
export function readEntity(bytes: Buffer): MimePart {
  const end = bytes.indexOf("\r\n\r\n");
  const head = (end < 0 ? bytes : bytes.subarray(0, end)).toString("latin1");
  const headers = new Map<string, string>();
  for (const line of head.split(crlf)) {
    if (line === "" && end < 0) continue;
    const field = /^([A-Za-z0-9-]{1,64}):[ \t]*([\x20-\x7e]{1,1000})$/.exec(line);
    const name = field?.[1]?.toLowerCase();
    if (name === undefined || headers.has(name)) throw malformed(`header ${JSON.stringify(line.slice(0, 80))}`);
    headers.set(name, field?.[2]?.trimEnd() ?? "");
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4) };
}

export function requiredHeader(part: MimePart, name: string): string {
  const value = part.headers.get(name);
  if (value === undefined) throw malformed(`no ${name}`);
  return value;
}

/** The parts of an entity whose Content-Type is the expected multipart. */
export function partsOf(entity: MimePart, type: "multipart/related" | "multipart/mixed"): MimePart[] {
  const boundary = boundaryOf(requiredHeader(entity, "content-type"), type);
  const { body } = entity;
  const first = Buffer.from(`--${boundary}${crlf}`, "latin1");
  if (!body.subarray(0, first.length).equals(first)) throw malformed("no boundary at the start");
  const parts: MimePart[] = [];
  let from = first.length;
  for (;;) {
    const at = body.indexOf(`${crlf}--${boundary}`, from, "latin1");
    if (at < 0) throw malformed("no closing boundary");
    parts.push(readEntity(body.subarray(from, at)));
    if (parts.length > maxParts) throw new XroadError("mime.too-large", `more than ${maxParts} parts`);
    from = at + crlf.length + 2 + boundary.length;
    const next = body.toString("latin1", from, from + 4);
    if (next.startsWith("--")) break;
    if (!next.startsWith(crlf)) throw malformed("characters behind a boundary");
    from += crlf.length;
  }
  // A proxy may drop or add the last line end; nothing else may follow, for it would not be signed.
  if (!/^(\r\n){0,2}$/.test(body.toString("latin1", from + 2))) throw malformed("content behind the closing boundary");
  if (occurrences(body, `--${boundary}`) !== parts.length + 1) throw malformed("the boundary occurs inside a part");
  return parts;
}

function boundaryOf(contentType: string, type: string): string {
  const [found, ...parameters] = contentType.split(";").map((part) => part.trim());
  if (found?.toLowerCase() !== type) throw malformed(`${found} instead of ${type}`);
  const boundaries = parameters.flatMap(
    (parameter) => /^boundary=("?)([A-Za-z0-9'()+_,./:=?-]{1,70})\1$/i.exec(parameter)?.[2] ?? [],
  );
  const [boundary] = boundaries;
  if (boundary === undefined || boundaries.length > 1) throw malformed("boundary");
  return boundary;
}

function occurrences(body: Buffer, text: string): number {
  let count = 0;
  for (let at = body.indexOf(text, 0, "latin1"); at >= 0; at = body.indexOf(text, at + 1, "latin1")) count += 1;
  return count;
}

/** Header fields and content of one part, as text with CRLF. */
export const writePart = (headers: readonly (readonly [string, string])[], content?: string): string =>
  headers.map(([name, value]) => `${name}: ${value}${crlf}`).join("") + (content === undefined ? "" : `${crlf}${content}`);

/** Body of a multipart: it ends with the line of the closing boundary. */
export const writeBody = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}${crlf}${part}${crlf}`).join("")}--${boundary}--${crlf}`;

export const writeContentType = (type: string, boundary: string): string =>
  `Content-Type: ${type}; charset=UTF-8; boundary=${boundary}${crlf}${crlf}`;
