import assert from "node:assert/strict";
import { test } from "node:test";
import { signInSeal } from "../auth/sign-in-cookie.ts";

const now = new Date("2026-12-01T00:00:00.000Z");
const begun = { state: "s", nonce: "n", verifier: "v", returnTo: "/cases", expires: now.getTime() + 60_000 };

test("a sign-in under way comes back as it was sealed, until it ends", () => {
  const seal = signInSeal("secret");
  const sealed = seal.seal(begun);
  assert.deepEqual(seal.open(sealed, now), begun);
  assert.equal(seal.open(sealed, new Date(begun.expires)), undefined, "it has ended");
  assert.notEqual(seal.seal(begun), sealed, "a nonce of its own each time");
  assert.doesNotMatch(Buffer.from(sealed, "base64url").toString("latin1"), /cases/, "nobody reads where it leads");
});

test("a cookie that was altered, cut, made elsewhere or is no cookie at all opens nothing", () => {
  const seal = signInSeal("secret");
  const sealed = seal.seal(begun);
  for (let at = 0; at < sealed.length; at += 7) {
    const other = sealed[at] === "A" ? "B" : "A";
    assert.equal(seal.open(sealed.slice(0, at) + other + sealed.slice(at + 1), now), undefined, `altered at ${at}`);
  }
  assert.equal(seal.open(sealed.slice(0, 30), now), undefined);
  assert.equal(seal.open(signInSeal("another secret").seal(begun), now), undefined);
  assert.equal(seal.open(undefined, now), undefined);
  assert.equal(seal.open("", now), undefined);
  assert.equal(seal.open("A".repeat(5_000), now), undefined);
});
