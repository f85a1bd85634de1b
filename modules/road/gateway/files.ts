import type { ContainerFile } from "@troad/trust";

/** Names and types of the files of an exchange, the same on the wire, in signatures and in evidence containers. */
export const requestHeadFile = { name: "request.http", mime: "application/x-road-rest-request" };
export const responseHeadFile = { name: "response.http", mime: "application/x-road-rest-response" };
export const requestSignatureFile = { name: "request-signature.xml", mime: "application/xml" };
export const requestOcspFile = { name: "request-ocsp.der", mime: "application/ocsp-response" };

const bodyFile = (name: string, contentType: string | undefined): { name: string; mime: string } => {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) return { name: `${name}.json`, mime: type };
  if (type === "application/xml" || type === "text/xml") return { name: `${name}.xml`, mime: type };
  return { name: `${name}.bin`, mime: "application/octet-stream" };
};

/** What the consumer signs: its request, head and body. */
export function requestFiles(head: Buffer, body: Buffer, contentType: string | undefined): ContainerFile[] {
  return [
    { ...requestHeadFile, data: head },
    ...(body.length > 0 ? [{ ...bodyFile("request-body", contentType), data: body }] : []),
  ];
}

/** What the provider signs: the request as it was signed, the consumer's signature and status proof, and the response. */
export function exchangeFiles(
  request: ContainerFile[],
  signature: string | Buffer,
  ocsp: Buffer,
  response: { head: Buffer; body: Buffer; contentType: string | undefined },
): ContainerFile[] {
  return [
    ...request,
    { ...requestSignatureFile, data: Buffer.from(signature as string) },
    { ...requestOcspFile, data: ocsp },
    { ...responseHeadFile, data: response.head },
    ...(response.body.length > 0 ? [{ ...bodyFile("response-body", response.contentType), data: response.body }] : []),
  ];
}
