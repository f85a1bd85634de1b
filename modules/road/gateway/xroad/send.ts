import { randomBytes } from "node:crypto";
import { exchangeMs } from "@troad/directory";
import { CodedError } from "@troad/kernel";
import { newBoundary, readTransport, type SoapFault, transportType, verifyTransport, writeTransport } from "@troad/xroad";
import type { Dispatcher } from "undici";
import { type RoadErrorType, roadErrorStatus, roadFailure } from "../../domain/errors.ts";
import { findMember, type XroadServer, xroadServersOf } from "../../domain/globalconf.ts";
import { formatService, memberOf, type ServiceId } from "../../domain/identifiers.ts";
import { decodePart, headerOf, isSafe } from "../../domain/message.ts";
import { codeIn } from "../claims.ts";
import { messageHashOf, responseFiles } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import type { Delivery, SignedRequest } from "../link/send.ts";
import type { Sending } from "../link/sent.ts";
import { paced } from "../listen.ts";
import type { Body } from "../log/body.ts";
import type { LoggedOutcome } from "../log/logged.ts";
import { SpoolRefusal } from "../log/spool.ts";
import { proofOf } from "../sealing/proof.ts";
import { openBodySink } from "./body-sink.ts";
import { decodeXroadForm } from "./form.ts";
import { hashAlgorithm, transportLimits } from "./receive.ts";
import { memberOfCertificate, sealOf, trustIn } from "./trust.ts";

/** Between two parts of an answer in progress. */
const answerMs = 40_000;
/** The version we report; X-Road servers may require a minimum version of theirs. */
const proxyVersion = "7.6.0";

/** Whether a service is behind an X-Road server and none of ours; requests a newer configuration if it is behind neither. */
export async function isXroadService(
  { directory }: Pick<Gateway, "directory">,
  { subsystem, ...service }: ServiceId,
): Promise<boolean> {
  const member = memberOf({ ...service, subsystem });
  const isKnown = (): boolean => (findMember(directory.current(), member)?.gateways.length ?? 0) > 0;
  const isTheirs = (): boolean => xroadServersOf(directory.current(), { member, subsystem }).length > 0;
  if (!isKnown() && !isTheirs()) await directory.lookAgain();
  return isTheirs();
}

/** Sends a logged request to an X-Road server; gives the answer if it belongs to this request and all of it is verified. */
export async function sendXroad(
  gateway: Gateway,
  signed: SignedRequest,
  { sending, mayHaveLeft }: Delivery,
): Promise<LoggedOutcome> {
  const { member } = signed;
  const isOnce = !isSafe(decodePart(signed.row.head).first);
  // an X-Road server does not track ids: it would call the service again
  if (isOnce && mayHaveLeft) throw roadFailure("Server.ClientProxy.OutcomeUnknown", { member });
  const place = { member, subsystem: signed.service.subsystem };
  await gateway.directory.awake();
  if (xroadServersOf(gateway.directory.current(), place).length === 0) await gateway.directory.lookAgain();
  const servers = xroadServersOf(gateway.directory.current(), place).filter(
    ({ code }) => signed.server === undefined || code === signed.server,
  );
  if (servers.length === 0) throw roadFailure("Server.ClientProxy.UnknownMember", { member });
  const status = await gateway.network.xroad.ownStatus().catch((error: unknown) => {
    throw roadFailure("Server.ClientProxy.OcspUnavailable", {}, (error as Error).message);
  });
  let reason = "";
  for (const server of servers) {
    let reply: Dispatcher.ResponseData<unknown>;
    try {
      reply = await post(gateway, server, signed, { status, sending });
    } catch (error) {
      if (error instanceof CodedError) throw error;
      reason = (error as Error).message;
      if (sending.sent) break;
      continue;
    }
    return read(gateway, signed, reply);
  }
  await gateway.directory.lookSoon(); // it may have moved: the next attempt finds it
  const type = sending.sent && isOnce ? "Server.ClientProxy.OutcomeUnknown" : "Server.ClientProxy.NetworkError";
  throw roadFailure(type, { member }, reason);
}

function post(
  gateway: Gateway,
  server: XroadServer,
  { row, requestId, member }: SignedRequest,
  { status, sending }: { status: Buffer; sending: Sending },
): Promise<Dispatcher.ResponseData<unknown>> {
  const { body, head } = row;
  if (body.in === "nowhere") throw roadFailure("Server.ClientProxy.Interrupted", { member }, "the body was not kept");
  const { xml, hasBody } = decodeXroadForm(row.seal.signature);
  const boundary = newBoundary(randomBytes);
  const bytes = body.in === "file" ? gateway.messages.spool.read(body.file) : [body.bytes];
  const contentType = headerOf(decodePart(head).headers, "content-type");
  return gateway.network.xroad.link.post(server, {
    headers: {
      "content-type": transportType(boundary),
      "x-road-message-type": "REST",
      "x-road-request-id": requestId,
      "x-hash-algorithm": hashAlgorithm,
      "x-proxy-version": proxyVersion,
      ...(contentType === undefined ? {} : { "x-original-content-type": contentType }),
    },
    body: writeTransport(
      {
        kind: "request",
        head,
        ...(hasBody ? { body: bytes } : {}),
        ocspResponses: [status],
        signature: () => xml.toString("utf8"),
      },
      boundary,
    ),
    sending,
    headersMs: exchangeMs,
  });
}

async function read(gateway: Gateway, signed: SignedRequest, reply: Dispatcher.ResponseData<unknown>): Promise<LoggedOutcome> {
  const { member } = signed;
  const refused = (detail: string): CodedError => roadFailure("Server.ClientProxy.InvalidResponse", { member }, detail);
  const body = openBodySink(gateway);
  // a body that is not read to its end reports an error, as intended here
  reply.body.on("error", () => undefined);
  try {
    if (reply.statusCode !== 200) throw refused(`HTTP ${reply.statusCode}`);
    const type = String(reply.headers["content-type"] ?? "");
    if (!/^text\/xml\b/i.test(type) && reply.headers["x-hash-algorithm"] !== hashAlgorithm) throw refused("hash algorithm");
    const limits = transportLimits(gateway.messages.maxBody);
    const came = await readTransport(paced(reply.body, { senderMs: answerMs }), type, body.sink, limits, (head) => {
      if (!isAnswerTo(signed, head)) throw refused("not the answer to this request");
    });
    if (!came.ok && came.code === "mime.too-large") throw new SpoolRefusal("too-large");
    if (!came.ok) throw refused(`${came.code} ${came.detail ?? ""}`);
    if ("fault" in came.value) throw failureOf(came.value.fault, member);
    const { message } = came.value;
    if (message.kind !== "response") throw refused(message.kind);
    await gateway.network.turn();
    const outcome = await verifyTransport(message, trustIn(gateway.directory.current()), gateway.ctx.clock.now());
    const wrong = (detail: string): CodedError => roadFailure("Server.ClientProxy.SignatureVerification", { member }, detail);
    if (!outcome.ok) throw wrong(`${outcome.code} ${outcome.detail ?? ""}`);
    const signer = memberOfCertificate(outcome.value.signer);
    if (signer !== `${gateway.instance}/${member}`) throw wrong(`signed by ${signer}`);
    return outcomeOf(message.head, await body.finish(), sealOf(outcome.value, message).seal);
  } catch (error) {
    reply.body.destroy();
    await body.drop();
    if (error instanceof SpoolRefusal) throw roadFailure("Server.ClientProxy.NoSpace", {}, error.reason);
    throw error instanceof CodedError
      ? error
      : roadFailure("Server.ClientProxy.NetworkError", { member }, (error as Error).message);
  }
}

/** The part that says which request is answered precedes the body (PR-REST section 4.3); each header once. */
function isAnswerTo({ row, requestId, service }: SignedRequest, head: Buffer): boolean {
  const { first, headers } = decodePart(head);
  const only = (name: string, value: string): boolean => {
    const found = headers.filter(([key]) => key === name);
    return found.length === 1 && found[0]![1] === value;
  };
  return (
    /^[2-5]\d\d$/.test(first) &&
    only("x-road-request-hash", row.request_hash) &&
    only("x-road-id", row.exchange_id) &&
    only("x-road-request-id", requestId) &&
    only("x-road-client", row.consumer) &&
    only("x-road-service", formatService(service))
  );
}

function outcomeOf(head: Buffer, body: Body, seal: LoggedOutcome["seal"]): LoggedOutcome {
  const { first, headers } = decodePart(head);
  const status = Number(first);
  const files = responseFiles(head, body, headerOf(headers, "content-type"));
  return {
    outcome: status < 400 ? "answered" : "refused",
    code: status < 400 ? null : codeIn(body),
    sent: true,
    status,
    head,
    body,
    hash: messageHashOf(files),
    seal,
    proof: seal ? proofOf(seal, files) : undefined,
  };
}

/** X-Road's codes for which ours have another name. */
const renamed: [RegExp, RoadErrorType][] = [
  [/^Server\.ServerProxy\.SslAuthenticationFailed\b/, "Server.ServerProxy.UnknownPeer"],
  [
    /^Server\.ServerProxy\.(UnknownMember|ServiceDisabled|InvalidServiceType|ServiceMissingUrl)\b/,
    "Server.ServerProxy.UnknownService",
  ],
  [
    /^Server\.ServerProxy\.(InvalidSignatureValue|MissingSignature|CertValidation|IncorrectCertificate|SignatureVerification)\b/,
    "Server.ServerProxy.SignatureVerification",
  ],
  [/^Server\.ServerProxy\.ServiceFailed\b/, "Server.ServerProxy.ServiceFailed"],
  [/^Server\.ServerProxy\./, "Server.ServerProxy.Interrupted"],
];

/** A refusal by the other server: its code is passed on if it is one of ours, never its text. */
function failureOf({ code, detail }: SoapFault, member: string): CodedError {
  const type =
    code in roadErrorStatus && code.startsWith("Server.ServerProxy.")
      ? (code as RoadErrorType)
      : renamed.find(([pattern]) => pattern.test(code))?.[1];
  return roadFailure(type ?? "Server.ClientProxy.InvalidResponse", { member }, `${code} ${detail ?? ""}`.slice(0, 300));
}
