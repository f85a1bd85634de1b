import { kernelFailure, type ModuleContext } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Provider } from "oidc-provider";
import type { WalletContent } from "../domain/content.ts";
import type { IssuerKey } from "./key.ts";
import type { Lists } from "./lists.ts";
import { scopes, typeMetadata } from "./metadata.ts";
import { mountPath } from "./provider.ts";

type Parts = { ctx: ModuleContext; provider: Provider; content: WalletContent; key: IssuerKey; lists: Lists; origin: string };
const wellKnown = ["openid-credential-issuer", "oauth-authorization-server"];

/** What wallets and verifiers ask by machine: the provider's own endpoints, who the issuer is, types and status lists. Any site may read them. */
export function issuerRoutes(app: FastifyInstance, { ctx, provider, content, key, lists, origin }: Parts): void {
  mount(app, provider);
  const open = (reply: FastifyReply) =>
    reply.header("access-control-allow-origin", "*").header("cache-control", `max-age=${lists.freshSeconds}`);
  app.get(`/.well-known/jwt-vc-issuer${mountPath}`, hidden, async (_request, reply) =>
    open(reply).send({ issuer: provider.issuer, jwks: { keys: key.keys.map((one) => ({ ...one, use: "sig", alg: "ES256" })) } }),
  );
  app.get<{ Params: { kind: string } }>(
    "/wallet/types/:kind",
    { schema: { tags: ["wallet"], summary: "Type of a credential (SD-JWT VC type metadata)" } },
    async ({ params }, reply) => {
      const kind = scopes.find((one) => one === params.kind);
      if (!kind) throw kernelFailure("request.not-found");
      return open(reply).send(typeMetadata(ctx, content, origin, kind));
    },
  );
  app.get<{ Params: { list: string } }>(
    "/wallet/status/:list",
    { schema: { tags: ["wallet"], summary: "Revoked and suspended copies (IETF Token Status List, two bits)" } },
    async ({ params }, reply) => {
      const token = await lists.token(params.list);
      if (token === undefined) throw kernelFailure("request.not-found");
      return open(reply).type("application/statuslist+jwt").send(token);
    },
  );
  app.get(
    "/wallet/lists",
    { schema: { tags: ["wallet"], summary: "Addresses of the status lists in use, for a verifier that keeps them" } },
    async (_request, reply) => open(reply).send({ issuer: provider.issuer, lists: await lists.inUse() }),
  );
}

/** Host and scheme are the issuer's, whatever the request says; its well-known addresses stand before the path (RFC 8414 section 3.1). */
function mount(app: FastifyInstance, provider: Provider): void {
  const issuer = new URL(provider.issuer);
  const callback = provider.callback();
  provider.proxy = true;
  const pass = async ({ raw }: FastifyRequest, reply: FastifyReply, url: string): Promise<void> => {
    raw.headers.host = issuer.host;
    delete raw.headers["x-forwarded-host"];
    raw.headers["x-forwarded-proto"] = issuer.protocol.slice(0, -1);
    Object.assign(raw, { originalUrl: `${mountPath}${url}`, url });
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.setHeader("cache-control", "no-store");
    reply.hijack();
    await callback(raw, reply.raw);
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.all(`${mountPath}/*`, hidden, (request, reply) => pass(request, reply, request.raw.url!.slice(mountPath.length)));
    for (const name of wellKnown)
      scope.get(`/.well-known/${name}${mountPath}`, hidden, (request, reply) => pass(request, reply, `/.well-known/${name}`));
  });
}
