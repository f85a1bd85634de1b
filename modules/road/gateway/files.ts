import { hash } from "node:crypto";
import { type Body, bytesOf, digestOfBody, sizeOf } from "./log/body.ts";

/** Names and types of an exchange's files, the same on the wire, in signatures and in evidence containers. */
export const requestHeadFile = { name: "request.http", mime: "application/x-road-rest-request" };
export const responseHeadFile = { name: "response.http", mime: "application/x-road-rest-response" };
export const requestSignatureFile = { name: "request-signature.xml", mime: "application/xml" };
export const requestOcspFile = { name: "request-ocsp.der", mime: "application/ocsp-response" };

/** A file with its SHA-512, which signatures and the request hash both need; without its bytes if they are not in memory. */
export type SignedFile = { readonly name: string; readonly mime: string; readonly digest: Buffer } & (
  | { readonly data: Buffer }
  | { readonly data?: never }
);

const signedFile = (named: { name: string; mime: string }, data: Buffer): SignedFile => ({
  ...named,
  data,
  digest: hash("sha512", data, "buffer"),
});

const ocspFiles = new WeakMap<Buffer, SignedFile>();

/** A status proof accompanies all messages of several minutes. */
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

export const isBodyFile = (name: string): boolean => /^(request|response)-body\./.test(name);

/** The file of a body, if there is a body. */
function bodyFiles(name: string, body: Body, contentType: string | undefined): SignedFile[] {
  if (sizeOf(body) === 0) return [];
  const named = bodyFile(name, contentType);
  return [body.in === "memory" ? signedFile(named, bytesOf(body)) : { ...named, digest: digestOfBody(body) }];
}

/** What the consumer signs: its request, head and body. */
export const requestFiles = (head: Buffer, body: Body, contentType: string | undefined): SignedFile[] => [
  signedFile(requestHeadFile, head),
  ...bodyFiles("request-body", body, contentType),
];

/**
 * The hash of a message, over its signed files: base64(SHA-512(SHA-512(head) || SHA-512(body))), or SHA-512 of the head alone if there is
 * no body. A request's hash binds its response to it (X-Road's message protocol for REST, section 4.3).
 */
export function messageHashOf([head, body]: readonly SignedFile[]): string {
  const bound = body ? hash("sha512", Buffer.concat([head!.digest, body.digest]), "buffer") : head!.digest;
  return bound.toString("base64");
}

/** What the provider signs: the signed request, the consumer's signature and status proof, and the response. */
export function exchangeFiles(
  request: SignedFile[],
  signature: string,
  ocsp: Buffer,
  response: readonly SignedFile[],
): SignedFile[] {
  return [...request, signedFile(requestSignatureFile, Buffer.from(signature)), ocspFile(ocsp), ...response];
}

export const responseFiles = (head: Buffer, body: Body, contentType: string | undefined): SignedFile[] => [
  signedFile(responseHeadFile, head),
  ...bodyFiles("response-body", body, contentType),
];
