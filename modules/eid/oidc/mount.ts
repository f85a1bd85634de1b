import type { IncomingMessage } from "node:http";
import { contentSecurityPolicy, type RateLimit } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Provider } from "oidc-provider";

/** The request, which carries the reader's language, for pages that the provider renders. */
const requests = new WeakMap<IncomingMessage, FastifyRequest>();
export const requestOf = (raw: IncomingMessage): FastifyRequest | undefined => requests.get(raw);

const mountPath = "/eid/oidc";

/**
 * Passes everything below /eid/oidc to the provider: raw request and response, the body unread. Host and scheme are the issuer's, whatever
 * the request says, so that no header from outside gets into an address that we send.
 */
export function mountProvider(app: FastifyInstance, provider: Provider, formActions: string[], limit: RateLimit): void {
  const issuer = new URL(provider.issuer);
  const callback = provider.callback();
  // oidc-provider then takes the scheme from the header that is set below
  provider.proxy = true;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.all(`${mountPath}/*`, { schema: { hide: true } }, async (request, reply) => {
      const { raw } = request;
      // each started sign-in is a row until it expires
      if (/^\/eid\/oidc\/auth\/?(\?|$)/i.test(raw.url!)) await limit(request.ip);
      raw.headers.host = issuer.host;
      delete raw.headers["x-forwarded-host"];
      raw.headers["x-forwarded-proto"] = issuer.protocol.slice(0, -1);
      Object.assign(raw, { originalUrl: raw.url, url: raw.url!.slice(mountPath.length) });
      requests.set(raw, request);
      reply.header("content-security-policy", contentSecurityPolicy(formActions)).header("cache-control", "no-store");
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      await callback(raw, reply.raw);
    });
  });
}
