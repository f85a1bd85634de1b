import { createHash } from "node:crypto";
import { buildHashChains, signXroad } from "@troad/xroad";
import { statusOf, type XroadPeer } from "./xroad-peer.ts";

export type Headers = [name: string, value: string][];
const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();
export const hashOf = (head: Buffer, body: Buffer | undefined): string =>
  (body ? sha512(Buffer.concat([sha512(head), sha512(body)])) : sha512(head)).toString("base64");

/** Direct references as 7.6 accepts and 8 sends them, or a hash chain over a batch as 7.x does. */
export type Form = "direct" | "chain";
export type Parts = { type: string; bytes: Buffer }[];

/** Signs head and body; `answers` are those about the seal, inside the signature. */
export async function signedParts(
  peer: Pick<XroadPeer, "seal" | "issuing" | "ocspUrl">,
  message: { head: Buffer; body?: Buffer | undefined; form?: Form; answers?: Buffer[] },
): Promise<Parts> {
  const { head, body, form = "direct" } = message;
  const files = [{ uri: "/message.xml", digest: sha512(head) }, ...(body ? [{ uri: "/attachment1", digest: sha512(body) }] : [])];
  const common = {
    signer: peer.seal.signer,
    certificate: peer.seal.certificate,
    signingTime: new Date(),
    ocspResponses: message.answers ?? [await statusOf(peer, peer.seal.certificate)],
    digest: "sha512" as const,
  };
  if (form === "direct") {
    const { xml } = await signXroad({ ...common, files });
    return [{ type: "signature/bdoc-1.0/ts", bytes: Buffer.from(xml) }];
  }
  const other = [{ uri: "/message.xml", digest: sha512(Buffer.from("another message of the batch")) }];
  const { result, chains } = buildHashChains({ hash: "sha512", messages: [other, files], chainUri: "/sig-hashchain.xml" });
  const { xml } = await signXroad({ ...common, files: [{ uri: "/sig-hashchainresult.xml", digest: sha512(result) }] });
  return [
    { type: "application/hash-chain-result", bytes: result },
    { type: "application/hash-chain", bytes: chains[1]! },
    { type: "signature/bdoc-1.0/ts", bytes: Buffer.from(xml) },
  ];
}

export const multipart = (parts: Parts, boundary: string): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ type, bytes }, index) => [
      Buffer.from(`${index > 0 ? "\r\n" : ""}--${boundary}\r\ncontent-type:${type}\r\n\r\n`),
      bytes,
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);

export const headOf = (first: string, second: string, headers: Headers): Buffer =>
  Buffer.from(`${[first, second, ...headers.map(([name, value]) => `${name}:${value}`)].join("\r\n")}\r\n`);

export function readHead(head: Buffer): { first: string; second: string; headers: Map<string, string> } {
  const [first = "", second = "", ...rest] = head.toString("utf8").split("\r\n");
  const headers = rest.filter(Boolean).map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1)];
  });
  return { first, second, headers: new Map(headers) };
}

export type Question = {
  method?: string;
  target: string;
  client: string;
  id: string;
  requestId?: string;
  headers?: Headers;
  body?: Buffer;
  form?: Form;
};
export const requestHead = ({ method = "POST", target, client, id, requestId = `${id}-1`, headers = [] }: Question): Buffer =>
  // as a client of X-Road sends them: in any case, with headers of its own
  headOf(method, target, [
    ["Accept", "*/*"],
    ["Accept-Encoding", "gzip"],
    ["X-Road-Client", client],
    ...headers,
    ["x-road-id", id],
    ["x-road-request-id", requestId],
  ]);

/** All parts of a request, in X-Road's order. */
export async function requestParts(peer: XroadPeer, question: Question): Promise<Parts> {
  const head = requestHead(question);
  return [
    { type: "application/ocsp-response", bytes: await statusOf(peer, peer.tls.certificate) },
    { type: "application/x-road-rest-request", bytes: head },
    ...(question.body ? [{ type: "application/x-road-rest-body", bytes: question.body }] : []),
    ...(await signedParts(peer, { head, body: question.body, ...(question.form ? { form: question.form } : {}) })),
  ];
}
