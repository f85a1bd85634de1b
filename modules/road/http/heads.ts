import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { RoadApi } from "../api.ts";
import { registryFailure } from "../registry/failures.ts";

const schemaName = Type.String({ pattern: "^[a-z][a-z0-9_]{0,62}$" });
const listQuery = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
const proofParams = Type.Object({ schema: schemaName, no: Type.Integer({ minimum: 1 }) });

/** What every schema published of its ledgers: anyone may read it, and check that it is in the public log. */
export const headRoutes =
  (api: Pick<RoadApi, "headRecords" | "headProof" | "ledgers">) =>
  (app: FastifyInstance): void => {
    app.get(
      "/road/heads",
      { schema: { tags: ["tlog"], summary: "Schemas that publish heads of their ledgers, with the newest record of each" } },
      async () => ({
        schemas: (await api.ledgers()).flatMap(({ schema, published }) => (published ? [{ schema, ...published }] : [])),
      }),
    );
    app.get<{ Params: { schema: string }; Querystring: { after?: number; limit?: number } }>(
      "/road/heads/:schema",
      {
        schema: {
          tags: ["tlog"],
          summary: "Published heads of a schema, oldest first, a page after a number",
          params: Type.Object({ schema: schemaName }),
          querystring: listQuery,
        },
      },
      async ({ params, query }) => {
        const limit = query.limit ?? 50;
        const records = await api.headRecords({ schema: params.schema, after: query.after ?? 0, limit: limit + 1 });
        const heads = records.slice(0, limit);
        return { heads, ...(records.length > limit ? { next: heads.at(-1)?.record.no } : {}) };
      },
    );
    app.get<{ Params: { schema: string; no: number } }>(
      "/road/heads/:schema/:no",
      { schema: { tags: ["tlog"], summary: "A published record with its proof of inclusion", params: proofParams } },
      async ({ params }) => {
        const proof = await api.headProof(params);
        if (!proof) throw registryFailure("ledger.record-unknown");
        return proof;
      },
    );
  };
