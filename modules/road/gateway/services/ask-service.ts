import { longestServiceSeconds } from "@troad/directory";
import { CodedError, traceparent } from "@troad/kernel";
import { type Dispatcher, request } from "undici";
import { roadFailure } from "../../domain/errors.ts";
import { formatService } from "../../domain/identifiers.ts";
import { forwardedHeaders, type HeaderList, headerRecord } from "../../domain/message.ts";
import type { Gateway } from "../gateway.ts";
import { readUpTo } from "../link/body-stream.ts";
import type { Received } from "../link/receive.ts";
import type { Sending } from "../link/sent.ts";
import { type Body, inMemory, sizeOf } from "../log/body.ts";
import { SpoolRefusal } from "../log/spool.ts";
import { bodyLimit } from "../refusals.ts";
import { isXroadForm } from "../xroad/form.ts";
import type { ServiceEndpoint, ServiceLookup } from "./services.ts";

export type ServiceReply = { status: number; headers: HeaderList; body: Body };

/** Calls the information system behind the gateway. A long answer is written to a file as it arrives. */
export async function askService(
  gateway: Gateway,
  lookup: ServiceLookup,
  received: Received,
  sending: Sending,
): Promise<ServiceReply> {
  const endpoint = await lookup.find(received.service.subsystem, received.service.service);
  if (!endpoint) throw roadFailure("Server.ServerProxy.UnknownService", { service: formatService(received.service) });
  try {
    const reply = await request(`${endpoint.url}${received.path}`, {
      method: received.method as "POST",
      headers: headersFor(received, endpoint),
      body: bodyFor(gateway, received.body),
      headersTimeout: endpoint.timeoutMs,
      bodyTimeout: endpoint.timeoutMs,
      signal: AbortSignal.timeout(longestServiceSeconds * 1000),
      dispatcher: endpoint.dispatcher,
      opaque: sending,
    });
    const body = await bodyOf(gateway, reply, endpoint.maxBytes);
    return { status: reply.statusCode, headers: [...forwardedHeaders(reply.headers), ...lengthOfHead(received, reply)], body };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if (!(error instanceof SpoolRefusal)) throw roadFailure("Server.ServerProxy.ServiceFailed", {}, (error as Error).message);
    throw roadFailure(error.reason === "too-large" ? "Server.ServerProxy.ResponseTooLarge" : "Server.ServerProxy.NoSpace");
  }
}

/** The length of the body that a GET would have had: only the service knows it for an answer to HEAD. X-Road drops it. */
function lengthOfHead({ method, sealed }: Received, { headers }: Dispatcher.ResponseData<unknown>): HeaderList {
  const length = headers["content-length"];
  const isLengthKnown = method === "HEAD" && typeof length === "string" && !isXroadForm(sealed.seal.signature);
  return isLengthKnown ? [["content-length", length]] : [];
}

async function bodyOf(gateway: Gateway, { headers, body }: Dispatcher.ResponseData<unknown>, maxBytes: number): Promise<Body> {
  const limit = Math.min(bodyLimit, maxBytes);
  // an answer with a short declared length is read at once; undici ensures that no more arrives
  if (Number(headers["content-length"] ?? Number.NaN) <= limit) return inMemory(Buffer.from(await body.bytes()));
  const held = await readUpTo(body, limit);
  return "bytes" in held ? inMemory(held.bytes) : { in: "file", file: await gateway.messages.spool.take(held.stream, maxBytes) };
}

const headersFor = ({ headers, agreement, body }: Received, { token }: ServiceEndpoint): Record<string, string | string[]> => ({
  ...headerRecord(headers),
  "x-troad-agreement": agreement.id,
  "x-troad-right": asciiJson({
    id: agreement.id,
    fields: agreement.fields,
    endpoints: agreement.endpoints,
    consentRequired: agreement.consentRequired,
    ...(agreement.consentRequired
      ? {}
      : { legalBasis: agreement.legalBasis, purpose: agreement.purpose, noticeAfterDays: agreement.noticeAfterDays ?? 0 }),
  }),
  traceparent: traceparent(),
  ...(body.in === "file" ? { "content-length": String(sizeOf(body)) } : {}),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

/** JSON whose every character fits into a header field (RFC 9110 section 5.5). */
const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const bodyFor = (gateway: Gateway, body: Body) =>
  body.in === "file" ? gateway.messages.spool.read(body.file) : body.in === "memory" && body.bytes.length > 0 ? body.bytes : null;
