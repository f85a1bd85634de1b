import assert from "node:assert/strict";
import { test } from "node:test";
import { subjectKeyOf } from "./index.ts";

const [issuer, provider, other] = ["issuer", "provider", "other"].map(subjectKeyOf) as ReturnType<typeof subjectKeyOf>[];

test("issuer and provider name a person alike, each provider another way, and a third party cannot", () => {
  const named = issuer!.subjectOf(provider!.publicKey, "A123456789");
  assert.equal(named, provider!.subjectOf(issuer!.publicKey, "A123456789"));
  assert.notEqual(named, issuer!.subjectOf(other!.publicKey, "A123456789"));
  assert.notEqual(named, other!.subjectOf(issuer!.publicKey, "A123456789"));
  assert.notEqual(named, issuer!.subjectOf(provider!.publicKey, "A123456788"));
  assert.equal(subjectKeyOf("issuer").publicKey, issuer!.publicKey);
});

test("attack: keys that are none, or would give everyone the same secret, name nobody", () => {
  const low = [
    "",
    "AA",
    Buffer.alloc(32).toString("base64url"),
    Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString("base64url"),
  ];
  for (const key of low) assert.equal(provider!.subjectOf(key, "A123456789"), undefined);
});
