import { CodedError, instant, taipeiDate } from "@troad/kernel";
import { type ContainerFile, signXades } from "@troad/trust";
import { type RoadErrorType, roadFailure, roadTypeOf } from "../domain/errors.ts";
import { decodeFrames, encodeFrames } from "../domain/frames.ts";
import { knowsSubsystem, rightFor } from "../domain/globalconf.ts";
import { formatClient, formatService, memberOf, parseClient, parseTarget } from "../domain/identifiers.ts";
import {
  decodePart,
  encodeRequest,
  forwardedHeaders,
  headerOf,
  messageHash,
  type RequestMessage,
  requestHeaders,
} from "../domain/message.ts";
import { consentOf, fieldsAsked } from "./claims.ts";
import { exchangeFiles, requestFiles } from "./files.ts";
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
  if (counted.signature) return answerOf(counted);
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
  files: ContainerFile[] /** Hash of what the client asked: the same for a repetition. */;
  hash: string;
};

async function signRequest(gateway: Gateway, message: RequestMessage, body: Buffer): Promise<Signed> {
  gateway.requireTimestamping("ClientProxy");
  const ocsp = await gateway.staple.current();
  if (!ocsp) throw roadFailure("Server.ClientProxy.OcspUnavailable");
  const head = encodeRequest(message);
  const files = requestFiles(head, body, headerOf(message.headers, "content-type"));
  const { xml } = await signXades({
    files,
    signer: gateway.identity.seal.signer,
    certificate: gateway.identity.seal.certificate,
    signingTime: gateway.ctx.clock.now(),
  });
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
  const agreement = rightFor(gateway.directory.current(), call, taipeiDate(gateway.ctx.clock.now()));
  const row: LoggedRequest = {
    exchange_id: message.id,
    at: instant(gateway.ctx.clock),
    consumer,
    provider,
    agreement: agreement?.id ?? null,
    consent: consent.id,
    purpose: consent.purpose ?? agreement?.purpose ?? null,
    fields: fieldsAsked(body) ?? consent.fieldsFor(provider),
    request_hash: messageHash(head, body),
    head,
    body,
    signature: xml,
    ocsp,
  };
  return { row, files, hash: sameRequest(head, body) };
}

/** Two requests are the same when target, headers and body are; the request id and the trace are new with every try. */
function sameRequest(head: Buffer, body: Buffer): string {
  const { first, second, headers } = decodePart(head);
  const kept = headers.filter(([name]) => !["x-road-request-id", "traceparent", "tracestate"].includes(name));
  return messageHash(encodeRequest({ method: first, target: second, headers: kept }), body);
}

/** An id seen before: the same request gets the same answer; one that was interrupted before an answer is sent again as it was. */
async function repeat(gateway: Gateway, signed: Signed): Promise<Answer | undefined> {
  const id = signed.row.exchange_id;
  const before = await readRequest(gateway, id, "consumer");
  if (!before || sameRequest(before.head, before.body) !== signed.hash)
    throw roadFailure("Client.ClientProxy.MessageIdReused", { id });
  const outcome = await readOutcome(gateway, id, "consumer");
  if (outcome?.signature) return answerOf(outcome);
  if (outcome)
    throw roadFailure((outcome.code ?? "Server.ClientProxy.Interrupted") as RoadErrorType, { member: before.provider });
  signed.row = before;
  signed.files = requestFiles(before.head, before.body, headerOf(decodePart(before.head).headers, "content-type"));
  return undefined;
}

async function send(gateway: Gateway, message: RequestMessage, { row, files }: Signed): Promise<LoggedOutcome> {
  const provider = memberOf(message.service);
  const frames = encodeFrames({ request: row.head, body: row.body, signature: Buffer.from(row.signature), ocsp: row.ocsp });
  const answer = await gateway.link.post(provider, "/exchange", frames);
  if (answer.status !== 200) throw refusalOf(answer.body, provider);
  const parts = decodeFrames(answer.body, ["response", "body", "signature", "ocsp"]);
  if (!parts) throw roadFailure("Server.ClientProxy.InvalidResponse", { member: provider }, "frames");
  const head = parts.response!;
  const { first, headers } = decodePart(head);
  const status = Number(first);
  const requestId = headerOf(decodePart(row.head).headers, "x-road-request-id");
  const bound =
    headerOf(headers, "x-road-request-hash") === row.request_hash &&
    headerOf(headers, "x-road-id") === row.exchange_id &&
    headerOf(headers, "x-road-request-id") === requestId;
  if (!bound || !(status >= 100 && status < 600))
    throw roadFailure("Server.ClientProxy.InvalidResponse", { member: provider }, "not the answer to this request");
  const all = exchangeFiles(files, row.signature, row.ocsp, {
    head,
    body: parts.body!,
    contentType: headerOf(headers, "content-type"),
  });
  const xml = parts.signature!.toString("utf8");
  const verdict = await gateway.verifyPeer({ xml, ocsp: parts.ocsp!, files: all, member: `${gateway.instance}/${provider}` });
  if (!verdict.ok) throw roadFailure("Server.ClientProxy.SignatureVerification", { member: provider }, verdict.reason);
  return {
    outcome: status < 400 ? "answered" : "refused",
    code: status < 400 ? null : codeIn(parts.body!),
    status,
    head,
    body: parts.body!,
    signature: xml,
    ocsp: parts.ocsp!,
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
