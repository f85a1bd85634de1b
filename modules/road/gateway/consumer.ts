import { CodedError, taipeiDate } from "@troad/kernel";
import { type RoadErrorType, roadFailure, roadTypeOf } from "../domain/errors.ts";
import { knowsSubsystem, rightFor, targetServer } from "../domain/globalconf.ts";
import { formatClient, formatService, memberOf, messageId, methodForm, parseClient, parseTarget } from "../domain/identifiers.ts";
import {
  decodePart,
  encodeRequest,
  forwardedHeaders,
  type HeaderList,
  headerOf,
  isSafe,
  type RequestMessage,
  requestHeaders,
} from "../domain/message.ts";
import type { LogKey } from "../store/messages.ts";
import { consentOf, fieldsAsked } from "./claims.ts";
import { messageHashOf, requestFiles, type SignedFile } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import { type SignedRequest, send } from "./link/send.ts";
import type { Sending } from "./link/sent.ts";
import { type Body, isSameBody } from "./log/body.ts";
import type { LoggedOutcome, LoggedRequest } from "./log/logged.ts";
import { beginTry, concludeExchange, failedOutcome, logRequest, readRequest, readStanding } from "./log/message-log.ts";
import { documentOf, type Sealed, sealFiles } from "./sealing/seal.ts";
import { isXroadForm } from "./xroad/form.ts";
import { passableHeaders } from "./xroad/head.ts";
import { isXroadService, sendXroad } from "./xroad/send.ts";
import { sealXroad } from "./xroad/sign.ts";

/** The head of a request from an information system. */
export type IncomingHead = { method: string; url: string; headers: Record<string, string | string[] | undefined> };
/** A validated head: everything that is signed except the body. */
export type PreparedRequest = RequestMessage & {
  requestId: string;
  /** Code of the provider's server that the client requested (X-Road-Security-Server). */
  server: string | undefined;
};
export type Answer = {
  status: number;
  headers: HeaderList;
  body: Body /** Whether a body in a file is for this answer only. */;
  transient: boolean;
};

/** Checks everything about a request that its head alone can decide. Throws coded failures. */
export async function prepareExchange(gateway: Gateway, head: IncomingHead): Promise<PreparedRequest> {
  gateway.trust.requireSound("ClientProxy");
  await gateway.directory.awake();
  const { service } = parseTarget(head.url);
  // the registry already knows a member that joined a moment ago
  if (!knowsSubsystem(gateway.directory.current(), service)) await gateway.directory.lookAgain();
  return readHead(gateway, head);
}

/** One exchange at the consumer's gateway: sign, log, send, verify, log, answer. */
export async function exchange(gateway: Gateway, message: PreparedRequest, body: Body): Promise<Answer> {
  let signed: SignedRequest | undefined;
  try {
    await gateway.network.turn();
    // its body may have taken longer to arrive than the configuration was valid
    await gateway.directory.awake();
    signed = await signRequest(gateway, message, body);
    return await exchangeSigned(gateway, signed);
  } finally {
    // a body whose request differs from the logged one, or that the log does not keep
    const kept = signed?.logged && signed.row.body === body && gateway.messages.keepsBodies(signed.row.provider);
    if (body.in === "file" && !kept) await gateway.messages.spool.drop(body.file);
  }
}

/** While an exchange runs, repeats of the same request wait for its outcome. */
async function exchangeSigned(gateway: Gateway, signed: SignedRequest): Promise<Answer> {
  const { row } = signed;
  const of = { side: "consumer", consumer: row.consumer, id: row.exchange_id } as const;
  const running = gateway.messages.underWay.find(of);
  if (running) {
    if (!isSame(running.row, row)) throw roadFailure("Client.ClientProxy.MessageIdReused", { id: of.id });
    const outcome = await running.outcome;
    // a file for this answer only goes with that answer
    if (outcome.body?.in === "file" && !gateway.messages.keepsBodies(row.provider))
      throw roadFailure("Server.ClientProxy.AnswerNotKept", { id: of.id });
    return answerOr(gateway, signed, outcome);
  }
  const run: Run = { failure: undefined };
  const outcome = await gateway.messages.underWay.run(of, row, () => passOn(gateway, signed, run));
  return answerOr(gateway, signed, outcome, run.failure);
}

type Run = { failure: CodedError | undefined };

async function passOn(gateway: Gateway, signed: SignedRequest, run: Run): Promise<LoggedOutcome> {
  const { row } = signed;
  const isFresh = await logRequest(gateway, "consumer", row);
  const again = isFresh ? undefined : await repeat(gateway, signed);
  if (again?.outcome) return again.outcome;
  signed.logged = true;
  const { outcome, failure } = await attempt(gateway, signed, again);
  run.failure = failure;
  const key = again?.key ?? { exchange_id: row.exchange_id, side: "consumer", namespace: row.namespace };
  const of = { key, attempt: again?.attempt ?? 1, provider: row.provider, request: isFresh ? row : undefined };
  return concludeExchange(gateway, of, outcome).catch((error: unknown) => {
    // the provider may have acted although this log does not know of it: a retry with the same id finds out
    if (!outcome.sent || isSafe(decodePart(row.head).first)) throw error;
    gateway.ctx.log.error({ err: error }, "an outcome was not logged");
    throw roadFailure("Server.ClientProxy.OutcomeUnknown", { member: signed.member });
  });
}

function answerOr(gateway: Gateway, { row, member }: SignedRequest, outcome: LoggedOutcome, failure?: CodedError): Answer {
  if (outcome.seal) return answerOf(gateway, row.provider, outcome);
  throw failure ?? roadFailure((outcome.code ?? "Server.ClientProxy.Interrupted") as RoadErrorType, { member });
}

async function attempt(
  gateway: Gateway,
  signed: SignedRequest,
  again: Another | undefined,
): Promise<{ outcome: LoggedOutcome; failure?: CodedError }> {
  const sending: Sending = { sent: false };
  const mayHaveLeft = again?.mayHaveLeft ?? false;
  try {
    const way = isXroadForm(signed.row.seal.signature) ? sendXroad : send;
    return { outcome: await way(gateway, signed, { sending, mayHaveLeft }) };
  } catch (error) {
    const type = roadTypeOf(error, "Server.ClientProxy.NetworkError");
    // nothing was sent this time, so the earlier state holds: unknown, or what the provider said then
    if (again && mayHaveLeft && !sending.sent && !isSafe(decodePart(signed.row.head).first))
      return { outcome: failedOutcome(again.was, true) };
    if (!(error instanceof CodedError)) gateway.ctx.log.error({ err: error }, "exchange failed");
    const failure = error instanceof CodedError ? error : roadFailure(type, { member: signed.member });
    return { outcome: failedOutcome(type, sending.sent || mayHaveLeft), failure };
  }
}

function readHead(gateway: Gateway, incoming: IncomingHead): PreparedRequest {
  if (!methodForm.test(incoming.method)) throw roadFailure("Client.ClientProxy.InvalidRequest", {}, "method");
  const client = parseClient(incoming.headers["x-road-client"]);
  const { service, path } = parseTarget(incoming.url);
  const conf = gateway.directory.current();
  if (
    client.instance !== gateway.instance ||
    memberOf(client) !== gateway.agency.member ||
    !gateway.offer.servesSubsystem(client.subsystem)
  )
    throw roadFailure("Client.ClientProxy.ClientNotFound", { client: formatClient(client) });
  if (!knowsSubsystem(conf, service)) throw roadFailure("Server.ClientProxy.UnknownMember", { member: formatService(service) });
  const given = incoming.headers["x-road-id"];
  if (given !== undefined && (Array.isArray(given) || !messageId.test(given)))
    throw roadFailure("Client.ClientProxy.InvalidMessageId");
  const server = targetServer(conf, service, incoming.headers["x-road-security-server"]);
  const id = given ?? `${gateway.instance}-${gateway.ctx.ids.opaque()}`;
  const requestId = gateway.ctx.ids.opaque();
  const headers = requestHeaders(forwardedHeaders(incoming.headers), { id, requestId, client });
  const target = `/r1/${formatService(service)}${path}`;
  return { method: incoming.method, target, headers, id, requestId, client, service, server };
}

async function signRequest(gateway: Gateway, message: PreparedRequest, body: Body): Promise<SignedRequest> {
  gateway.trust.requireTimestamping("ClientProxy");
  const signer = await gateway.trust.staple.current();
  if (!signer) throw roadFailure("Server.ClientProxy.OcspUnavailable");
  const head = encodeRequest(message);
  const files = requestFiles(head, body, headerOf(message.headers, "content-type"));
  const sealed = await ((await isXroadService(gateway, message.service)) ? sealXroad : sealFiles)(gateway, signer, files);
  return {
    row: rowOf(gateway, message, { head, body, files, sealed }),
    files,
    xml: sealed.xml,
    requestId: message.requestId,
    member: memberOf(message.service),
    service: message.service,
    server: message.server,
    logged: false,
  };
}

function rowOf(
  gateway: Gateway,
  message: RequestMessage,
  { head, body, files, sealed }: { head: Buffer; body: Body; files: SignedFile[]; sealed: Sealed },
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
    namespace: consumer,
    at: now.toISOString(),
    consumer,
    provider,
    agreement: agreement?.id ?? null,
    consent: consent.id,
    purpose: consent.purpose ?? agreement?.purpose ?? null,
    fields: fieldsAsked(body) ?? consent.fieldsFor(provider),
    request_hash: messageHashOf(files),
    head,
    body,
    seal: sealed.seal,
  };
}

/** Two requests are the same if target, headers and body are; the request id and the trace are new with every attempt. */
function isSame(one: LoggedRequest, other: LoggedRequest): boolean {
  const kept = ({ head }: LoggedRequest): string => {
    const { first, second, headers } = decodePart(head);
    const lasting = headers.filter(([name]) => !["x-road-request-id", "traceparent", "tracestate"].includes(name));
    return encodeRequest({ method: first, target: second, headers: lasting }).toString("latin1");
  };
  return kept(one) === kept(other) && isSameBody(one.body, other.body);
}

/** What the log says about a repeated id: the outcome, or that the request is to be sent once more, unchanged. */
type Again = { outcome: LoggedOutcome } | Another;
/** `mayHaveLeft`: an earlier attempt may have reached a gateway of the provider. `was`: how it ended. */
type Another = { outcome?: undefined; key: LogKey; attempt: number; mayHaveLeft: boolean; was: RoadErrorType };

/**
 * A repeated id. The same request gets the same answer. A request without an answer is sent again unchanged: the provider's log ensures
 * that the service is called once, and reports what became of it.
 */
async function repeat(gateway: Gateway, signed: SignedRequest): Promise<Again> {
  const { exchange_id: id, consumer } = signed.row;
  const before = await readRequest(gateway, { id, side: "consumer", consumer });
  if (!before || !isSame(before, signed.row)) throw roadFailure("Client.ClientProxy.MessageIdReused", { id });
  const key: LogKey = { exchange_id: id, side: "consumer", namespace: before.namespace };
  const { attempt, outcome } = await readStanding(gateway, key);
  if (outcome?.body?.in === "nowhere") throw roadFailure("Server.ClientProxy.AnswerNotKept", { id });
  if (outcome?.seal) return { outcome };
  if (!(await beginTry(gateway, key, attempt + 1))) throw roadFailure("Server.ClientProxy.Interrupted");
  const { headers } = decodePart(before.head);
  // the same bytes, from this attempt if the log has not kept them
  signed.row = before.body.in === "nowhere" ? { ...before, body: signed.row.body } : before;
  signed.files = requestFiles(before.head, before.body, headerOf(headers, "content-type"));
  signed.xml = documentOf(before.seal, signed.files);
  signed.requestId = headerOf(headers, "x-road-request-id") ?? "";
  const was = (outcome?.code ?? "Server.ClientProxy.OutcomeUnknown") as RoadErrorType;
  return { key, attempt: attempt + 1, mayHaveLeft: outcome?.sent ?? true, was };
}

function answerOf(gateway: Gateway, provider: string, outcome: LoggedOutcome): Answer {
  const { headers: signed } = decodePart(outcome.head!);
  const headers = isXroadForm(outcome.seal!.signature) ? passableHeaders(signed) : signed;
  return { status: outcome.status, headers, body: outcome.body!, transient: !gateway.messages.keepsBodies(provider) };
}
