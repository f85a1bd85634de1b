import { createHash } from "node:crypto";
import { attemptAsync, type Outcome, XroadError } from "../codes.ts";
import { readFault, type SoapFault } from "./fault.ts";
import { boundaryOf, defaultMultipartLimits, type MultipartEvent, readMultipart } from "./multipart.ts";

/** The content types of parts (PR-MESSTRANSP). */
export const partTypes = {
  ocsp: "application/ocsp-response",
  request: "application/x-road-rest-request",
  response: "application/x-road-rest-response",
  body: "application/x-road-rest-body",
  soap: "text/xml",
  chainResult: "application/hash-chain-result",
  chain: "application/hash-chain",
  signature: "signature/bdoc-1.0/ts",
} as const;

/** Digests of a body that went elsewhere; which of them was signed is known only at the end. */
export interface BodyDigest {
  readonly size: number;
  readonly sha256: Buffer;
  readonly sha512: Buffer;
}

/** One message between gateways; nothing in it has been verified. */
export interface TransportMessage {
  readonly kind: "request" | "response" | "soap";
  /** The REST head, or the SOAP envelope: what is signed as `/message.xml`. */
  readonly head: Buffer;
  /** Signed as `/attachment1`. */
  readonly body: BodyDigest | undefined;
  readonly ocspResponses: readonly Buffer[];
  readonly signature: Buffer;
  readonly chainResult: Buffer | undefined;
  readonly chain: Buffer | undefined;
}

export type Transported = { readonly message: TransportMessage } | { readonly fault: SoapFault };

export interface TransportLimits {
  readonly head: number;
  readonly body: number;
  readonly signature: number;
  readonly ocspResponses: number;
}

export const defaultTransportLimits: TransportLimits = {
  head: 1024 * 1024,
  body: 2 * 1024 ** 3,
  signature: 1024 * 1024,
  ocspResponses: 8,
};

/** Takes the body as it comes, before the signature is known: nothing may act on it until the message was verified. */
export type BodySink = (bytes: Buffer) => Promise<void> | void;

/** Hears of the head and the status answers before a byte of the body is read; throws to read no further. Nothing is verified yet. */
export type HeadSink = (head: Buffer, ocspResponses: readonly Buffer[]) => Promise<void> | void;

/** In this order: status answers, head, body, hash chain result, hash chain, signature. A fault may take any place and ends all. */
const order: readonly string[][] = [
  [partTypes.ocsp],
  [partTypes.request, partTypes.response, partTypes.soap],
  [partTypes.body],
  [partTypes.chainResult],
  [partTypes.chain],
  [partTypes.signature],
];

/** Reads a message in constant memory but for the head and the signature. Codes: `mime.*`, `message.*`, `xml.*`. */
export const readTransport = (
  source: AsyncIterable<Uint8Array>,
  contentType: string,
  sink: BodySink,
  limits: TransportLimits = defaultTransportLimits,
  onHead: HeadSink = () => undefined,
): Promise<Outcome<Transported>> =>
  attemptAsync(async () => {
    if (/^text\/xml\b/i.test(contentType)) return { fault: requireFault(await whole(source, limits.signature)) };
    return new Reading(limits, sink, onHead).read(readMultipart(source, boundaryOf(contentType), defaultMultipartLimits));
  });

function requireFault(bytes: Buffer): SoapFault {
  const fault = readFault(bytes);
  if (!fault) throw new XroadError("message.malformed", "neither message nor fault");
  return fault;
}

async function whole(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new XroadError("mime.too-large", "fault");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

class Reading {
  readonly #limits: TransportLimits;
  readonly #sink: BodySink;
  readonly #onHead: HeadSink;
  readonly #parts = new Map<string, Buffer[]>();
  #stage = 0;
  #body: BodyDigest | undefined;

  constructor(limits: TransportLimits, sink: BodySink, onHead: HeadSink) {
    this.#limits = limits;
    this.#sink = sink;
    this.#onHead = onHead;
  }

  async read(events: AsyncGenerator<MultipartEvent>): Promise<Transported> {
    try {
      return await this.#take(events);
    } finally {
      await events.return(undefined);
    }
  }

  async #take(events: AsyncGenerator<MultipartEvent>): Promise<Transported> {
    for (;;) {
      const event = await events.next();
      if (event.done) return { message: this.#message() };
      if (event.value.type !== "part") throw new XroadError("message.malformed", "outside of a part");
      const type = (event.value.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
      if (this.#headType() !== undefined && type === partTypes.soap) {
        const fault = requireFault(await this.#collect(events, this.#limits.signature));
        if (!(await events.next()).done) throw new XroadError("message.order", "more after a fault");
        return { fault };
      }
      this.#enter(type);
      if (type === partTypes.body) this.#body = await this.#stream(events);
      else this.#keep(type, await this.#collect(events, this.#limitOf(type)));
      if (type === this.#headType()) await this.#onHead(this.#parts.get(type)![0]!, this.#parts.get(partTypes.ocsp) ?? []);
    }
  }

  /** A part of another type, in another place or more often than it may is refused: nested multiparts are among these. */
  #enter(type: string): void {
    const stage = order.findIndex((types) => types.includes(type));
    if (stage < 0) throw new XroadError("message.part", type.slice(0, 80));
    const again = stage === this.#stage && stage === 0;
    if (stage < this.#stage || (this.#has(stage) && !again)) throw new XroadError("message.order", type);
    const answers = this.#parts.get(partTypes.ocsp)?.length ?? 0;
    if (type === partTypes.ocsp && answers >= this.#limits.ocspResponses)
      throw new XroadError("mime.too-large", "status answers");
    this.#stage = stage;
  }

  #has(stage: number): boolean {
    return order[stage]!.some((type) => this.#parts.has(type) || (type === partTypes.body && this.#body !== undefined));
  }

  #headType(): string | undefined {
    return order[1]!.find((type) => this.#parts.has(type));
  }

  #keep(type: string, bytes: Buffer): void {
    this.#parts.set(type, [...(this.#parts.get(type) ?? []), bytes]);
  }

  #limitOf(type: string): number {
    return order[1]!.includes(type) ? this.#limits.head : this.#limits.signature;
  }

  async #collect(events: AsyncGenerator<MultipartEvent>, limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.#each(events, limit, (bytes) => void chunks.push(bytes));
    return Buffer.concat(chunks);
  }

  async #stream(events: AsyncGenerator<MultipartEvent>): Promise<BodyDigest> {
    const [sha256, sha512] = [createHash("sha256"), createHash("sha512")];
    const size = await this.#each(events, this.#limits.body, async (bytes) => {
      sha256.update(bytes);
      sha512.update(bytes);
      await this.#sink(bytes);
    });
    return { size, sha256: sha256.digest(), sha512: sha512.digest() };
  }

  async #each(events: AsyncGenerator<MultipartEvent>, limit: number, take: BodySink): Promise<number> {
    for (let size = 0; ; ) {
      const event = await events.next();
      if (event.done || event.value.type === "part") throw new XroadError("message.malformed", "a part without end");
      if (event.value.type === "end") return size;
      size += event.value.bytes.length;
      if (size > limit) throw new XroadError("mime.too-large", "a part");
      await take(event.value.bytes);
    }
  }

  #message(): TransportMessage {
    const type = this.#headType();
    const one = (name: string): Buffer | undefined => this.#parts.get(name)?.[0];
    const signature = one(partTypes.signature);
    if (type === undefined) throw new XroadError("message.part", "no message");
    if (signature === undefined) throw new XroadError("message.part", "no signature");
    return {
      kind: type === partTypes.soap ? "soap" : type === partTypes.request ? "request" : "response",
      head: one(type)!,
      body: this.#body,
      ocspResponses: this.#parts.get(partTypes.ocsp) ?? [],
      signature,
      chainResult: one(partTypes.chainResult),
      chain: one(partTypes.chain),
    };
  }
}
