import type { TLSSocket } from "node:tls";
import { type FastifyInstance, fastify } from "fastify";
import { withoutStandby } from "../db/standby.ts";
import { asCoded, kernelFailure } from "../errors.ts";
import type { Log } from "../logging/log.ts";
import { inTrace } from "../trace.ts";
import type { Invoke } from "./client.ts";
import type { PeerIdentity } from "./identity.ts";
import { callerOf, type PeerCaller } from "./names.ts";

type Params = { module: string; method: string };

/** The mTLS listener for other processes: a caller's certificate names its modules, one of which must be allowed to call. */
export function createPeerServer(options: {
  identity: PeerIdentity;
  invoke: Invoke;
  mayCall(caller: PeerCaller, module: string, method: string, args: unknown[]): Promise<boolean>;
  log: Log;
}): FastifyInstance {
  const { key, cert, ca } = options.identity;
  const app = fastify({
    https: { key, cert, ca, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    bodyLimit: 8 * 1024 * 1024,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  // invalid JSON, or JSON that would poison a prototype, never reaches the route
  app.setErrorHandler((thrown, _request, reply) => {
    const error = asCoded(thrown);
    return reply.code(error.status).send({ code: error.code, params: error.params });
  });
  app.addHook("onRequest", (request, _reply, done) =>
    // whether the person behind it has just written is not known here
    withoutStandby(() => inTrace(request.headers.traceparent as string | undefined, done)),
  );
  app.post<{ Params: Params; Body: { args?: unknown[] } }>("/peer/:module/:method", async (request, reply) => {
    const { module, method } = request.params;
    try {
      const caller = callerOf((request.raw.socket as TLSSocket).getPeerCertificate());
      const args = request.body?.args;
      if (!Array.isArray(args)) throw kernelFailure("peer.invalid", { call: `${module}.${method}`, reason: "/ array" });
      if (!(await options.mayCall(caller, module, method, args)))
        throw kernelFailure("peer.forbidden", { module }, `${caller.modules.join(",")} called ${module}.${method}`);
      return { result: await options.invoke(module, method, args) };
    } catch (thrown) {
      const error = asCoded(thrown);
      if (error.status >= 500) options.log.error({ err: error.cause ?? error, module, method }, "a peer's call failed");
      return reply.code(error.status === 200 ? 500 : error.status).send({ code: error.code, params: error.params });
    }
  });
  return app;
}
