import assert from "node:assert/strict";
import { after, test } from "node:test";
import cookie from "@fastify/cookie";
import { fastify } from "fastify";
import { readsPrimary } from "../db/standby.ts";
import { inItsTime, rememberWriters } from "../process/just-written.ts";

const app = fastify();
after(() => app.close());

test("a browser that has changed something reads what is committed for a minute; programs and readers are not told apart", async () => {
  await app.register(cookie);
  app.addHook("onRequest", (request, _reply, done) => inItsTime(request, done));
  rememberWriters(app as never, true);
  app.all("/", async () => ({ primary: readsPrimary() }));
  app.post("/refused", async (_request, reply) => reply.code(409).send({}));
  const ask = async (method: "GET" | "POST", sent: Record<string, string> = {}, url = "/") => {
    const reply = await app.inject({ method, url, headers: sent });
    return { ...(reply.json() as { primary?: boolean }), cookie: reply.headers["set-cookie"] };
  };
  const person = { cookie: "session=x" };
  assert.deepEqual(await ask("GET", person), { primary: false, cookie: undefined });
  const wrote = await ask("POST", person);
  assert.equal(wrote.primary, true);
  assert.match(String(wrote.cookie), /^troad-wrote=1; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  assert.deepEqual(await ask("GET", { cookie: "session=x; troad-wrote=1" }), { primary: true, cookie: undefined });
  assert.deepEqual(await ask("GET", { cookie: "x-troad-wrote=1" }), { primary: false, cookie: undefined });
  assert.equal((await ask("POST")).cookie, undefined, "a program");
  assert.equal((await ask("POST", person, "/refused")).cookie, undefined, "nothing was changed");
});
