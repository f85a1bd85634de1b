import assert from "node:assert/strict";
import { test } from "node:test";
import { namedServices } from "./services.ts";

const found = (source: string, allowed = {}, path = "modules/shop/buy.ts"): string[] =>
  namedServices([{ path, source }], ["dog-tax", "passport"], allowed);

test("code, texts and migrations that name a service of content are found, and a longer word is none", () => {
  assert.deepEqual(found('if (service === "dog-tax") pay();'), [
    "modules/shop/buy.ts: names the service dog-tax; services are content",
  ]);
  assert.deepEqual(found("href: `/services/dog-tax`").length, 1);
  assert.deepEqual(found("Pays the dog-tax.", {}, "modules/shop/README.md").length, 1);
  assert.deepEqual(found("where service = 'dog-tax'", {}, "modules/shop/0001.sql").length, 1);
  assert.deepEqual(found('if (service === "dog-tax-relief" || service === "hot-dog-tax") pay();'), []);
  assert.deepEqual(found('"dog-tax"', { "dog-tax": "the law that names it" }), []);
});

test("a service whose id is a word of English is found in code that has it as a string, and nowhere else", () => {
  assert.deepEqual(found('services.get("passport")').length, 1);
  assert.deepEqual(found("read(`/services/passport`)").length, 1);
  assert.deepEqual(found('// a passport and "a passport number"'), []);
  assert.deepEqual(found("Scans the passport.", {}, "modules/shop/README.md"), []);
});
