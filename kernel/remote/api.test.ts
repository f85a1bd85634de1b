import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import { CodedError } from "../errors.ts";
import { defineApi, exactly, offerApi, orNull, parserOf, textUpTo } from "./api.ts";
import { localInvoke, receivedInvoke } from "./client.ts";

const schemas = [
  textUpTo(5),
  Type.Optional(exactly({ tamper: Type.Optional(Type.Boolean()) })),
  Type.Optional(orNull(textUpTo(5))),
];
const parse = parserOf("shop.check", schemas);
const refusal = (args: unknown[]): unknown => {
  try {
    return parse(args);
  } catch (error) {
    assert.ok(error instanceof CodedError && error.code === "peer.invalid" && error.status === 400);
    return error.params.reason;
  }
};

test("an argument that was left out is undefined, also where JSON made it null; null stays where the schema knows it", () => {
  assert.deepEqual(parse(["a"]), ["a", undefined, undefined]);
  assert.deepEqual(parse(JSON.parse(JSON.stringify(["a", undefined, "b"]))), ["a", undefined, "b"]);
  assert.deepEqual(parse(["a", null, null]), ["a", undefined, null]);
  assert.deepEqual(parse(["a", { tamper: true }]), ["a", { tamper: true }, undefined]);
});

test("what does not fit is refused with place and rule, and without what was sent", () => {
  assert.equal(refusal([]), "/0 missing");
  assert.equal(refusal([null]), "/0/ type");
  assert.equal(refusal(["A123456789"]), "/0/ maxLength");
  assert.equal(refusal(["a", { tamper: "yes" }]), "/1/tamper type");
  assert.equal(refusal(["a", { other: 1 }]), "/1/other boolean");
  assert.equal(refusal(["a", [], "b"]), "/1/ type");
  assert.equal(refusal(["a", {}, "b", undefined]), "/3 unexpected");
  assert.equal(refusal(["a", JSON.parse('{"__proto__":{"tamper":true}}')]), "/1/__proto__ boolean");
});

type ShopApi = { sell(name: string, note?: string): Promise<{ name: string; note: string }> };
const shopApi = defineApi<ShopApi>("shop", { sell: [textUpTo(5), Type.Optional(textUpTo(5))] });

test("a call inside a process is checked as one from outside, and nothing but what the api names can be called", async () => {
  const sold: string[] = [];
  const functions = {
    sell: async (name: string, note = "none") => {
      sold.push(name);
      return { name, note };
    },
    secret: async () => "not in the api",
  };
  const invoke = localInvoke(receivedInvoke((module) => (module === "shop" ? offerApi(shopApi, functions) : undefined)));
  assert.deepEqual(await invoke("shop", "sell", ["pen", undefined]), { name: "pen", note: "none" });
  await assert.rejects(invoke("shop", "sell", ["far too long"]), /peer\.invalid/);
  for (const method of ["secret", "constructor", "__proto__", "toString", "get", "size"])
    await assert.rejects(invoke("shop", method, []), /peer\.unavailable/, method);
  assert.deepEqual(sold, ["pen"]);
  assert.throws(() => offerApi(shopApi, {} as ShopApi), /shop\.sell is named in the api and not offered/);
});
