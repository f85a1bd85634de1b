import { type ClientId, formatClient, formatService, type ServiceId } from "./identifiers.ts";

/** Header lines as they travel and are signed: lower-case names, in order. */
export type HeaderList = [name: string, value: string][];

export type RequestMessage = {
  method: string;
  target: string;
  headers: HeaderList;
  id: string;
  client: ClientId;
  service: ServiceId;
};
export type ResponseMessage = { status: number; reason: string; headers: HeaderList };

/** Headers that belong to a connection, not to a message, and those that only a gateway may set (X-Road 7.8, rest message). */
const dropped = new Set(
  (
    "transfer-encoding keep-alive proxy-authenticate proxy-authorization te trailer upgrade connection user-agent host content-length server expect " +
    "x-road-request-id x-road-request-hash x-road-error authorization cookie set-cookie accept-encoding content-encoding date"
  ).split(" "),
);
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Keeps what may be passed on; refuses nothing, because the HTTP parser already did. Values hold no line breaks. */
export function forwardedHeaders(headers: Record<string, string | string[] | undefined>): HeaderList {
  return Object.entries(headers)
    .filter(([name, value]) => value !== undefined && token.test(name) && !dropped.has(name))
    .map(([name, value]) => [name, (Array.isArray(value) ? value.join(", ") : value!).replace(/[\r\n\0]/g, " ").trim()]);
}

/** Whether a received head holds what `forwardedHeaders` and `requestHeaders` make: each name once, none of a connection's, no control characters. */
export const areForwardable = (headers: HeaderList): boolean =>
  new Set(headers.map(([name]) => name)).size === headers.length &&
  headers.every(
    ([name, value]) =>
      token.test(name) && (name === "x-road-request-id" || !dropped.has(name)) && !/[^\t\x20-\x7e\x80-\u{10ffff}]/u.test(value),
  );

/** Methods that change nothing (RFC 9110 section 9.2.1): a request may be repeated. */
export const isSafe = (method: string): boolean => method === "GET" || method === "HEAD" || method === "OPTIONS";

export const headerOf = (headers: HeaderList, name: string): string | undefined => headers.find(([key]) => key === name)?.[1];

const lines = (first: string[], headers: HeaderList): Buffer =>
  Buffer.from([...first, ...headers.map(([name, value]) => `${name}:${value}`)].map((line) => `${line}\r\n`).join(""));

/** `application/x-road-rest-request`: verb, path, headers, each line ended by CRLF, no empty line. */
export const encodeRequest = (message: Pick<RequestMessage, "method" | "target" | "headers">): Buffer =>
  lines([message.method, message.target], message.headers);

/** `application/x-road-rest-response`: status, reason, headers. */
export const encodeResponse = (message: ResponseMessage): Buffer =>
  lines([String(message.status), message.reason], message.headers);

export function decodePart(part: Buffer): { first: string; second: string; headers: HeaderList } {
  const [first = "", second = "", ...rest] = part.toString("utf8").split("\r\n");
  const headers = rest.filter(Boolean).map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1)];
  });
  return { first, second, headers };
}

/** The headers that every request carries, whatever the client sent. */
export function requestHeaders(incoming: HeaderList, message: { id: string; requestId: string; client: ClientId }): HeaderList {
  const rest = incoming.filter(([name]) => !["x-road-client", "x-road-id", "x-road-request-id"].includes(name));
  return [
    ["x-road-client", formatClient(message.client)],
    ...rest,
    ["x-road-id", message.id],
    ["x-road-request-id", message.requestId],
  ];
}

/** The headers by which the consumer checks that this is the answer to its request (PR-REST section 4.3). */
export function responseHeaders(
  incoming: HeaderList,
  request: { id: string; requestId: string; client: ClientId; service: ServiceId; requestHash: string },
): HeaderList {
  return [
    ...incoming.filter(([name]) => !name.startsWith("x-road-")),
    ["x-road-id", request.id],
    ["x-road-client", formatClient(request.client)],
    ["x-road-service", formatService(request.service)],
    ["x-road-request-id", request.requestId],
    ["x-road-request-hash", request.requestHash],
  ];
}
