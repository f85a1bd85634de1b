import assert from "node:assert/strict";
import { test } from "node:test";
import { depthBelow } from "./addresses.ts";
import { errorPages } from "./error-pages.ts";

const request = {} as Parameters<NonNullable<ReturnType<ReturnType<typeof errorPages>["of"]>>>[0];
const problem = { type: "", title: "", status: 404, code: "" };

test("an error page is that of the part whose address it is, by the longest prefix, in whatever order they registered", async () => {
  const pages = errorPages();
  assert.equal(pages.of("/"), undefined);
  const add = (name: string, ...addresses: string[]) => pages.add(addresses, () => name);
  const at = (address: string) => pages.of(address)?.(request, problem);
  add("shop", "/shop", "/services/:service/start");
  assert.equal(at("/elsewhere"), "shop", "the only one there is");
  add("portal", "/", "/services");
  add("desk", "/shop/desk");
  assert.equal(at("/shop?x=/services"), "shop");
  assert.equal(at("/shopping"), "portal", "whole segments only");
  assert.equal(at("/shop/desk/7"), "desk");
  assert.equal(at("/services/a"), "portal");
  assert.equal(at("/services/a/start"), "shop");
  assert.equal(at("/"), "portal");
});

test("a segment with a colon stands for any one segment, and for no fewer", () => {
  assert.equal(depthBelow("/services/:service/start", "/services/a/start/b"), 3);
  assert.equal(depthBelow("/services/:service/start", "/services/a"), undefined);
  assert.equal(depthBelow("/services/:service/start", "/services/a/begin"), undefined);
  assert.equal(depthBelow("/", "/anything"), 0);
});
