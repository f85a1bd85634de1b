import assert from "node:assert/strict";
import { test } from "node:test";
import { fastify } from "fastify";
import { reachablePages, redirectElsewhere } from "./pages.ts";

const module = (name: string, ...paths: string[]) => ({ name, pages: { paths } });
const [home, shop, news, engine] = [module("home", "/"), module("shop", "/shop"), module("news", "/news"), { name: "engine" }];
const site = {
  known: [home, shop, news, engine],
  here: [home],
  origin: "http://localhost:1",
  origins: new Map([["shop", "http://localhost:2"]]),
  isBehindProxy: false,
};
const modulesOf = (options: typeof site) => reachablePages(options).map((one) => `${one.module} ${one.origin}`);

test("pages are reached here and where ORIGINS says, and with a proxy in front all of them", () => {
  assert.deepEqual(modulesOf(site), ["home http://localhost:1", "shop http://localhost:2"]);
  assert.deepEqual(modulesOf({ ...site, isBehindProxy: true }), [
    "home http://localhost:1",
    "shop http://localhost:2",
    "news http://localhost:1",
  ]);
});

test("an address of a module elsewhere leads to its origin with path and query, and no request chooses another one", async () => {
  const app = fastify();
  redirectElsewhere(app as unknown as Parameters<typeof redirectElsewhere>[0], site);
  const ask = async (url: string, method: "GET" | "POST" = "GET") => {
    const { statusCode, headers } = await app.inject({ method, url });
    return statusCode === 307 ? headers.location : statusCode;
  };
  assert.equal(await ask("/shop"), "http://localhost:2/shop");
  assert.equal(await ask("/shop/a?b=c%20d&e=//evil.example"), "http://localhost:2/shop/a?b=c%20d&e=//evil.example");
  assert.equal(await ask("/shop/order", "POST"), "http://localhost:2/shop/order");
  assert.equal(await ask("/shop//evil.example"), "http://localhost:2/shop//evil.example");
  assert.equal(await ask("/shopping"), 404);
  assert.equal(await ask("/news"), 404, "nobody says where it is");
  assert.equal(await ask("/"), 404, "it is here, and has routes of its own");
  await app.close();
});

test("a module whose origin is this one's is not sent elsewhere: nothing would end", async () => {
  const app = fastify();
  const origins = new Map([["shop", "http://localhost:1"]]);
  redirectElsewhere(app as unknown as Parameters<typeof redirectElsewhere>[0], { ...site, origins });
  assert.equal((await app.inject("/shop")).statusCode, 404);
  await app.close();
});
