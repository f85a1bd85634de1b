import { CodedError } from "@troad/kernel";
import { roadFailure, roadTypeOf } from "../../domain/errors.ts";
import { decodeFrames, type Frames } from "../../domain/frames.ts";
import type { ServiceId } from "../../domain/identifiers.ts";
import { decodePart, headerOf, isSafe } from "../../domain/message.ts";
import { codeIn } from "../claims.ts";
import { exchangeFiles, messageHashOf, responseFiles, type SignedFile } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import type { Body } from "../log/body.ts";
import type { LoggedOutcome, LoggedRequest } from "../log/logged.ts";
import { SpoolRefusal } from "../log/spool.ts";
import { proofOf } from "../sealing/proof.ts";
import { envelopeFor, isEncrypted, openEnvelope } from "./envelope.ts";
import type { LinkAnswer, OutgoingMessage } from "./link.ts";
import { pack, unpack } from "./pack.ts";
import type { Sending } from "./sent.ts";

export type SignedRequest = {
  row: LoggedRequest;
  files: SignedFile[];
  /** The document of the request's signature. */
  xml: string;
  requestId: string;
  /** CLASS/CODE of the provider. */
  member: string;
  service: ServiceId;
  /** Code of the provider's only server that may be asked; undefined for any. */
  server: string | undefined;
  /** Whether the row belongs to this request. */
  logged: boolean;
};

/** `mayHaveLeft`: this request may have reached a gateway of the provider before. */
export type Delivery = { sending: Sending; mayHaveLeft: boolean };

/** Sends a logged request and gives the answer, if it belongs to the request and the provider's signature is valid. */
export async function send(gateway: Gateway, signed: SignedRequest, delivery: Delivery): Promise<LoggedOutcome> {
  const { row, member } = signed;
  const { body } = row;
  const { signature, signer } = row.seal;
  const front = { request: row.head, signature, certificate: signer.certificate, ocsp: signer.ocsp };
  if (body.in === "nowhere") throw roadFailure("Server.ClientProxy.Interrupted", { member }, "the body was not kept");
  const mustSeal = isEncrypted(gateway, member, signed.service.subsystem, signed.service.service);
  const envelope = mustSeal ? await envelopeFor(gateway, member, body) : undefined;
  if (mustSeal && !envelope) throw roadFailure("Server.ClientProxy.CannotEncrypt", { member });
  const packed = (more: Frames = {}) => pack(gateway, { ...front, ...more }, body, envelope);
  const isOnce = !isSafe(decodePart(row.head).first);
  const recalled = isOnce && delivery.mayHaveLeft ? await recall(gateway, member, packed) : undefined;
  if (recalled) delivery.sending.sent = true;
  const answer = recalled ?? (await deliver(gateway, signed, { message: await packed(), sending: delivery.sending, isOnce }));
  if (!answer.ok) throw refusalOf(answer.body, member);
  const { parts, ...head } = readHead(signed, answer);
  if (mustSeal && !parts.key) {
    answer.cancel?.();
    throw roadFailure("Server.ClientProxy.InvalidResponse", { member }, "not encrypted");
  }
  const came = await bodyOf(gateway, member, answer, parts);
  try {
    await gateway.network.turn();
    return verified(gateway, signed, { ...head, parts, body: came });
  } catch (error) {
    if (came.in === "file") await gateway.messages.spool.drop(came.file);
    throw error;
  }
}

type Deliverable = { message: OutgoingMessage; sending: Sending; isOnce: boolean };

async function deliver(
  gateway: Gateway,
  { member, server }: SignedRequest,
  { message, sending, isOnce }: Deliverable,
): Promise<LinkAnswer> {
  try {
    return await gateway.network.link.exchange({ member, server }, message, sending);
  } catch (error) {
    if (!sending.sent || !isOnce) throw error;
    throw roadFailure("Server.ClientProxy.OutcomeUnknown", { member }, (error as Error).message);
  }
}

/**
 * Asks each gateway of a member for the outcome of a request that may have reached one of them. Undefined if none of them has it, so that
 * it may be sent. With a single gateway this is unnecessary: it knows what it has.
 */
async function recall(
  gateway: Gateway,
  member: string,
  packed: (more: Frames) => Promise<OutgoingMessage>,
): Promise<LinkAnswer | undefined> {
  // whichever of them the client names now
  const to = { member, server: undefined };
  if ((await gateway.network.link.countOf(to)) === 1) return undefined;
  let isOneAway = false;
  for await (const answer of gateway.network.link.exchangeWithEach(to, await packed({ recall: Buffer.alloc(0) }))) {
    if (!answer) isOneAway = true;
    else if (answer.ok || typeIn(answer.body) !== "Server.ServerProxy.NotReceived") return answer;
  }
  if (isOneAway) throw roadFailure("Server.ClientProxy.OutcomeUnknown", { member }, "a gateway that may have it is away");
  return undefined;
}

type Parts = Record<"response" | "signature" | "certificate" | "ocsp", Buffer> & { body?: Buffer; key?: Buffer };
type Head = { parts: Parts; status: number; contentType: string | undefined };

/** The part that says which request is answered precedes the body. */
function readHead({ row, requestId, member }: SignedRequest, answer: LinkAnswer): Head {
  const refused = (detail: string): CodedError => {
    answer.cancel?.();
    return roadFailure("Server.ClientProxy.InvalidResponse", { member }, detail);
  };
  const required = ["response", "signature", "certificate", "ocsp", ...(answer.stream ? [] : ["body"])];
  const parts = decodeFrames(answer.body, required) as Parts | undefined;
  if (!parts) throw refused("frames");
  const { first, headers } = decodePart(parts.response);
  const status = Number(first);
  const bound =
    headerOf(headers, "x-road-request-hash") === row.request_hash &&
    headerOf(headers, "x-road-id") === row.exchange_id &&
    headerOf(headers, "x-road-request-id") === requestId &&
    status >= 100 &&
    status < 600;
  if (!bound) throw refused("not the answer to this request");
  return { parts, status, contentType: headerOf(headers, "content-type") };
}

async function bodyOf(gateway: Gateway, member: string, { stream }: LinkAnswer, { body, key }: Parts): Promise<Body> {
  try {
    const open = key && (await openEnvelope(gateway, key));
    return await unpack(gateway, { bytes: body, stream }, open);
  } catch (error) {
    throw error instanceof SpoolRefusal
      ? roadFailure("Server.ClientProxy.NoSpace", {}, error.reason)
      : roadFailure(
          key ? "Server.ClientProxy.InvalidResponse" : "Server.ClientProxy.NetworkError",
          { member },
          (error as Error).message,
        );
  }
}

function verified(
  gateway: Gateway,
  { row, files, xml, member }: SignedRequest,
  { parts, status, contentType, body }: Head & { body: Body },
): LoggedOutcome {
  const response = responseFiles(parts.response, body, contentType);
  const signedFiles = exchangeFiles(files, xml, row.seal.signer.ocsp, response);
  const verdict = gateway.trust.verifyPeer({
    signature: parts.signature,
    certificate: parts.certificate,
    ocsp: parts.ocsp,
    files: signedFiles,
    member: `${gateway.instance}/${member}`,
  });
  if (!verdict.ok) throw roadFailure("Server.ClientProxy.SignatureVerification", { member }, verdict.reason);
  return {
    outcome: status < 400 ? "answered" : "refused",
    code: status < 400 ? null : codeIn(body),
    sent: true,
    status,
    head: parts.response,
    body,
    hash: messageHashOf(response),
    seal: verdict.seal,
    proof: proofOf(verdict.seal, signedFiles),
  };
}

/** A refusal by the other gateway: its type is passed on, never its text. */
function refusalOf(body: Buffer, member: string): CodedError {
  return roadFailure(roadTypeOf(new CodedError(`road.${typeIn(body)}`, 500), "Server.ClientProxy.InvalidResponse"), { member });
}

function typeIn(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString("utf8")) as { type?: unknown }).type);
  } catch {
    return "";
  }
}
