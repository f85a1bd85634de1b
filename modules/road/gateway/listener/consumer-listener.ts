import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { inTrace, isOurHost } from "@troad/kernel";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { roadFailure } from "../../domain/errors.ts";
import type { Gateway } from "../gateway.ts";
import { type ListenerOptions, lateError, limitSender, listenAt, patienceOf } from "../listen.ts";
import { bodyLimit, clientFault, hangUp, sendRefusal } from "../refusals.ts";
import { asicRoute } from "../services/asic.ts";
import { metadataRoutes } from "../services/metaservices.ts";
import { handleExchange, refuseExchange } from "./exchange-handler.ts";
import { isSoap, normalizeRequest } from "./http-form.ts";

export type ConsumerListener = {
  url: string;
  /** The HTTPS address, if there is one. */
  tlsUrl: string | undefined;
  /** Each answer from now on says that its connection ends. */
  leave(): void;
  close(): Promise<void>;
};

/** The ports for information systems; `tlsPort` if HTTPS is available too. */
type Place = ListenerOptions & { tlsPort?: number };

/**
 * The listener for the member's own information systems: X-Road's REST interface (PR-REST), on loopback or the agency's internal network,
 * over HTTP and, if a port is configured for it, HTTPS. Exchanges use Node's own server, because they have one route and no schema to
 * check; all other requests use Fastify.
 */
export async function openConsumerListener(gateway: Gateway, at: Place): Promise<ConsumerListener> {
  let closing = false;
  let toFastify: RequestListener = () => undefined;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (closing) response.setHeader("connection", "close");
    try {
      normalizeRequest(request);
      refuseForeign(gateway, at, request);
      if (isSoap(request) && !request.url?.startsWith("/r1/"))
        throw roadFailure("Client.ClientProxy.InvalidRequest", {}, "SOAP is not spoken here");
    } catch (error) {
      void refuseExchange(gateway, error, request, response);
      return;
    }
    if (!request.url?.startsWith("/r1/")) toFastify(request, response);
    else inTrace(request.headers.traceparent as string | undefined, () => void handleExchange(gateway, at, request, response));
  };
  const server = createServer(serverOptions(at), handle);
  const app = openMetadata(gateway, at, (handler) => {
    toFastify = handler;
    return server;
  });
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  await app.listen({ host: at.bind, port: at.port });
  const secure = at.tlsPort === undefined ? undefined : createTlsServer({ ...serverOptions(at), ...tlsOptions(gateway) }, handle);
  for (const one of [server, ...(secure ? [secure] : [])]) expectations(one, handle);
  secure?.on("clientError", (error, socket) => hangUp(gateway.ctx, error, socket as never));
  const port = secure && (await listenAt(secure, { bind: at.bind, port: at.tlsPort ?? 0 }));
  const stopFollowing = gateway.identity.onRenewed(() => secure?.setSecureContext(tlsOptions(gateway)));
  return {
    url: `http://${at.host}:${(server.address() as AddressInfo).port}`,
    tlsUrl: port === undefined ? undefined : `https://${at.host}:${port}`,
    leave: () => {
      closing = true;
    },
    close: async () => {
      stopFollowing();
      await Promise.all([app.close(), secure && closeTls(secure)]);
    },
  };
}

const serverOptions = (at: ListenerOptions) => ({ ...patienceOf(at), requireHostHeader: false });

/** The client's certificate is requested and compared with those of its subsystem; its issuer does not matter (ADR 73). */
const tlsOptions = ({ identity: { tls } }: Gateway) => ({
  key: tls.keyPem,
  cert: tls.chain.map(({ pem }) => pem).join(""),
  requestCert: true,
  rejectUnauthorized: false,
  minVersion: "TLSv1.2" as const,
});

/** Heads are checked before `100 Continue` is sent; a client that half-closes its connection after the request gets its answer. */
function expectations(server: Server | TlsServer, handle: RequestListener): void {
  server.on("checkContinue", handle);
  server.on("checkExpectation", handle);
  Object.assign(server, { httpAllowHalfOpen: true }); // a property of Node's server that its types lack
}

const closeTls = (server: TlsServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });

/** Requests other than exchanges: who is on the road, and the configuration. */
function openMetadata(gateway: Gateway, at: ListenerOptions, serverFor: (handler: RequestListener) => Server): FastifyInstance {
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendRefusal(gateway.ctx, clientFault(error), request, reply);
  const app = fastify({
    bodyLimit,
    serverFactory: (handler) => serverFor(handler),
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: refuse,
    clientErrorHandler: (error, socket) => hangUp(gateway.ctx, error, socket),
  });
  app.addHook("onRequest", (request, _reply, done) => {
    limitSender(request.raw, at, () => hangUp(gateway.ctx, lateError(), request.raw.socket));
    inTrace(request.headers.traceparent as string | undefined, done);
  });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) =>
    refuse(
      roadFailure("Client.ClientProxy.InvalidServiceIdentifier", { value: (request.raw.url ?? "").slice(0, 200) }),
      request,
      reply,
    ),
  );
  metadataRoutes(app, gateway);
  asicRoute(app, gateway);
  return app;
}

/** A browser inside the network that an attacker's name led here (DNS rebinding) sends that name. */
function refuseForeign({ ctx }: Gateway, at: ListenerOptions, request: IncomingMessage): void {
  if (!isOurHost(request.headers.host, new Set([...ctx.hosts, at.host.toLowerCase()])))
    throw roadFailure("Client.ClientProxy.InvalidRequest", {}, "asked under a name that is not ours");
}
