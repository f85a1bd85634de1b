import { CodedError, instant, taipeiDate } from "@troad/kernel";
import { roadFailure, roadTypeOf } from "../domain/errors.ts";
import { formatClient, formatService, memberOf } from "../domain/identifiers.ts";
import { encodeResponse, headerOf, responseHeaders } from "../domain/message.ts";
import { askService } from "./ask-service.ts";
import { inMemory, type SpooledFile } from "./body.ts";
import { codeIn, consentOf, fieldsAsked } from "./claims.ts";
import { envelopeFor } from "./envelope.ts";
import { exchangeFiles, messageHashOf, responseFiles } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import type { LargeBody } from "./link.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";
import { concludeExchange, failedOutcome, logRequest, readOutcome, readRequest } from "./message-log.ts";
import { answerMetaservice } from "./metaservices.ts";
import { pack } from "./pack.ts";
import { proofOf } from "./proof.ts";
import { type Incoming, type Received, receive } from "./receive.ts";
import { sealFiles } from "./seal.ts";
import type { ServiceLookup } from "./services.ts";
import { isXroadForm } from "./xroad/form.ts";
import { sealXroad } from "./xroad/sign.ts";

/** An answer for another gateway: frames, and the body behind them where it is too large for memory; `passing` is a file for this answer only. */
export type Served = { frames: Buffer; large?: LargeBody; passing?: SpooledFile };

/** One exchange as the provider's gateway runs it: verify, check rights, log, ask the service, sign, log, answer. Nothing reaches the service before it is verified and on disk. */
export async function serve(gateway: Gateway, lookup: ServiceLookup, incoming: Incoming): Promise<Served> {
  const received = await receive(gateway, incoming);
  return fulfil(gateway, lookup, received, async (outcome, isNew) => {
    const answer = await served(gateway, received, outcome);
    if (isNew && answer.passing && incoming.stream === undefined) park(gateway, received.id, outcome, answer.passing);
    return answer;
  });
}

/** Runs a verified request to its end, and tells what the log has as the answer: of this time, or of the time when the same request came first. */
export async function fulfil<T>(
  gateway: Gateway,
  lookup: ServiceLookup,
  received: Received,
  tell: (outcome: LoggedOutcome, isNew: boolean) => Promise<T>,
): Promise<T> {
  const { id, body } = received;
  const provider = formatService(received.service);
  const mark = `provider ${id}`;
  let isOurs = false;
  try {
    const request = rowOf(gateway, received);
    const fresh = await logRequest(gateway, "provider", request);
    if (!fresh) {
      const stored = await repeat(gateway, received);
      if (stored) return await tell(stored, false);
    }
    isOurs = fresh;
    gateway.underWay.add(mark);
    const { outcome, failure } = await attempt(gateway, lookup, { received, isNew: fresh });
    outcome.proof = proofOf(received.sealed.seal, received.files);
    // What the log says was handed over is what is handed over: never an answer beside a logged failure, never two.
    const counted = await concludeExchange(gateway, "provider", { id, provider, request: fresh ? request : undefined }, outcome);
    if (counted.seal) return await tell(counted, true);
    throw failure ?? storedFailure(counted);
  } finally {
    gateway.underWay.delete(mark);
    if (body.in === "file" && !(isOurs && gateway.keepsBodies(provider))) await gateway.spool.drop(body.file);
  }
}

async function attempt(
  gateway: Gateway,
  lookup: ServiceLookup,
  { received, isNew }: { received: Received; isNew: boolean },
): Promise<{ outcome: LoggedOutcome; failure?: CodedError }> {
  try {
    // a repetition was counted when it came first
    if (isNew) await gateway.volumes.take(received.agreement);
    return { outcome: await answer(gateway, lookup, received) };
  } catch (error) {
    const type = roadTypeOf(error, "Server.ServerProxy.ServiceFailed");
    if (!(error instanceof CodedError)) gateway.ctx.log.error({ err: error }, "a service failed");
    return { outcome: failedOutcome(type), failure: error instanceof CodedError ? error : roadFailure(type) };
  }
}

/** How long an answer that is not kept waits to be fetched. */
const parkedMs = 120_000;

/** A large answer to a small question is fetched by asking again; where it is not kept, it waits for that here. */
function park(gateway: Gateway, id: string, outcome: LoggedOutcome, file: SpooledFile): void {
  gateway.parked.set(id, outcome);
  setTimeout(() => {
    gateway.parked.delete(id);
    void gateway.spool.drop(file);
  }, parkedMs).unref();
}

async function served(gateway: Gateway, received: Received, { head, body, seal }: LoggedOutcome): Promise<Served> {
  if (body!.in === "nowhere") throw roadFailure("Server.ServerProxy.AnswerNotKept");
  const { signature, signer } = seal!;
  const front = { response: head!, signature, certificate: signer.certificate, ocsp: signer.ocsp };
  const envelope = received.isSealed ? await envelopeFor(gateway, memberOf(received.client), body!) : undefined;
  if (received.isSealed && !envelope) throw roadFailure("Server.ServerProxy.CannotEncrypt");
  const packed = await pack(gateway, front, body!, envelope);
  const isPassing = body!.in === "file" && !gateway.keepsBodies(formatService(received.service));
  return isPassing ? { ...packed, passing: body!.file } : packed;
}

function rowOf(gateway: Gateway, received: Received): LoggedRequest {
  const { head, body, agreement } = received;
  const provider = formatService(received.service);
  const consent = consentOf(received.headers);
  return {
    exchange_id: received.id,
    at: instant(gateway.ctx.clock),
    consumer: formatClient(received.client),
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

/** A message that came before: exactly the same gets the stored answer (the consumer's gateway was interrupted), anything else is a replay. */
async function repeat(gateway: Gateway, received: Received): Promise<LoggedOutcome | undefined> {
  const before = await readRequest(gateway, received.id, "provider");
  if (!before || before.request_hash !== received.requestHash)
    throw roadFailure("Server.ServerProxy.MessageIdReused", { id: received.id });
  const outcome = gateway.parked.get(received.id) ?? (await readOutcome(gateway, received.id, "provider"));
  if (outcome?.seal) return outcome;
  if (outcome) throw storedFailure(outcome);
  return undefined;
}

const storedFailure = (outcome: LoggedOutcome): CodedError =>
  roadFailure(roadTypeOf(new CodedError(`road.${outcome.code}`, 500), "Server.ServerProxy.Interrupted"));

async function answer(gateway: Gateway, lookup: ServiceLookup, received: Received): Promise<LoggedOutcome> {
  const signer = await gateway.staple.current();
  if (!signer) throw roadFailure("Server.ServerProxy.OcspUnavailable");
  const today = taipeiDate(gateway.ctx.clock.now());
  const meta = await answerMetaservice(gateway, lookup, { ...received, today });
  const reply = meta ? { ...meta, body: inMemory(meta.body) } : await askService(gateway, lookup, received);
  const { status, body } = reply;
  const headers = responseHeaders(reply.headers, received);
  const head = encodeResponse({ status, reason: "", headers });
  const response = responseFiles(head, body, headerOf(headers, "content-type"));
  const { xml, seal: asked } = received.sealed;
  await gateway.turn();
  const { seal } = isXroadForm(asked.signature)
    ? await sealXroad(gateway, signer, response)
    : await sealFiles(gateway, signer, exchangeFiles(received.files, xml, asked.signer.ocsp, response));
  const isAnswered = status < 400;
  return {
    outcome: isAnswered ? "answered" : "refused",
    code: isAnswered ? null : codeIn(body),
    status,
    head,
    body,
    hash: messageHashOf(response),
    seal,
  };
}
