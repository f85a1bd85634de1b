import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedService } from "../domain/services.ts";
import { likenessOf } from "../engine/duplicates.ts";

const service = (suspected?: string[]) =>
  ({ id: "boat", definition: { duplicates: suspected && { suspected } } }) as unknown as LoadedService;

test("applications look alike however the answers were typed, and only where the service suspects something", () => {
  const of = (name: string) => likenessOf(service(["name", "length"]), { name, length: 12, colour: "red" });
  assert.equal(of("海 洋－１號"), of("海洋1號"));
  assert.notEqual(of("海洋1號"), of("海洋2號"));
  assert.equal(likenessOf(service(["name"]), {}), undefined);
  assert.equal(likenessOf(service(["name"]), { name: " - " }), undefined);
  assert.equal(likenessOf(service(), { name: "海洋1號" }), undefined);
});
