import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { fastify } from "fastify";
import { compression } from "./compression.ts";

const text = "字".repeat(4_000);

test("text is compressed for who can read it, and nothing else is", async (t) => {
  const app = fastify();
  t.after(() => app.close());
  await compression(app as never);
  app.get("/page", async (_request, reply) => reply.type("text/html; charset=utf-8").send(text));
  app.get("/small", async (_request, reply) => reply.type("text/html; charset=utf-8").send("short"));
  app.get("/container", async (_request, reply) => reply.type("application/vnd.etsi.asic-e+zip").send(Buffer.from(text)));
  const ask = (url: string, accept?: string) => app.inject({ url, headers: accept ? { "accept-encoding": accept } : {} });

  const brotli = await ask("/page", "gzip, br");
  assert.equal(brotli.headers["content-encoding"], "br");
  assert.match(String(brotli.headers.vary), /accept-encoding/i);
  assert.equal(brotliDecompressSync(brotli.rawPayload).toString(), text);
  assert.equal(gunzipSync((await ask("/page", "gzip")).rawPayload).toString(), text);
  for (const [url, accept] of [
    ["/page", undefined],
    ["/page", "identity"],
    ["/small", "br"],
    ["/container", "br"],
  ] as const)
    assert.equal((await ask(url, accept)).headers["content-encoding"], undefined, `${url} ${accept}`);
});
