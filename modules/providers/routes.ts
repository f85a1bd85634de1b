import type { EidApi } from "@troad/eid/api";
import { bearerOf, exactly } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";
import type { Asking } from "./asking.ts";
import { fail } from "./errors.ts";
import type { Sources } from "./sources.ts";
import { sourceId, type Terms, termsSchema } from "./terms.ts";

export const base = "/providers/v1";
const params = exactly({ source: sourceId });
const tokenForm = exactly({ token: Type.String({ minLength: 1, maxLength: 300 }) });
type Parts = { sources: Sources; asking: Asking; eid: Pick<EidApi, "provenClient">; audience: string };

/** Companies apply for the data sets that they keep, and ask about tokens by Taiwan's protocol. */
export function providerRoutes(app: FastifyInstance, { sources, asking, eid, audience }: Parts): void {
  const described = (summary: string, schema: object) => ({ schema: { tags: ["providers"], summary, ...schema } });
  app.put(
    `${base}/sources/:source`,
    {
      ...described("Apply for a data set", { params, body: termsSchema }),
      config: { dataOnly: true, nestedBody: true },
      bodyLimit: 32_768,
    },
    async (request, reply) => {
      const assertion = bearerOf(request);
      const client = assertion === undefined ? null : await eid.provenClient({ assertion, audience });
      if (!client) throw fail("providers.client-unknown");
      const { source } = request.params as Static<typeof params>;
      reply.header("cache-control", "no-store");
      return sources.apply(client, source, request.body as Terms);
    },
  );
  app.post(
    "/mydata/tw/connect/introspect",
    {
      ...described("Whether a token is good, for the source that it was made for", { body: tokenForm }),
      config: { dataOnly: true },
    },
    async (request, reply) => {
      const [, given = ""] = /^Basic (\S{1,400})$/.exec(request.headers.authorization ?? "") ?? [];
      const text = Buffer.from(given, "base64").toString("utf8");
      const at = text.indexOf(":");
      const source = at < 0 ? undefined : await sources.proven(text.slice(0, at), text.slice(at + 1));
      if (!source) throw fail("providers.client-unknown");
      reply.header("cache-control", "no-store");
      return asking.introspect(source, (request.body as Static<typeof tokenForm>).token);
    },
  );
  app.get(
    "/mydata/tw/connect/userinfo",
    { ...described("Who the person of a token is", {}), config: { dataOnly: true } },
    async (request, reply) => {
      const told = await asking.userinfo(bearerOf(request) ?? "");
      if (!told) throw fail("providers.client-unknown");
      reply.header("cache-control", "no-store");
      return told;
    },
  );
}
