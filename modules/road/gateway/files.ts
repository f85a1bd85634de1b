import { hash } from "node:crypto";
import type { ContainerFile } from "@troad/trust";

/** Names and types of the files of an exchange, the same on the wire, in signatures and in evidence containers. */
export const requestHeadFile = { name: "request.http", mime: "application/x-road-rest-request" };
export const responseHeadFile = { name: "response.http", mime: "application/x-road-rest-response" };
export const requestSignatureFile = { name: "request-signature.xml", mime: "application/xml" };
export const requestOcspFile = { name: "request-ocsp.der", mime: "application/ocsp-response" };

/** A file with its SHA-512, which signatures and the request hash both need. */
export type SignedFile = ContainerFile & {
  readonly data: Buffer;
  readonly digest: Buffer /** Its bytes were erased: `data` is empty. */;
  readonly erased?: true;
};

const signedFile = (named: { name: string; mime: string }, data: Buffer): SignedFile => ({
  ...named,
  data,
  digest: hash("sha512", data, "buffer"),
});

const erasedFile = (named: { name: string; mime: string }, digest: Buffer): SignedFile => ({
  ...named,
  data: Buffer.alloc(0),
  digest,
  erased: true,
});

const ocspFiles = new WeakMap<Buffer, SignedFile>();

/** A status proof goes with all messages of some minutes. */
function ocspFile(ocsp: Buffer): SignedFile {
  let file = ocspFiles.get(ocsp);
  if (!file) {
    file = signedFile(requestOcspFile, ocsp);
    ocspFiles.set(ocsp, file);
  }
  return file;
}

const bodyFile = (name: string, contentType: string | undefined): { name: string; mime: string } => {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) return { name: `${name}.json`, mime: type };
  if (type === "application/xml" || type === "text/xml") return { name: `${name}.xml`, mime: type };
  return { name: `${name}.bin`, mime: "application/octet-stream" };
};

/** What the consumer signs: its request, head and body. */
export function requestFiles(head: Buffer, body: Buffer, contentType: string | undefined, bodyDigest?: Buffer): SignedFile[] {
  const first = signedFile(requestHeadFile, head);
  if (bodyDigest) return [first, erasedFile(bodyFile("request-body", contentType), bodyDigest)];
  return body.length > 0 ? [first, signedFile(bodyFile("request-body", contentType), body)] : [first];
}

/**
 * What binds a response to its request, of the files that were signed: base64(SHA-512(SHA-512(head) || SHA-512(body))), or SHA-512 of the
 * head alone where there is no body (X-Road's message protocol for REST, section 4.3).
 */
export function requestHashOf([head, body]: readonly SignedFile[]): string {
  const bound = body ? hash("sha512", Buffer.concat([head!.digest, body.digest]), "buffer") : head!.digest;
  return bound.toString("base64");
}

/** What the provider signs: the request as it was signed, the consumer's signature and status proof, and the response. */
export function exchangeFiles(
  request: SignedFile[],
  signature: string,
  ocsp: Buffer,
  response: { head: Buffer; body: Buffer; contentType: string | undefined; bodyDigest?: Buffer },
): SignedFile[] {
  const files = [
    ...request,
    signedFile(requestSignatureFile, Buffer.from(signature)),
    ocspFile(ocsp),
    signedFile(responseHeadFile, response.head),
  ];
  const { bodyDigest } = response;
  if (bodyDigest) files.push(erasedFile(bodyFile("response-body", response.contentType), bodyDigest));
  if (response.body.length > 0) files.push(signedFile(bodyFile("response-body", response.contentType), response.body));
  return files;
}
