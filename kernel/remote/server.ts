import type { TLSSocket } from "node:tls";
import { fastify, type FastifyInstance } from "fastify";
import { asCoded, kernelFailure } from "../errors.ts";
import type { Log } from "../log.ts";
import { inTrace } from "../trace.ts";
import type { Invoke } from "./client.ts";
import type { PeerIdentity } from "./identity.ts";
import { modulesNamedIn } from "./names.ts";

type Params = { module: string; method: string };

/** The mTLS door for other processes: a caller's certificate names its modules, and one of them must be allowed to call. */
export function createPeerServer(options: { identity: PeerIdentity; invoke: Invoke; mayCall(callers: string[], module: string, method: string): boolean; log: Log }): FastifyInstance {
  const { key, cert, ca } = options.identity;
  const app = fastify({
    https: { key, cert, ca, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    bodyLimit: 8 * 1024 * 1024,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  app.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
  app.post<{ Params: Params; Body: { args?: unknown[] } }>("/peer/:module/:method", async (request, reply) => {
    const { module, method } = request.params;
    try {
      const callers = modulesNamedIn((request.raw.socket as TLSSocket).getPeerCertificate());
      if (!options.mayCall(callers, module, method)) throw kernelFailure("peer.forbidden", { module }, `${callers.join(",")} called ${module}.${method}`);
      return { result: await options.invoke(module, method, request.body?.args ?? []) };
    } catch (thrown) {
      const error = asCoded(thrown);
      if (error.status >= 500) options.log.error({ err: error.cause ?? error, module, method }, "a peer's call failed");
      return reply.code(error.status === 200 ? 500 : error.status).send({ code: error.code, params: error.params });
    }
  });
  return app;
}
