import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { inTrace } from "@troad/kernel";
import { type FastifyInstance, type FastifyRequest, fastify } from "fastify";
import { roadFailure } from "../../domain/errors.ts";
import { decodeFrames } from "../../domain/frames.ts";
import { memberByTls } from "../../domain/globalconf.ts";
import { decodePart, headerOf } from "../../domain/message.ts";
import type { Gateway } from "../gateway.ts";
import { type ListenerOptions, lateError, limitSender, paced, patienceOf } from "../listen.ts";
import { UnreadableMessage } from "../log/log-key.ts";
import { readKept } from "../log/read-kept.ts";
import { platformRoutes } from "../platform-routes.ts";
import { serve } from "../provider.ts";
import { hangUp, peerFault, refusalOf, type Subject, sendRefusal } from "../refusals.ts";
import { encodeEvidence } from "../sealing/built-evidence.ts";
import { buildEvidence } from "../sealing/evidence.ts";
import type { ServiceLookup } from "../services/services.ts";
import { framesType, readStream, streamLength, streamType, writeStream } from "./body-stream.ts";
import { maxContent, protocol } from "./channel.ts";
import { serveChannels } from "./channel-server.ts";
import { splitTrace } from "./link.ts";

const bodyOf = (request: FastifyRequest): Buffer => (request.body as Buffer | undefined) ?? Buffer.alloc(0);

/** The identifiers of a message, unverified, for the log of its refusal. */
function subjectOf(frames: Buffer): Subject {
  const head = decodeFrames(frames, ["request"])?.request;
  if (!head) return {};
  const { second: target, headers } = decodePart(head);
  const [id, client] = [headerOf(headers, "x-road-id"), headerOf(headers, "x-road-client")];
  const service = target.split("?")[0]!.split("/").slice(2, 7).join("/").slice(0, 400);
  return {
    ...(id === undefined ? {} : { id: id.slice(0, 120) }),
    ...(client === undefined ? {} : { client: client.slice(0, 300) }),
    service,
  };
}

const fingerprints = new WeakMap<TLSSocket, string>();

/** SHA-256 of the certificate that the other side presented; it cannot change during the connection (TLS 1.3). */
function fingerprintOf(socket: TLSSocket): string {
  let found = fingerprints.get(socket);
  if (found === undefined) {
    found = createHash("sha256")
      .update(socket.getPeerCertificate().raw ?? "")
      .digest("hex");
    fingerprints.set(socket, found);
  }
  return found;
}

type EvidenceRequest = { exchangeId: string; side: "consumer" | "provider"; consumer: string };
function parseEvidenceRequest(body: Buffer): EvidenceRequest {
  try {
    const { exchangeId, side, consumer } = JSON.parse(body.toString("utf8")) as Partial<Record<keyof EvidenceRequest, unknown>>;
    const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 300;
    if (isText(exchangeId) && exchangeId.length <= 120 && isText(consumer) && (side === "consumer" || side === "provider"))
      return { exchangeId, side, consumer };
  } catch {}
  throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "evidence request");
}

/** The listener for other gateways: mutually authenticated TLS 1.3, certificates as named in the global configuration. */
export async function openPeerListener(
  gateway: Gateway,
  lookup: ServiceLookup,
  at: ListenerOptions & { /** CLASS/CODE */ platform: string },
): Promise<{ app: FastifyInstance; address: string }> {
  const { tls } = gateway.identity;
  const shown = () => ({
    key: tls.keyPem,
    cert: tls.chain.map((one) => one.pem).join(""),
    ca: gateway.trust.live.pem(),
    minVersion: "TLSv1.3" as const,
  });
  let channels: { close(): void } | undefined;
  let stopFollowing: (() => void) | undefined;
  const app = fastify({
    serverFactory: (handler) => {
      const server = createServer(
        {
          ...shown(),
          requestCert: true,
          rejectUnauthorized: true,
          ALPNProtocols: [protocol, "http/1.1"],
          handshakeTimeout: at.senderMs,
          ...patienceOf(at),
        },
        handler,
      );
      const show = (): void => server.setSecureContext(shown());
      const following = [gateway.identity.onRenewed(show), gateway.trust.live.onChanged(show)];
      stopFollowing = () => {
        for (const stop of following) stop();
      };
      channels = serveChannels(server, {
        answer: (content, socket) => {
          const { trace, frames } = splitTrace(content);
          return inTrace(trace, async () => {
            const answer = await serve(gateway, lookup, { frames, tlsFingerprint: fingerprintOf(socket) });
            // an answer that the log does not keep cannot be fetched in another way: it must fit into a piece here, or fails
            return answer.large ? "elsewhere" : answer.frames;
          });
        },
        senderMs: at.senderMs,
        refuse: (error, content) =>
          Buffer.from(refusalOf(gateway.ctx, peerFault(error), undefined, subjectOf(splitTrace(content).frames)).body),
      });
      return server;
    },
    bodyLimit: maxContent,
    forceCloseConnections: true,
  });
  app.addHook("preClose", (done) => {
    channels?.close();
    stopFollowing?.();
    done();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxContent }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers["content-type"] !== streamType)
      limitSender(request.raw, at, () => hangUp(gateway.ctx, lateError(), request.raw.socket));
    inTrace(request.headers.traceparent as string | undefined, done);
  });
  app.setErrorHandler((error, request, reply) => sendRefusal(gateway.ctx, peerFault(error), request, reply));
  exchangeRoute(app, gateway, lookup, at);
  platformRoutes(app, gateway, at.platform);
  evidenceRoute(app, gateway);
  await app.listen({ host: at.bind, port: at.port });
  return { app, address: `https://${at.host}:${(app.server.address() as AddressInfo).port}` };
}

/** Messages that are too large for a piece of the channel (ADR 87). */
function exchangeRoute(app: FastifyInstance, gateway: Gateway, lookup: ServiceLookup, at: ListenerOptions): void {
  app.addContentTypeParser(streamType, (_request, payload, done) => done(null, payload));
  app.post("/exchange", async (request, reply) => {
    const tlsFingerprint = fingerprintOf(request.raw.socket as TLSSocket);
    const { frames, large, transient } = await serve(
      gateway,
      lookup,
      request.headers["content-type"] === streamType
        ? { ...(await splitStream(request.raw, at)), tlsFingerprint }
        : { frames: bodyOf(request), tlsFingerprint },
    );
    if (!large) return reply.type(framesType).send(frames);
    if (transient) reply.raw.once("close", () => void gateway.messages.spool.drop(transient));
    return reply
      .type(streamType)
      .header("content-length", streamLength(frames, large.size))
      .send(writeStream(frames, large.read()));
  });
}

async function splitStream(
  raw: IncomingMessage,
  at: ListenerOptions,
): Promise<{ frames: Buffer; stream: AsyncIterable<Buffer> }> {
  try {
    const { frames, body } = await readStream(paced(raw, at));
    return { frames, stream: body };
  } catch (error) {
    throw roadFailure("Server.ServerProxy.InvalidRequest", {}, (error as Error).message);
  }
}

function evidenceRoute(app: FastifyInstance, gateway: Gateway): void {
  app.post("/evidence", async (request) => {
    const conf = gateway.directory.current();
    const peer = memberByTls(conf, fingerprintOf(request.raw.socket as TLSSocket));
    // Only the platform may ask, on behalf of the citizen concerned; it stores none of it.
    if (peer !== conf.platform) throw roadFailure("Server.ServerProxy.UnknownPeer");
    const { exchangeId, side, consumer } = parseEvidenceRequest(bodyOf(request));
    const detail = { side, consumer };
    await gateway.db.tx((tx) => tx.audit({ actor: peer, action: "road.evidence-read", target: exchangeId, detail }));
    try {
      return encodeEvidence(await buildEvidence(gateway, await readKept(gateway, { id: exchangeId, side, consumer })));
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      gateway.ctx.log.error({ exchangeId, side }, "evidence cannot be read with the key of the log");
      return encodeEvidence({ state: "unreadable" });
    }
  });
}
