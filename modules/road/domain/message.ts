import { type ClientId, formatClient, formatService, type ServiceId } from "./identifiers.ts";

/** Header lines as sent and signed: lower-case names, in order. */
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

/**
 * Headers that belong to a connection (RFC 9110 section 7.6.1), name the software at its ends, or are set only by gateways. All others
 * belong to the message and are forwarded: the same list as X-Road's (PR-REST section 4.3), so tokens, cookies and encodings reach the
 * other side.
 */
const dropped = new Set(
  (
    "transfer-encoding keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer upgrade connection user-agent host " +
    "content-length server expect x-road-request-id x-road-request-hash x-road-error"
  ).split(" "),
);
/** The only header whose lines cannot be joined into one (RFC 6265 section 3). */
const repeatable = "set-cookie";
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

type Incoming = Record<string, string | string[] | undefined>;

/** Headers that the sender limited to its connection (RFC 9110 section 7.6.1). */
const connectionOptions = ({ connection }: Incoming): Set<string> =>
  new Set(
    [connection ?? []].flat().flatMap((value) =>
      value
        .toLowerCase()
        .split(",")
        .map((name) => name.trim()),
    ),
  );

/** Keeps the headers that may be forwarded. It refuses nothing, because the HTTP parser already did. Values contain no line breaks. */
export function forwardedHeaders(headers: Incoming): HeaderList {
  const ofConnection = connectionOptions(headers);
  const clean = (value: string): string => value.replace(/[\r\n\0]/g, " ").trim();
  return Object.entries(headers)
    .filter(([name]) => token.test(name) && !dropped.has(name) && !ofConnection.has(name))
    .flatMap(([name, value]): HeaderList => {
      if (value === undefined) return [];
      if (Array.isArray(value) && name === repeatable) return value.map((one) => [name, clean(one)]);
      return [[name, clean(Array.isArray(value) ? value.join(name === "cookie" ? "; " : ", ") : value)]];
    });
}

/**
 * Whether a received head is one that `forwardedHeaders` and `requestHeaders` could produce: each name once, no connection headers, no
 * control characters.
 */
export function areForwardable(headers: HeaderList): boolean {
  const names = headers.map(([name]) => name).filter((name) => name !== repeatable);
  return (
    new Set(names).size === names.length &&
    headers.every(
      ([name, value]) =>
        token.test(name) && (name === "x-road-request-id" || !dropped.has(name)) && !/[^\t\x20-\x7e\x80-\u{10ffff}]/u.test(value),
    )
  );
}

/** A header list in the form that an HTTP client takes, with the lines of one name together. */
export function headerRecord(headers: HeaderList): Record<string, string | string[]> {
  const byName = Map.groupBy(headers, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, lines]) => [name, lines.length === 1 ? lines[0]![1] : lines.map(([, value]) => value)]),
  );
}

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

/** The headers by which the consumer checks that an answer belongs to its request (PR-REST section 4.3). */
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
