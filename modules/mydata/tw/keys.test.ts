import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { test } from "node:test";
import { compactDecrypt } from "jose";
import { closed, forTicket, keyOf, opened, resourceOf } from "./keys.ts";

const [secret, number] = ["0123456789abcdef", "A123456789"];

test("attack: the same number never looks the same twice, and one use's key opens no other's", async () => {
  const [one, two] = [await closed(secret, "pid", number), await closed(secret, "pid", number)];
  assert.notEqual(one, two);
  assert.deepEqual(one.split(".")[2] === two.split(".")[2], false, "nor does its vector");
  assert.equal(await opened(secret, "pid", one), number);
  assert.equal(await opened(secret, "tx", one), undefined);
  assert.equal(await opened("fedcba9876543210", "pid", one), undefined);
});

test("attack: a number under the secret written twice and a fixed vector is not taken, and the doubled secret opens nothing", async () => {
  const doubled = Buffer.from(secret + secret);
  const cipher = createCipheriv("aes-256-cbc", doubled, Buffer.alloc(16, 1));
  const old = Buffer.concat([cipher.update(number), cipher.final()]).toString("base64");
  assert.equal(await opened(secret, "pid", old), undefined);
  await assert.rejects(compactDecrypt(await closed(secret, "pid", number), new Uint8Array(doubled)));
  assert.notDeepEqual(Buffer.from(keyOf(secret, "pid")), doubled);
});

test("attack: an altered value is refused as a whole", async () => {
  const parts = (await closed(secret, "pid", number)).split(".");
  const [first = "", ...rest] = parts[3]!;
  parts[3] = [first === "A" ? "B" : "A", ...rest].join("");
  assert.equal(await opened(secret, "pid", parts.join(".")), undefined);
});

test("what a ticket opens is a JWE as the protocol says, under the characters of the key", async () => {
  const key = "0123456789abcdef0123456789abcdef";
  const { plaintext, protectedHeader } = await compactDecrypt(await forTicket(key, { filename: "x" }), Buffer.from(key));
  assert.deepEqual(protectedHeader, { alg: "A256KW", enc: "A256CBC-HS512" });
  assert.deepEqual(JSON.parse(Buffer.from(plaintext).toString()), { filename: "x" });
  assert.match(resourceOf("visits"), /^API\.[0-9a-f]{10}$/);
});
