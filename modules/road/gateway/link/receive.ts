import type { StoredAgreement } from "@troad/directory";
import { type CodedError, taipeiDate } from "@troad/kernel";
import { roadFailure } from "../../domain/errors.ts";
import { decodeFrames } from "../../domain/frames.ts";
import { memberByTls, rightFor } from "../../domain/globalconf.ts";
import {
  type ClientId,
  formatClient,
  formatService,
  memberOf,
  messageId,
  methodForm,
  parseClient,
  parseTarget,
  type ServiceId,
} from "../../domain/identifiers.ts";
import { areForwardable, decodePart, type HeaderList, headerOf } from "../../domain/message.ts";
import { messageHashOf, requestFiles, type SignedFile } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import type { Body } from "../log/body.ts";
import { SpoolRefusal } from "../log/spool.ts";
import type { Sealed } from "../sealing/seal.ts";
import { metaserviceRight } from "../services/metaservices.ts";
import { openEnvelope } from "./envelope.ts";
import { unpack } from "./pack.ts";

/** A message from another gateway: frames, followed by the body if it is too large for memory. */
export type Incoming = { frames: Buffer; stream?: AsyncIterable<Buffer>; tlsFingerprint: string };

export type Head = {
  method: string;
  path: string;
  headers: HeaderList;
  id: string;
  requestId: string;
  client: ClientId;
  service: ServiceId;
};

export type Received = Head & {
  /** Whether the body was encrypted, which its answer then is too. */
  isSealed: boolean;
  head: Buffer;
  body: Body;
  sealed: Sealed;
  files: SignedFile[];
  agreement: StoredAgreement;
  requestHash: string;
  /**
   * The consumer's gateway asks for the outcome of a request that it may have sent before; a request that is not here is not carried out.
   */
  isRecall: boolean;
};

type Parts = Record<"request" | "signature" | "certificate" | "ocsp", Buffer> & { body?: Buffer; key?: Buffer; recall?: Buffer };

/** Reads, verifies and checks a request before anything else sees it. A refused body leaves nothing on disk. */
export async function receive(gateway: Gateway, incoming: Incoming): Promise<Received> {
  gateway.trust.requireSound("ServerProxy");
  await gateway.directory.awake();
  const { tlsFingerprint } = incoming;
  if (!memberByTls(gateway.directory.current(), tlsFingerprint)) await gateway.directory.lookAgain();
  const peer = memberByTls(gateway.directory.current(), tlsFingerprint);
  if (!peer) throw roadFailure("Server.ServerProxy.UnknownPeer");
  const required = ["request", "signature", "certificate", "ocsp", ...(incoming.stream ? [] : ["body"])];
  const parts = decodeFrames(incoming.frames, required) as Parts | undefined;
  if (!parts) throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "frames");
  const head = readHead(parts.request);
  // The connection, the signature and the header must name the same member; each alone could be copied from another.
  if (memberOf(head.client) !== peer || head.client.instance !== gateway.instance)
    throw roadFailure("Server.ServerProxy.UnknownPeer", {}, `${peer} sent for ${formatClient(head.client)}`);
  // a peer without a right here must not be able to fill the disk
  if (incoming.stream) requireRight(gateway, head);
  const isSealed = parts.key !== undefined;
  if (!isSealed && gateway.offer.takesSealedOnly(`${head.service.subsystem}/${head.service.service}`))
    throw roadFailure("Server.ServerProxy.EncryptionRequired");
  const body = await bodyOf(gateway, incoming, parts);
  try {
    await gateway.network.turn();
    await gateway.directory.awake();
    const { files, sealed } = verify(gateway, peer, { head, parts, body });
    const agreement = requireRight(gateway, head);
    gateway.trust.requireTimestamping("ServerProxy");
    const isRecall = parts.recall !== undefined;
    const requestHash = messageHashOf(files);
    return { ...head, isSealed, head: parts.request, body, sealed, files, agreement, requestHash, isRecall };
  } catch (error) {
    if (body.in === "file") await gateway.messages.spool.drop(body.file);
    throw error;
  }
}

async function bodyOf(gateway: Gateway, { stream }: Incoming, { key, body }: Parts): Promise<Body> {
  const open = key && (await unwrap(gateway, key));
  try {
    return await unpack(gateway, { bytes: body, stream }, open);
  } catch (error) {
    if (error instanceof SpoolRefusal) throw roadFailure("Server.ServerProxy.NoSpace", {}, error.reason);
    throw roadFailure("Server.ServerProxy.InvalidRequest", {}, (error as Error).message);
  }
}

const unwrap = (gateway: Gateway, key: Buffer) =>
  openEnvelope(gateway, key).catch((error: unknown) => {
    throw roadFailure("Server.ServerProxy.CannotEncrypt", {}, (error as Error).message);
  });

function verify(
  gateway: Gateway,
  peer: string,
  { head, parts, body }: { head: Head; parts: Parts; body: Body },
): { files: SignedFile[]; sealed: Sealed } {
  const files = requestFiles(parts.request, body, headerOf(head.headers, "content-type"));
  const { signature, certificate, ocsp } = parts;
  const verdict = gateway.trust.verifyPeer({ signature, certificate, ocsp, files, member: `${head.client.instance}/${peer}` });
  if (verdict.ok) return { files, sealed: verdict };
  const type = verdict.kind === "ocsp" ? "Server.ServerProxy.OcspUnavailable" : "Server.ServerProxy.SignatureVerification";
  throw roadFailure(type, {}, verdict.reason);
}

/** The right that allows a call, according to the current configuration. */
export function requireRight(gateway: Gateway, { client, service, method, path, headers }: Head): StoredAgreement {
  if (memberOf(service) !== gateway.agency.member || !gateway.offer.servesSubsystem(service.subsystem))
    throw roadFailure("Server.ServerProxy.UnknownService", { service: formatService(service) });
  const consent = headerOf(headers, "x-troad-consent") !== undefined;
  const call = { consumer: formatClient(client), provider: formatService(service), method, path, consent };
  const agreement =
    rightFor(gateway.directory.current(), call, taipeiDate(gateway.ctx.clock.now())) ?? metaserviceRight(client, service, method);
  if (!agreement)
    throw roadFailure("Server.ServerProxy.AccessDenied", { client: formatClient(client), service: formatService(service) });
  if (agreement.consentRequired && !consent) throw roadFailure("Server.ServerProxy.ConsentMissing");
  return agreement;
}

/**
 * Reads the signed head. Anything that a gateway would never send is malformed, even if signed: above all a duplicate header, of which we
 * would check one and the service would read the other.
 */
function readHead(head: Buffer): Head {
  const refused = (detail: string): CodedError => roadFailure("Server.ServerProxy.InvalidRequest", {}, detail);
  const { first: method, second: target, headers } = decodePart(head);
  if (!areForwardable(headers)) throw refused("headers");
  const id = headerOf(headers, "x-road-id") ?? "";
  const requestId = headerOf(headers, "x-road-request-id") ?? "";
  if (!messageId.test(id) || requestId === "" || !methodForm.test(method)) throw refused("identifiers");
  try {
    return { method, headers, id, requestId, client: parseClient(headerOf(headers, "x-road-client")), ...parseTarget(target) };
  } catch (error) {
    throw refused((error as Error).message);
  }
}
