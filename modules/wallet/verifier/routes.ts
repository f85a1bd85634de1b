import { kernelFailure, type RateLimit } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import type { Checks } from "./checks.ts";

const mostBytes = 128 * 1024;
type Id = { Params: { id: string } };

/** What a wallet asks of a counter, and where it answers (OpenID4VP 1.0, `direct_post`). */
export function checkRoutes(app: FastifyInstance, checks: Checks, limit: RateLimit): void {
  app.get<Id>(
    "/wallet/checks/:id/request",
    { schema: { tags: ["wallet"], summary: "Signed request of a counter (RFC 9101), for the first wallet that asks" } },
    async ({ params, ip }, reply) => {
      await limit(ip);
      return reply
        .header("cache-control", "no-store")
        .type("application/oauth-authz-req+jwt")
        .send(await checks.request(params.id));
    },
  );
  app.post<Id>(
    "/wallet/checks/:id/answer",
    { bodyLimit: mostBytes, schema: { tags: ["wallet"], summary: "Answer of a wallet to a counter's request (direct_post)" } },
    async ({ params, body, ip }, reply) => {
      await limit(ip);
      const { vp_token: vpToken, state, error } = (body ?? {}) as Record<string, unknown>;
      if (typeof error === "string") return reply.header("cache-control", "no-store").send({});
      if (typeof vpToken !== "string" || typeof state !== "string")
        throw kernelFailure("request.invalid", { reason: "vp_token, state" });
      const address = await checks.answer(params.id, { vpToken, state });
      return reply.header("cache-control", "no-store").send({ redirect_uri: address });
    },
  );
}
