import { CodedError, instant, taipeiDate } from "@troad/kernel";
import { roadFailure, roadTypeOf } from "../domain/errors.ts";
import { formatClient, formatService, memberOf } from "../domain/identifiers.ts";
import { encodeResponse, headerOf, isSafe, responseHeaders } from "../domain/message.ts";
import type { LogKey } from "../store/messages.ts";
import { codeIn, consentOf, fieldsAsked } from "./claims.ts";
import { exchangeFiles, messageHashOf, responseFiles } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import { envelopeFor } from "./link/envelope.ts";
import type { LargeBody } from "./link/link.ts";
import { pack } from "./link/pack.ts";
import { type Incoming, type Received, receive } from "./link/receive.ts";
import type { Sending } from "./link/sent.ts";
import { inMemory, type SpooledFile } from "./log/body.ts";
import type { LoggedOutcome, LoggedRequest } from "./log/logged.ts";
import { beginTry, concludeExchange, failedOutcome, logRequest, readRequest, readStanding } from "./log/message-log.ts";
import { proofOf } from "./sealing/proof.ts";
import { sealFiles } from "./sealing/seal.ts";
import { askService } from "./services/ask-service.ts";
import { answerMetaservice } from "./services/metaservices.ts";
import type { ServiceLookup } from "./services/services.ts";
import { isXroadForm } from "./xroad/form.ts";
import { sealXroad } from "./xroad/sign.ts";

/**
 * An answer for another gateway: frames, followed by the body if it is too large for memory; `transient` is a file for this answer only.
 */
export type Served = { frames: Buffer; large?: LargeBody; transient?: SpooledFile };

/**
 * One exchange at the provider's gateway: verify, check rights, log, call the service, sign, log, answer. Nothing reaches the service
 * before it is verified and on disk.
 */
export async function serve(gateway: Gateway, lookup: ServiceLookup, incoming: Incoming): Promise<Served> {
  const received = await receive(gateway, incoming);
  return fulfil(gateway, lookup, received, async (outcome, isNew) => {
    const answer = await served(gateway, received, outcome);
    if (isNew && answer.transient && incoming.stream === undefined) park(gateway, received, { outcome, file: answer.transient });
    return answer;
  });
}

/**
 * Completes a verified request and answers with what the log has: this run's answer, or that of the run when the same request first came.
 * While it runs, repeats of the same request wait for its outcome: the service is called once.
 */
export async function fulfil<T>(
  gateway: Gateway,
  lookup: ServiceLookup,
  received: Received,
  tell: (outcome: LoggedOutcome, isNew: boolean) => Promise<T>,
): Promise<T> {
  const of = { side: "provider", consumer: formatClient(received.client), id: received.id } as const;
  const isKept = gateway.messages.keepsBodies(formatService(received.service));
  const running = gateway.messages.underWay.find(of);
  if (running) {
    await dropBody(gateway, received);
    if (running.row.request_hash !== received.requestHash) throw roadFailure("Server.ServerProxy.MessageIdReused", { id: of.id });
    const outcome = await running.outcome;
    // a file for this answer only goes with that answer
    if (outcome.seal && outcome.body?.in === "file" && !isKept) throw roadFailure("Server.ServerProxy.AnswerNotKept");
    return outcome.seal ? tell(outcome, false) : fail(outcome);
  }
  const row = rowOf(gateway, received);
  const run: Run = { isOurs: false, isNew: false, failure: undefined };
  try {
    const outcome = await gateway.messages.underWay.run(of, row, () => carryOut(gateway, lookup, { received, row, run }));
    return outcome.seal ? await tell(outcome, run.isNew) : fail(outcome, run.failure);
  } finally {
    if (!(run.isOurs && isKept)) await dropBody(gateway, received);
  }
}

/** `isOurs`: the log has this very message; `isNew`: the outcome is from this run. */
type Run = { isOurs: boolean; isNew: boolean; failure: CodedError | undefined };
type Work = { received: Received; row: LoggedRequest; run: Run };

const dropBody = async (gateway: Gateway, { body }: Received): Promise<void> => {
  if (body.in === "file") await gateway.messages.spool.drop(body.file);
};

const fail = (outcome: LoggedOutcome, failure: CodedError = storedFailure(outcome)): never => {
  throw failure;
};

async function carryOut(gateway: Gateway, lookup: ServiceLookup, { received, row, run }: Work): Promise<LoggedOutcome> {
  const named = { id: received.id, side: "provider", consumer: row.consumer } as const;
  // a caller that asks for the outcome of a request does not want it carried out here
  if (received.isRecall && !(await readRequest(gateway, named))) throw roadFailure("Server.ServerProxy.NotReceived");
  run.isOurs = await logRequest(gateway, "provider", row);
  const again = run.isOurs ? undefined : await repeat(gateway, lookup, received);
  if (again?.outcome) return again.outcome;
  run.isNew = true;
  const { outcome, failure } = await attempt(gateway, lookup, { received, isCounted: again?.isCounted ?? false });
  run.failure = failure;
  outcome.proof = proofOf(received.sealed.seal, received.files);
  const key = again?.key ?? { exchange_id: row.exchange_id, side: "provider", namespace: row.namespace };
  const request = run.isOurs ? row : undefined;
  // What the log says was handed over is handed over: never an answer next to a logged failure, never two answers.
  const of = { key, attempt: again?.attempt ?? 1, provider: row.provider, request };
  return concludeExchange(gateway, of, outcome).catch((error: unknown) => {
    // the service has acted but no log says so: a caller told of a failure would request it again
    if (!outcome.sent || isSafe(received.method)) throw error;
    gateway.ctx.log.error({ err: error }, "an outcome was not logged");
    throw roadFailure("Server.ServerProxy.OutcomeUnknown");
  });
}

async function attempt(
  gateway: Gateway,
  lookup: ServiceLookup,
  { received, isCounted }: { received: Received; isCounted: boolean },
): Promise<{ outcome: LoggedOutcome; failure?: CodedError }> {
  const sending: Sending = { sent: false };
  try {
    if (!isCounted) await gateway.offer.volumes.take(received.agreement);
    return { outcome: await answer(gateway, lookup, received, sending) };
  } catch (error) {
    const type = roadTypeOf(error, "Server.ServerProxy.ServiceFailed");
    if (!(error instanceof CodedError)) gateway.ctx.log.error({ err: error }, "a service failed");
    return { outcome: failedOutcome(type, sending.sent), failure: error instanceof CodedError ? error : roadFailure(type) };
  }
}

/** How long an answer that is not kept waits to be fetched. */
const parkedMs = 120_000;

/** A large answer to a small request is fetched by asking again; if it is not kept in the log, it waits here. */
function park(
  gateway: Gateway,
  { client, id }: Received,
  { outcome, file }: { outcome: LoggedOutcome; file: SpooledFile },
): void {
  const name = `${formatClient(client)} ${id}`;
  gateway.messages.parked.set(name, outcome);
  setTimeout(() => {
    gateway.messages.parked.delete(name);
    void gateway.messages.spool.drop(file);
  }, parkedMs).unref();
}

async function served(gateway: Gateway, received: Received, { head, body, seal }: LoggedOutcome): Promise<Served> {
  if (body!.in === "nowhere") throw roadFailure("Server.ServerProxy.AnswerNotKept");
  const { signature, signer } = seal!;
  const front = { response: head!, signature, certificate: signer.certificate, ocsp: signer.ocsp };
  const envelope = received.isSealed ? await envelopeFor(gateway, memberOf(received.client), body!) : undefined;
  if (received.isSealed && !envelope) throw roadFailure("Server.ServerProxy.CannotEncrypt");
  const packed = await pack(gateway, front, body!, envelope);
  const isStreamed = body!.in === "file" && !gateway.messages.keepsBodies(formatService(received.service));
  return isStreamed ? { ...packed, transient: body!.file } : packed;
}

function rowOf(gateway: Gateway, received: Received): LoggedRequest {
  const { head, body, agreement } = received;
  const provider = formatService(received.service);
  const consent = consentOf(received.headers);
  const consumer = formatClient(received.client);
  return {
    exchange_id: received.id,
    namespace: consumer,
    at: instant(gateway.ctx.clock),
    consumer,
    provider,
    agreement: agreement.id,
    consent: consent.id,
    purpose: consent.purpose ?? agreement.purpose,
    fields: fieldsAsked(body) ?? consent.fieldsFor(provider),
    request_hash: received.requestHash,
    head,
    body,
    seal: received.sealed.seal,
  };
}

/** What the log says about a repeated message: its outcome, or that it may be tried once more. */
type Again =
  | { outcome: LoggedOutcome }
  | { outcome?: undefined; key: LogKey; attempt: number /** Whether the agreed volume has counted it. */; isCounted: boolean };

/**
 * A repeated message. An identical one gets the stored answer (the consumer's gateway was interrupted); anything else is a replay. A
 * request that never reached the service is tried again. One that may have reached it is not, unless the service may be called twice.
 */
async function repeat(gateway: Gateway, lookup: ServiceLookup, received: Received): Promise<Again> {
  const { id } = received;
  const consumer = formatClient(received.client);
  const before = await readRequest(gateway, { id, side: "provider", consumer });
  if (!before || before.request_hash !== received.requestHash) throw roadFailure("Server.ServerProxy.MessageIdReused", { id });
  const parked = gateway.messages.parked.get(`${consumer} ${id}`);
  if (parked) return { outcome: parked };
  const key: LogKey = { exchange_id: id, side: "provider", namespace: before.namespace };
  const { attempt, outcome } = await readStanding(gateway, key);
  if (outcome?.seal) return { outcome };
  const mayHaveActed = outcome?.sent ?? true;
  if (mayHaveActed && !(await isRepeatable(lookup, received))) {
    if (outcome) throw storedFailure(outcome);
    throw roadFailure("Server.ServerProxy.OutcomeUnknown");
  }
  if (!(await beginTry(gateway, key, attempt + 1))) throw roadFailure("Server.ServerProxy.Interrupted");
  return { key, attempt: attempt + 1, isCounted: outcome?.code !== "Server.ServerProxy.VolumeExceeded" };
}

async function isRepeatable(lookup: ServiceLookup, { method, service }: Received): Promise<boolean> {
  return isSafe(method) || (await lookup.find(service.subsystem, service.service))?.repeatable === true;
}

const storedFailure = (outcome: LoggedOutcome): CodedError =>
  roadFailure(roadTypeOf(new CodedError(`road.${outcome.code}`, 500), "Server.ServerProxy.Interrupted"));

async function answer(gateway: Gateway, lookup: ServiceLookup, received: Received, sending: Sending): Promise<LoggedOutcome> {
  const signer = await gateway.trust.staple.current();
  if (!signer) throw roadFailure("Server.ServerProxy.OcspUnavailable");
  const today = taipeiDate(gateway.ctx.clock.now());
  const meta = await answerMetaservice(gateway, lookup, { ...received, today });
  const reply = meta ? { ...meta, body: inMemory(meta.body) } : await askService(gateway, lookup, received, sending);
  const { status, body } = reply;
  const headers = responseHeaders(reply.headers, received);
  const head = encodeResponse({ status, reason: "", headers });
  const response = responseFiles(head, body, headerOf(headers, "content-type"));
  const { xml, seal: asked } = received.sealed;
  await gateway.network.turn();
  const { seal } = isXroadForm(asked.signature)
    ? await sealXroad(gateway, signer, response)
    : await sealFiles(gateway, signer, exchangeFiles(received.files, xml, asked.signer.ocsp, response));
  const isAnswered = status < 400;
  return {
    outcome: isAnswered ? "answered" : "refused",
    code: isAnswered ? null : codeIn(body),
    sent: true,
    status,
    head,
    body,
    hash: messageHashOf(response),
    seal,
  };
}
