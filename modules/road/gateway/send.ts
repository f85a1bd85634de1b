import { CodedError } from "@troad/kernel";
import { roadFailure, roadTypeOf } from "../domain/errors.ts";
import { decodeFrames } from "../domain/frames.ts";
import type { ServiceId } from "../domain/identifiers.ts";
import { decodePart, headerOf } from "../domain/message.ts";
import type { Body } from "./body.ts";
import { codeIn } from "./claims.ts";
import { envelopeFor, isEncrypted, openEnvelope } from "./envelope.ts";
import { exchangeFiles, messageHashOf, responseFiles, type SignedFile } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import type { LinkAnswer } from "./link.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";
import { pack, unpack } from "./pack.ts";
import { proofOf } from "./proof.ts";
import { SpoolRefusal } from "./spool.ts";

export type SignedRequest = {
  row: LoggedRequest;
  files: SignedFile[];
  /** The document of the request's signature. */
  xml: string;
  requestId: string;
  /** CLASS/CODE of the provider. */
  member: string;
  service: ServiceId;
  /** Whether the row is this request's. */
  logged: boolean;
};

/** Sends a request that is in the log, and gives what came back when it is the answer to it and its signature is the provider's. */
export async function send(gateway: Gateway, signed: SignedRequest): Promise<LoggedOutcome> {
  const { row, member } = signed;
  const { body } = row;
  const { signature, signer } = row.seal;
  const front = { request: row.head, signature, certificate: signer.certificate, ocsp: signer.ocsp };
  if (body.in === "nowhere") throw roadFailure("Server.ClientProxy.Interrupted", { member }, "the body was not kept");
  const mustSeal = isEncrypted(gateway, member, signed.service.subsystem, signed.service.service);
  const envelope = mustSeal ? await envelopeFor(gateway, member, body) : undefined;
  if (mustSeal && !envelope) throw roadFailure("Server.ClientProxy.CannotEncrypt", { member });
  const packed = await pack(gateway, front, body, envelope);
  const answer = await gateway.link.exchange(member, packed.frames, packed.large);
  if (!answer.ok) throw refusalOf(answer.body, member);
  const { parts, ...head } = readHead(signed, answer);
  if (mustSeal && !parts.key) {
    answer.cancel?.();
    throw roadFailure("Server.ClientProxy.InvalidResponse", { member }, "not encrypted");
  }
  const came = await bodyOf(gateway, member, answer, parts);
  try {
    await gateway.turn();
    return verified(gateway, signed, { ...head, parts, body: came });
  } catch (error) {
    if (came.in === "file") await gateway.spool.drop(came.file);
    throw error;
  }
}

type Parts = Record<"response" | "signature" | "certificate" | "ocsp", Buffer> & { body?: Buffer; key?: Buffer };
type Head = { parts: Parts; status: number; contentType: string | undefined };

/** What says which request an answer is to comes in front of its body. */
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
  const verdict = gateway.verifyPeer({
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
    status,
    head: parts.response,
    body,
    hash: messageHashOf(response),
    seal: verdict.seal,
    proof: proofOf(verdict.seal, signedFiles),
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
