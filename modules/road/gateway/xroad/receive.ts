import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { CodedError } from "@troad/kernel";
import type { Certificate } from "@troad/trust";
import { readTransport, type TransportMessage, verifyServer, verifyTransport } from "@troad/xroad";
import { roadFailure } from "../../domain/errors.ts";
import { clientsByTls } from "../../domain/globalconf.ts";
import { formatClient, memberOf } from "../../domain/identifiers.ts";
import { headerOf } from "../../domain/message.ts";
import { requestFiles } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import { type Head, type Received, requireRight } from "../link/receive.ts";
import type { Body } from "../log/body.ts";
import { SpoolRefusal } from "../log/spool.ts";
import { openBodySink } from "./body-sink.ts";
import { readXroadHead } from "./head.ts";
import { memberOfCertificate, sealOf, trustIn } from "./trust.ts";

/** A message from an X-Road security server. */
export type XroadIncoming = {
  source: AsyncIterable<Buffer>;
  headers: IncomingHttpHeaders /** By which the connection was made. */;
  server: Certificate;
};

export const hashAlgorithm = "SHA-512";
/** Maximum sizes: a head is a page of text; a signature contains several certificates and status answers. */
export const transportLimits = (body: number) => ({ head: 128 * 1024, body, signature: 256 * 1024, ocspResponses: 8 });

const malformed = (detail: string): CodedError => roadFailure("Server.ServerProxy.InvalidRequest", {}, detail);

/** Reads, verifies and checks a request before anything else sees it; a refused body leaves nothing on disk. */
export async function receiveXroad(gateway: Gateway, incoming: XroadIncoming): Promise<Received> {
  gateway.trust.requireSound("ServerProxy");
  await gateway.directory.awake();
  const { headers, source, server } = incoming;
  if (headers["x-road-message-type"] !== "REST") throw malformed("message type");
  if (headers["x-hash-algorithm"] !== hashAlgorithm) throw malformed("hash algorithm");
  const clients = await clientsOf(gateway, server);
  const body = openBodySink(gateway);
  let head: Head | undefined;
  try {
    const limits = transportLimits(gateway.messages.maxBody);
    const read = await readTransport(source, headers["content-type"] ?? "", body.sink, limits, (bytes, answers) => {
      head = readXroadHead(bytes);
      // a peer without a right here must not be able to fill the disk
      checkHead(gateway, head, { clients, server, answers });
    });
    if (!read.ok && read.code === "mime.too-large") throw new SpoolRefusal("too-large");
    if (!read.ok) throw malformed(`${read.code} ${read.detail ?? ""}`);
    if (!("message" in read.value) || read.value.message.kind !== "request" || !head) throw malformed("not a request");
    return await verified(gateway, head, { message: read.value.message, body: await body.finish() });
  } catch (error) {
    await body.drop();
    if (error instanceof SpoolRefusal) throw roadFailure("Server.ServerProxy.NoSpace", {}, error.reason);
    throw error;
  }
}

/** The subsystems for which the server may speak, according to its certificate. */
async function clientsOf({ directory }: Gateway, { fingerprint }: Certificate): Promise<string[]> {
  if (!clientsByTls(directory.current(), fingerprint)) await directory.lookAgain();
  const clients = clientsByTls(directory.current(), fingerprint);
  if (!clients) throw roadFailure("Server.ServerProxy.UnknownPeer");
  return clients;
}

function checkHead(
  gateway: Gateway,
  head: Head,
  { clients, server, answers }: { clients: string[]; server: Certificate; answers: readonly Buffer[] },
): void {
  const { client, service } = head;
  if (client.instance !== gateway.instance || !clients.includes(`${memberOf(client)}/${client.subsystem}`))
    throw roadFailure("Server.ServerProxy.UnknownPeer", {}, `sent for ${formatClient(client)}`);
  const trust = trustIn(gateway.directory.current());
  const standing = verifyServer(server, answers, { side: "tls-client", trust, now: gateway.ctx.clock.now() });
  if (!standing.ok) throw roadFailure(typeOf(standing.code, "UnknownPeer"), {}, standing.code);
  requireRight(gateway, head);
  // X-Road's form has no envelope between gateways
  if (gateway.offer.takesSealedOnly(`${service.subsystem}/${service.service}`))
    throw roadFailure("Server.ServerProxy.EncryptionRequired");
}

const typeOf = (code: string, other: "UnknownPeer" | "SignatureVerification") =>
  code.startsWith("ocsp.") && code !== "ocsp.revoked"
    ? ("Server.ServerProxy.OcspUnavailable" as const)
    : (`Server.ServerProxy.${other}` as const);

/** Checks signature, signer and right, once the whole message has arrived. */
async function verified(
  gateway: Gateway,
  head: Head,
  { message, body }: { message: TransportMessage; body: Body },
): Promise<Received> {
  await gateway.network.turn();
  await gateway.directory.awake();
  const outcome = await verifyTransport(message, trustIn(gateway.directory.current()), gateway.ctx.clock.now());
  if (!outcome.ok)
    throw roadFailure(typeOf(outcome.code, "SignatureVerification"), {}, `${outcome.code} ${outcome.detail ?? ""}`);
  const member = `${head.client.instance}/${memberOf(head.client)}`;
  const signer = memberOfCertificate(outcome.value.signer);
  if (signer !== member) throw roadFailure("Server.ServerProxy.SignatureVerification", {}, `signed by ${signer}, not ${member}`);
  const agreement = requireRight(gateway, head);
  gateway.trust.requireTimestamping("ServerProxy");
  return {
    ...head,
    isSealed: false,
    head: message.head,
    body,
    sealed: sealOf(outcome.value, message),
    files: requestFiles(message.head, body, headerOf(head.headers, "content-type")),
    agreement,
    requestHash: requestHashOf(message),
    isRecall: false,
  };
}

/** As X-Road counts it: a body part counts even if it is empty. */
function requestHashOf({ head, body }: TransportMessage): string {
  const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();
  return (body ? sha512(Buffer.concat([sha512(head), body.sha512])) : sha512(head)).toString("base64");
}
