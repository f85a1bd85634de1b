import { CodedError, instant, taipeiDate, traceparent } from "@troad/kernel";
import { request } from "undici";
import type { StoredAgreement } from "../domain/agreement.ts";
import { roadFailure, roadTypeOf } from "../domain/errors.ts";
import { decodeFrames, encodeFrames } from "../domain/frames.ts";
import { memberByTls, rightFor } from "../domain/globalconf.ts";
import {
  type ClientId,
  formatClient,
  formatService,
  memberOf,
  parseClient,
  parseTarget,
  type ServiceId,
} from "../domain/identifiers.ts";
import {
  areForwardable,
  decodePart,
  encodeResponse,
  forwardedHeaders,
  type HeaderList,
  headerOf,
  responseHeaders,
} from "../domain/message.ts";
import { consentOf, fieldsAsked } from "./claims.ts";
import { codeIn } from "./consumer.ts";
import { exchangeFiles, requestFiles, requestHashOf, type SignedFile } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import { concludeExchange, failedOutcome, type LoggedOutcome, logRequest, readOutcome, readRequest } from "./message-log.ts";
import { answerMetaservice, metaserviceRight } from "./metaservices.ts";
import { type Sealed, sealFiles } from "./seal.ts";
import type { ServiceEndpoint, ServiceLookup } from "./services.ts";

type Received = {
  method: string;
  path: string;
  headers: HeaderList;
  id: string;
  requestId: string;
  client: ClientId;
  service: ServiceId;
  head: Buffer;
  body: Buffer;
  sealed: Sealed;
  files: SignedFile[];
  agreement: StoredAgreement;
  requestHash: string;
};

/** One exchange as the provider's gateway runs it: verify, check rights, log, ask the service, sign, log, answer. Nothing reaches the service before it is verified and on disk. */
export async function serve(gateway: Gateway, lookup: ServiceLookup, bytes: Buffer, tlsFingerprint: string): Promise<Buffer> {
  const received = await receive(gateway, bytes, tlsFingerprint);
  const fresh = await logRequest(gateway, "provider", rowOf(gateway, received));
  if (!fresh) {
    const stored = await repeat(gateway, received);
    if (stored) return framesOf(stored);
  }
  let outcome: LoggedOutcome;
  let failure: CodedError | undefined;
  try {
    outcome = await answer(gateway, lookup, received);
  } catch (error) {
    const type = roadTypeOf(error, "Server.ServerProxy.ServiceFailed");
    if (!(error instanceof CodedError)) gateway.ctx.log.error({ err: error }, "a service failed");
    failure = error instanceof CodedError ? error : roadFailure(type);
    outcome = failedOutcome(type);
  }
  // What the log says was handed over is what is handed over: never an answer beside a logged failure, never two.
  const counted = await concludeExchange(gateway, "provider", received.id, outcome);
  if (counted.seal) return framesOf(counted);
  throw failure ?? storedFailure(counted);
}

function framesOf({ head, body, seal }: LoggedOutcome): Buffer {
  const { signature, signer } = seal!;
  return encodeFrames({ response: head!, body: body!, signature, certificate: signer.certificate, ocsp: signer.ocsp });
}

async function receive(gateway: Gateway, bytes: Buffer, tlsFingerprint: string): Promise<Received> {
  gateway.requireSound("ServerProxy");
  await gateway.directory.awake();
  if (!memberByTls(gateway.directory.current(), tlsFingerprint)) await gateway.directory.lookAgain();
  const conf = gateway.directory.current();
  const peer = memberByTls(conf, tlsFingerprint);
  if (!peer) throw roadFailure("Server.ServerProxy.UnknownPeer");
  const frames = decodeFrames(bytes, ["request", "body", "signature", "certificate", "ocsp"]);
  if (!frames) throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "frames");
  const { request: head, body } = frames as { request: Buffer; body: Buffer };
  const { method, headers, client, service, path, id, requestId } = readHead(head);
  // The connection, the signature and the header must name the same member; each alone could be borrowed.
  if (memberOf(client) !== peer || client.instance !== gateway.instance)
    throw roadFailure("Server.ServerProxy.UnknownPeer", {}, `${peer} sent for ${formatClient(client)}`);
  const files = requestFiles(head, body, headerOf(headers, "content-type"));
  const verdict = gateway.verifyPeer({
    signature: frames.signature!,
    certificate: frames.certificate!,
    ocsp: frames.ocsp!,
    files,
    member: `${client.instance}/${peer}`,
  });
  if (!verdict.ok)
    throw roadFailure(
      verdict.kind === "ocsp" ? "Server.ServerProxy.OcspUnavailable" : "Server.ServerProxy.SignatureVerification",
      {},
      verdict.reason,
    );
  if (memberOf(service) !== gateway.agency.member || !gateway.agency.subsystems.includes(service.subsystem))
    throw roadFailure("Server.ServerProxy.UnknownService", { service: formatService(service) });
  const withConsent = headerOf(headers, "x-troad-consent") !== undefined;
  const call = { consumer: formatClient(client), provider: formatService(service), method, path, consent: withConsent };
  const agreement = rightFor(conf, call, taipeiDate(gateway.ctx.clock.now())) ?? metaserviceRight(client, service, method);
  if (!agreement)
    throw roadFailure("Server.ServerProxy.AccessDenied", { client: formatClient(client), service: formatService(service) });
  if (agreement.consentRequired && headerOf(headers, "x-troad-consent") === undefined)
    throw roadFailure("Server.ServerProxy.ConsentMissing");
  gateway.requireTimestamping("ServerProxy");
  return {
    method,
    path,
    headers,
    id,
    requestId,
    client,
    service,
    head,
    body,
    sealed: verdict,
    files,
    agreement,
    requestHash: requestHashOf(files),
  };
}

/** Reads the signed head. What a gateway would never send is malformed, whatever the signature says: above all a header twice, of which we would check one and the service read the other. */
function readHead(head: Buffer) {
  const refused = (detail: string): CodedError => roadFailure("Server.ServerProxy.InvalidRequest", {}, detail);
  const { first: method, second: target, headers } = decodePart(head);
  if (!areForwardable(headers)) throw refused("headers");
  const id = headerOf(headers, "x-road-id") ?? "";
  const requestId = headerOf(headers, "x-road-request-id") ?? "";
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/.test(id) || requestId === "" || !/^[A-Z]{3,7}$/.test(method))
    throw refused("identifiers");
  try {
    return { method, headers, id, requestId, client: parseClient(headerOf(headers, "x-road-client")), ...parseTarget(target) };
  } catch (error) {
    throw refused((error as Error).message);
  }
}

function rowOf(gateway: Gateway, received: Received) {
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
  const outcome = await readOutcome(gateway, received.id, "provider");
  if (before.bodyDigest || outcome?.bodyDigest) throw roadFailure("Server.ServerProxy.BodyErased");
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
  const reply = (await answerMetaservice(gateway, lookup, { ...received, today })) ?? (await askLookup(lookup, received));
  const headers = responseHeaders(reply.headers, received);
  const head = encodeResponse({ status: reply.status, reason: "", headers });
  const files = exchangeFiles(received.files, received.sealed.xml, received.sealed.seal.signer.ocsp, {
    head,
    body: reply.body,
    contentType: headerOf(headers, "content-type"),
  });
  const { seal } = await sealFiles(gateway, signer, files);
  const answered = reply.status < 400;
  return {
    outcome: answered ? "answered" : "refused",
    code: answered ? null : codeIn(reply.body),
    status: reply.status,
    head,
    body: reply.body,
    seal,
  };
}

async function askLookup(lookup: ServiceLookup, received: Received): ReturnType<typeof askService> {
  const endpoint = await lookup(received.service.subsystem, received.service.service);
  if (!endpoint) throw roadFailure("Server.ServerProxy.UnknownService", { service: formatService(received.service) });
  return askService(received, endpoint);
}

async function askService(
  received: Received,
  endpoint: ServiceEndpoint,
): Promise<{ status: number; headers: HeaderList; body: Buffer }> {
  try {
    const reply = await request(`${endpoint.url}${received.path}`, {
      method: received.method as "POST",
      headers: {
        ...Object.fromEntries(received.headers),
        "x-troad-agreement": received.agreement.id,
        "x-troad-right": JSON.stringify({
          id: received.agreement.id,
          fields: received.agreement.fields,
          consentRequired: received.agreement.consentRequired,
        }),
        traceparent: traceparent(),
        ...(endpoint.token === undefined ? {} : { authorization: `Bearer ${endpoint.token}` }),
      },
      body: received.body.length > 0 ? received.body : null,
      headersTimeout: endpoint.timeoutMs,
      bodyTimeout: endpoint.timeoutMs,
      ...(endpoint.dispatcher ? { dispatcher: endpoint.dispatcher } : {}),
    });
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of reply.body) {
      size += (chunk as Buffer).length;
      if (size > endpoint.maxBytes) throw roadFailure("Server.ServerProxy.ResponseTooLarge");
      parts.push(chunk as Buffer);
    }
    return { status: reply.statusCode, headers: forwardedHeaders(reply.headers), body: Buffer.concat(parts) };
  } catch (error) {
    throw error instanceof CodedError ? error : roadFailure("Server.ServerProxy.ServiceFailed", {}, (error as Error).message);
  }
}
