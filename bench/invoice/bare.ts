import { fastify } from "fastify";

/** The peer of the winning list: Fastify with nothing on it, answering the same text. */
const [text = ""] = process.argv.slice(2);
const app = fastify();
app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => done(null, body));
app.post("/", async (_request, reply) => reply.type("application/json").send(text));
process.stdout.write(`${await app.listen({ port: 0, host: "127.0.0.1" })}\n`);
