import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { passwordFrom } from "./archive.ts";
import { lock, unlock } from "./locked.ts";

const kept = { package: Buffer.from("package"), password: "P" };
const [one, other] = ["0197c0de-0000-7000-8000-000000000001", "0197c0de-0000-7000-8000-000000000002"] as const;
const random = (bytes: number): Buffer => randomBytes(bytes);

test("what is kept opens under its own id and secret alone, and twice the same is not the same bytes", () => {
  const sealed = lock("secret", one, kept, random);
  assert.deepEqual(unlock("secret", one, sealed), kept);
  assert.notDeepEqual(lock("secret", one, kept, random), sealed);
  assert.ok(!sealed.includes("package"));
});

test("attack: another row's content, another secret and altered bytes do not open", () => {
  const sealed = lock("secret", one, kept, random);
  assert.throws(() => unlock("secret", other, sealed));
  assert.throws(() => unlock("another", one, sealed));
  for (const at of [0, 13, sealed.length - 1]) {
    const altered = Buffer.from(sealed);
    altered[at]! ^= 1;
    assert.throws(() => unlock("secret", one, altered), `byte ${at}`);
  }
});

test("passwords have some hundred bits and no letter that looks like another", () => {
  const made = Array.from({ length: 200 }, () => passwordFrom(random));
  assert.equal(new Set(made).size, made.length);
  for (const password of made) assert.match(password, /^([2-9A-HJKMNP-Z]{4}-){4}[2-9A-HJKMNP-Z]{4}$/);
});
