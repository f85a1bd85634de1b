import { createHash } from "node:crypto";
import { fastify } from "fastify";
import pg from "pg";

/** The peer: Fastify with nothing on it, one select by an index through a pool, and a page of the same size. */
type Task = { config: pg.PoolConfig; text: string };

process.once("message", async (message) => {
  const { config, text } = message as Task;
  const pool = new pg.Pool({ ...config, max: 10 });
  // the server ends before this process does
  pool.on("error", () => undefined);
  const app = fastify();
  const query = "select name from session where id_hash = $1 and expires_at > now()";
  app.get("/", async (request, reply) => {
    const secret = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    const hash = createHash("sha256").update(secret).digest("base64url");
    const { rows } = await pool.query({ name: "session", text: query, values: [hash] });
    if (rows.length === 0) return reply.code(401).send();
    return reply.type("text/html; charset=utf-8").send(text);
  });
  process.send?.(await app.listen({ port: 0, host: "127.0.0.1" }));
});
