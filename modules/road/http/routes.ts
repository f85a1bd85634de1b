import type { Log as TransparencyLog } from "@troad/tlog";
import { TlogError } from "@troad/tlog";
import type { FastifyInstance } from "fastify";

/** The transparency log as C2SP tiles. */
export function roadRoutes(parts: { log: TransparencyLog; newest(): Promise<string> }): (app: FastifyInstance) => void {
  return (app) => {
    app.get(
      "/tlog/checkpoint",
      { schema: { tags: ["tlog"], summary: "Signed checkpoint (C2SP tlog-checkpoint)" } },
      async (_request, reply) =>
        reply
          .type("text/plain; charset=utf-8")
          .header("cache-control", "no-store")
          .header("access-control-allow-origin", "*")
          .send(await parts.newest()),
    );
    app.get<{ Params: { "*": string } }>("/tlog/tile/*", { schema: { hide: true } }, async (request, reply) => {
      const tile = await parts.log.tile(`tile/${request.params["*"]}`).catch((error: unknown) => {
        if (error instanceof TlogError) return undefined;
        throw error;
      });
      if (!tile) return reply.code(404).type("text/plain").send("no such tile\n");
      return reply
        .type("application/octet-stream")
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("access-control-allow-origin", "*")
        .send(Buffer.from(tile));
    });
    app.get(
      "/tlog/verifier-key",
      { schema: { tags: ["tlog"], summary: "The log's verifier key (C2SP signed-note)" } },
      async (_request, reply) => reply.type("text/plain").send(`${parts.log.verifierKey}\n`),
    );
  };
}
