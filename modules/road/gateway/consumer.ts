import { hash } from "node:crypto";
import { CodedError, taipeiDate } from "@troad/kernel";
import { type RoadErrorType, roadFailure, roadTypeOf } from "../domain/errors.ts";
import { decodeFrames, encodeFrames } from "../domain/frames.ts";
import { knowsSubsystem, rightFor } from "../domain/globalconf.ts";
import { formatClient, formatService, memberOf, parseClient, parseTarget } from "../domain/identifiers.ts";
import { decodePart, encodeRequest, forwardedHeaders, headerOf, type RequestMessage, requestHeaders } from "../domain/message.ts";
import { consentOf, fieldsAsked } from "./claims.ts";
import { exchangeFiles, requestFiles, requestHashOf, type SignedFile } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import {
  concludeExchange,
  failedOutcome,
  type LoggedOutcome,
  type LoggedRequest,
  logRequest,
  readOutcome,
  readRequest,
} from "./message-log.ts";
import { documentOf, type Sealed, sealFiles } from "./seal.ts";

export type IncomingRequest = {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
};
export type Answer = { status: number; headers: [string, string][]; body: Buffer };

const messageId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;

/** One exchange as the consumer's gateway runs it: read, sign, log, send, verify, log, answer. */
export async function exchange(gateway: Gateway, incoming: IncomingRequest): Promise<Answer> {
  gateway.requireSound("ClientProxy");
  await gateway.directory.awake();
  const message = readIncoming(gateway, incoming);
  const signed = await signRequest(gateway, message, incoming.body);
  if (!(await logRequest(gateway, "consumer", signed.row))) {
    const before = await repeat(gateway, signed);
    if (before) return before;
  }
  const member = memberOf(message.service);
  let outcome: LoggedOutcome;
  let failure: CodedError | undefined;
  try {
    outcome = await send(gateway, message, signed);
  } catch (error) {
    const type = roadTypeOf(error, "Server.ClientProxy.NetworkError");
    if (!(error instanceof CodedError)) gateway.ctx.log.error({ err: error }, "exchange failed");
    failure = error instanceof CodedError ? error : roadFailure(type, { member });
    outcome = failedOutcome(type);
  }
  const counted = await concludeExchange(gateway, "consumer", message.id, outcome);
  if (counted.seal) return answerOf(counted);
  throw failure ?? roadFailure(counted.code as RoadErrorType, { member });
}

function readIncoming(gateway: Gateway, incoming: IncomingRequest): RequestMessage & { requestId: string } {
  const client = parseClient(incoming.headers["x-road-client"]);
  const { service, path } = parseTarget(incoming.url);
  const conf = gateway.directory.current();
  if (
    client.instance !== gateway.instance ||
    memberOf(client) !== gateway.agency.member ||
    !gateway.agency.subsystems.includes(client.subsystem)
  )
    throw roadFailure("Client.ClientProxy.ClientNotFound", { client: formatClient(client) });
  if (!knowsSubsystem(conf, service)) throw roadFailure("Server.ClientProxy.UnknownMember", { member: formatService(service) });
  const given = incoming.headers["x-road-id"];
  if (given !== undefined && (Array.isArray(given) || !messageId.test(given)))
    throw roadFailure("Client.ClientProxy.InvalidMessageId");
  const id = given ?? `${gateway.instance}-${gateway.ctx.ids.opaque()}`;
  const requestId = gateway.ctx.ids.opaque();
  const headers = requestHeaders(forwardedHeaders(incoming.headers), { id, requestId, client });
  return { method: incoming.method, target: `/r1/${formatService(service)}${path}`, headers, id, requestId, client, service };
}

type Signed = {
  row: LoggedRequest;
  files: SignedFile[];
  /** The document of the request's signature. */
  xml: string;
  requestId: string;
};

async function signRequest(gateway: Gateway, message: RequestMessage & { requestId: string }, body: Buffer): Promise<Signed> {
  gateway.requireTimestamping("ClientProxy");
  const signer = await gateway.staple.current();
  if (!signer) throw roadFailure("Server.ClientProxy.OcspUnavailable");
  const head = encodeRequest(message);
  const files = requestFiles(head, body, headerOf(message.headers, "content-type"));
  const sealed = await sealFiles(gateway, signer, files);
  return { row: rowOf(gateway, message, { head, body, files, sealed }), files, xml: sealed.xml, requestId: message.requestId };
}

function rowOf(
  gateway: Gateway,
  message: RequestMessage,
  { head, body, files, sealed }: { head: Buffer; body: Buffer; files: SignedFile[]; sealed: Sealed },
): LoggedRequest {
  const consumer = formatClient(message.client);
  const provider = formatService(message.service);
  const consent = consentOf(message.headers);
  const call = {
    consumer,
    provider,
    method: message.method,
    path: message.target.slice(`/r1/${provider}`.length),
    consent: headerOf(message.headers, "x-troad-consent") !== undefined,
  };
  const now = gateway.ctx.clock.now();
  const agreement = rightFor(gateway.directory.current(), call, taipeiDate(now));
  return {
    exchange_id: message.id,
    at: now.toISOString(),
    consumer,
    provider,
    agreement: agreement?.id ?? null,
    consent: consent.id,
    purpose: consent.purpose ?? agreement?.purpose ?? null,
    fields: fieldsAsked(body) ?? consent.fieldsFor(provider),
    request_hash: requestHashOf(files),
    head,
    body,
    seal: sealed.seal,
  };
}

/** Two requests are the same when target, headers and body are; the request id and the trace are new with every try. */
function isSame(one: LoggedRequest, other: LoggedRequest): boolean {
  const kept = ({ head }: LoggedRequest): string => {
    const { first, second, headers } = decodePart(head);
    const lasting = headers.filter(([name]) => !["x-road-request-id", "traceparent", "tracestate"].includes(name));
    return encodeRequest({ method: first, target: second, headers: lasting }).toString("latin1");
  };
  const sameBody = one.bodyDigest ? one.bodyDigest.equals(hash("sha512", other.body, "buffer")) : one.body.equals(other.body);
  return sameBody && kept(one) === kept(other);
}

/** An id seen before: the same request gets the same answer; one that was interrupted before an answer is sent again as it was. */
async function repeat(gateway: Gateway, signed: Signed): Promise<Answer | undefined> {
  const id = signed.row.exchange_id;
  const before = await readRequest(gateway, id, "consumer");
  if (!before || !isSame(before, signed.row)) throw roadFailure("Client.ClientProxy.MessageIdReused", { id });
  const outcome = await readOutcome(gateway, id, "consumer");
  if (before.bodyDigest || outcome?.bodyDigest) throw roadFailure("Client.ClientProxy.BodyErased");
  if (outcome?.seal) return answerOf(outcome);
  if (outcome)
    throw roadFailure((outcome.code ?? "Server.ClientProxy.Interrupted") as RoadErrorType, { member: before.provider });
  const { headers } = decodePart(before.head);
  signed.row = before;
  signed.files = requestFiles(before.head, before.body, headerOf(headers, "content-type"));
  signed.xml = documentOf(before.seal, signed.files);
  signed.requestId = headerOf(headers, "x-road-request-id") ?? "";
  return undefined;
}

async function send(gateway: Gateway, message: RequestMessage, signed: Signed): Promise<LoggedOutcome> {
  const { row } = signed;
  const provider = memberOf(message.service);
  const { signature, signer } = row.seal;
  const frames = encodeFrames({
    request: row.head,
    body: row.body,
    signature,
    certificate: signer.certificate,
    ocsp: signer.ocsp,
  });
  const answer = await gateway.link.exchange(provider, frames);
  if (!answer.ok) throw refusalOf(answer.body, provider);
  return readAnswer(gateway, provider, signed, answer.body);
}

/** What came back, when it is the answer to this request and its signature is the provider's. */
function readAnswer(gateway: Gateway, member: string, { row, files, xml, requestId }: Signed, bytes: Buffer): LoggedOutcome {
  const parts = decodeFrames(bytes, ["response", "body", "signature", "certificate", "ocsp"]);
  if (!parts) throw roadFailure("Server.ClientProxy.InvalidResponse", { member }, "frames");
  const { response: head, body } = parts as { response: Buffer; body: Buffer };
  const { first, headers } = decodePart(head);
  const status = Number(first);
  const bound =
    headerOf(headers, "x-road-request-hash") === row.request_hash &&
    headerOf(headers, "x-road-id") === row.exchange_id &&
    headerOf(headers, "x-road-request-id") === requestId;
  if (!bound || !(status >= 100 && status < 600))
    throw roadFailure("Server.ClientProxy.InvalidResponse", { member }, "not the answer to this request");
  const contentType = headerOf(headers, "content-type");
  const verdict = gateway.verifyPeer({
    signature: parts.signature!,
    certificate: parts.certificate!,
    ocsp: parts.ocsp!,
    files: exchangeFiles(files, xml, row.seal.signer.ocsp, { head, body, contentType }),
    member: `${gateway.instance}/${member}`,
  });
  if (!verdict.ok) throw roadFailure("Server.ClientProxy.SignatureVerification", { member }, verdict.reason);
  return {
    outcome: status < 400 ? "answered" : "refused",
    code: status < 400 ? null : codeIn(body),
    status,
    head,
    body,
    seal: verdict.seal,
  };
}

/** A refusal by the other gateway: its type is passed on, never its words. */
function refusalOf(body: Buffer, member: string): CodedError {
  let type: unknown;
  try {
    type = (JSON.parse(body.toString("utf8")) as { type?: unknown }).type;
  } catch {}
  return roadFailure(roadTypeOf(new CodedError(`road.${String(type)}`, 500), "Server.ClientProxy.InvalidResponse"), { member });
}

/** The code of a problem document (RFC 9457) that the service answered with. */
export function codeIn(body: Buffer): string | null {
  try {
    const { code } = JSON.parse(body.toString("utf8")) as { code?: unknown };
    return typeof code === "string" && /^[a-z][a-zA-Z0-9.-]{0,80}$/.test(code) ? code : null;
  } catch {
    return null;
  }
}

function answerOf(outcome: LoggedOutcome): Answer {
  const { headers } = decodePart(outcome.head!);
  return { status: outcome.status, headers, body: outcome.body! };
}
