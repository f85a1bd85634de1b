import type { FastifyInstance } from "fastify";
import Type from "typebox";
import { registryFailure } from "../registry/failures.ts";
import type { Registry } from "../registry/registry.ts";

const versionQuery = Type.Object({ version: Type.Optional(Type.String({ maxLength: 20 })) });
const submission = Type.Object(
  {
    member: Type.String({ maxLength: 130 }),
    sealed: Type.String({ maxLength: 200_000 }),
    proof: Type.Optional(Type.String({ maxLength: 4_000 })),
  },
  { additionalProperties: false },
);
const catalogueQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});

const confVersions = [5, 6] as const;
const directoryType = "multipart/related";

/** What the registry publishes: the signed configuration under X-Road's paths, anchors, signed requests, the catalogue. */
export const configurationRoutes =
  ({ publication, api }: Pick<Registry, "publication" | "api">) =>
  (app: FastifyInstance): void => {
    for (const distribution of ["internal", "external"] as const) {
      const summary = `Signed directory of the ${distribution} configuration (X-Road PR-GCONF)`;
      app.get<{ Querystring: { version?: string } }>(
        `/${distribution}conf`,
        { schema: { tags: ["road"], summary, querystring: versionQuery } },
        async (request, reply) => {
          const version = confVersions.find((one) => String(one) === (request.query.version ?? "6"));
          // readers (PR-GCONF) try lower versions as long as the answer is 404, and take any other answer for a yes
          if (version === undefined) return reply.code(404).type("text/plain").send("no such version of the configuration\n");
          return reply
            .type(directoryType)
            .header("cache-control", "no-store")
            .send(await publication.directory(distribution, version));
        },
      );
      for (const version of confVersions)
        app.get(`/V${version}/${distribution}conf`, { schema: { hide: true } }, async (_request, reply) =>
          reply
            .type(directoryType)
            .header("cache-control", "no-store")
            .send(await publication.directory(distribution, version)),
        );
      app.get(
        `/road/anchor/${distribution}`,
        { schema: { tags: ["road"], summary: `Anchor of the ${distribution} configuration; compare it with a copy you trust` } },
        async (_request, reply) => reply.type("application/xml").send(await api.anchor(distribution)),
      );
    }
    for (const version of confVersions)
      app.get<{ Params: { "*": string } }>(`/V${version}/*`, { schema: { hide: true } }, async (request, reply) => {
        const path = `/V${version}/${request.params["*"]}`;
        const file = publication.file(path);
        if (!file) return reply.code(404).type("text/plain").send("no such file, or no longer\n");
        const type = path.endsWith(".json") ? "application/json" : "application/xml";
        return reply.type(type).header("cache-control", "public, max-age=600, immutable").send(file);
      });
    app.post<{ Body: { member: string; sealed: string; proof?: string } }>(
      "/road/requests",
      { schema: { tags: ["road"], summary: "A management request, sealed by the member", body: submission } },
      async (request) => api.submitRequest(request.body),
    );
    app.get<{ Querystring: { q?: string; after?: string; limit?: number } }>(
      "/road/services",
      {
        schema: {
          tags: ["road"],
          summary: "Catalogue of services: search, a page after an identifier",
          querystring: catalogueQuery,
        },
      },
      async ({ query }) => {
        const limit = query.limit ?? 50;
        const found = await api.services({
          text: query.q ?? "",
          ...(query.after ? { after: query.after } : {}),
          limit: limit + 1,
        });
        const services = found.slice(0, limit);
        return { services, ...(found.length > limit ? { next: services.at(-1)?.provider } : {}) };
      },
    );
    app.get<{ Params: { "*": string } }>(
      "/road/services/*",
      { schema: { tags: ["road"], summary: "A service by INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE" } },
      async (request) => {
        const found = await api.service(request.params["*"]);
        if (!found) throw registryFailure("registry.service-unknown");
        return found;
      },
    );
  };
