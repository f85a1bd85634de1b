import assert from "node:assert/strict";
import { test } from "node:test";
import { namedServices } from "./services.ts";

test("code that names a service of content is found, and a longer word is none", () => {
  const found = (source: string, allowed = {}): string[] =>
    namedServices([{ path: "modules/shop/buy.ts", source }], ["dog-tax"], allowed);
  assert.deepEqual(found('if (service === "dog-tax") pay();'), [
    "modules/shop/buy.ts: names the service dog-tax; services are content",
  ]);
  assert.deepEqual(found("href: `/services/dog-tax`").length, 1);
  assert.deepEqual(found('if (service === "dog-tax-relief" || service === "hot-dog-tax") pay();'), []);
  assert.deepEqual(found('"dog-tax"', { "dog-tax": "the law that names it" }), []);
});
