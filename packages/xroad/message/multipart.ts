import { XroadError } from "../codes.ts";

/** What a message may hold before it is refused; a body is streamed and has its limit at the caller. */
export interface MultipartLimits {
  readonly parts: number;
  readonly headerBytes: number;
}

export const defaultMultipartLimits: MultipartLimits = { parts: 24, headerBytes: 8 * 1024 };

/** A part begins, with its headers by lower-case name; its bytes; its end. */
export type MultipartEvent =
  | { readonly type: "part"; readonly headers: ReadonlyMap<string, string> }
  | { readonly type: "data"; readonly bytes: Buffer }
  | { readonly type: "end" };

const boundaryPattern = /^[0-9A-Za-z'()+_,\-./:=?]{1,70}$/;

/** The boundary that a `multipart/mixed` type names (RFC 2046 §5.1.1). Throws `mime.malformed`. */
export function boundaryOf(contentType: string): string {
  const [, boundary = ""] = /^multipart\/mixed\s*;(?:[^"]*;)?\s*boundary="?([^";\s]+)"?\s*(?:;|$)/i.exec(contentType) ?? [];
  if (!boundaryPattern.test(boundary)) throw new XroadError("mime.malformed", "no boundary");
  return boundary;
}

/**
 * Reads a multipart body as it comes, in constant memory. Stricter than RFC 2046: nothing before the first and after the last boundary,
 * one kind of line end throughout, each header once, nothing folded; so that two readers cannot see two messages. The source is ended also
 * where reading stops early. Throws `mime.*`.
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits = defaultMultipartLimits,
): AsyncGenerator<MultipartEvent> {
  const input = new Input(source);
  try {
    yield* eventsOf(input, boundary, limits);
  } finally {
    await input.end();
  }
}

async function* eventsOf(input: Input, boundary: string, limits: MultipartLimits): AsyncGenerator<MultipartEvent> {
  const opening = Buffer.from(`--${boundary}`);
  await input.need(opening.length + 2);
  if (!input.bytes.subarray(0, opening.length).equals(opening)) throw new XroadError("mime.malformed", "begins otherwise");
  const lineEnd = input.bytes[opening.length] === 0x0d ? "\r\n" : "\n";
  input.drop(opening.length);
  const delimiter = Buffer.from(`${lineEnd}--${boundary}`);
  for (let parts = 1; await isNext(input, lineEnd); parts++) {
    if (parts > limits.parts) throw new XroadError("mime.too-large", "parts");
    yield { type: "part", headers: await readHeaders(input, lineEnd, limits.headerBytes) };
    yield* readBody(input, delimiter);
    yield { type: "end" };
  }
  while (await input.more())
    if (!/^[\r\n]*$/.test(input.bytes.toString("latin1"))) throw new XroadError("mime.malformed", "more follows");
}

/** After a boundary: a line end leads to a part, two hyphens end the message. */
async function isNext(input: Input, lineEnd: string): Promise<boolean> {
  await input.need(2);
  const closing = input.bytes.toString("latin1", 0, 2) === "--";
  if (!closing && input.bytes.toString("latin1", 0, lineEnd.length) !== lineEnd)
    throw new XroadError("mime.malformed", "a boundary");
  input.drop(closing ? 2 : lineEnd.length);
  if (closing && !/^[\r\n]*$/.test(input.bytes.toString("latin1"))) throw new XroadError("mime.malformed", "more follows");
  if (closing) input.drop(input.bytes.length);
  return !closing;
}

async function readHeaders(input: Input, lineEnd: string, limit: number): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  for (let left = limit; ; ) {
    const at = await input.find(Buffer.from(lineEnd), left);
    const line = input.bytes.toString("utf8", 0, at);
    input.drop(at + lineEnd.length);
    if (line === "") return headers;
    left -= at + lineEnd.length;
    const [, name = "", value = ""] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line) ?? [];
    if (name === "" || headers.has(name.toLowerCase())) throw new XroadError("mime.malformed", "a header");
    headers.set(name.toLowerCase(), value);
  }
}

/** Gives out what cannot be the start of a boundary, and ends behind the boundary. */
async function* readBody(input: Input, delimiter: Buffer): AsyncGenerator<MultipartEvent> {
  for (;;) {
    const at = input.bytes.indexOf(delimiter);
    const sure = at >= 0 ? at : Math.max(0, input.bytes.length - delimiter.length + 1);
    if (sure > 0) yield { type: "data", bytes: Buffer.from(input.bytes.subarray(0, sure)) };
    input.drop(at >= 0 ? at + delimiter.length : sure);
    if (at >= 0) return;
    if (!(await input.more())) throw new XroadError("mime.malformed", "ends within a part");
  }
}

class Input {
  bytes: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.bytes = this.bytes.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.bytes, next.value]);
    return true;
  }

  async end(): Promise<void> {
    await this.#source.return?.();
  }

  async need(length: number): Promise<void> {
    while (this.bytes.length < length) if (!(await this.more())) throw new XroadError("mime.malformed", "ends too early");
  }

  async find(text: Buffer, limit: number): Promise<number> {
    for (;;) {
      const at = this.bytes.indexOf(text);
      if (at > limit || (at < 0 && this.bytes.length > limit)) throw new XroadError("mime.too-large", "headers");
      if (at >= 0) return at;
      if (!(await this.more())) throw new XroadError("mime.malformed", "ends within headers");
    }
  }

  drop(length: number): void {
    this.bytes = this.bytes.subarray(length);
  }
}
