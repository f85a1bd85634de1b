import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { test } from "node:test";
import { openContent as openFolder } from "@troad/kernel";
import { endedOn, eraseOn } from "../domain/keeping.ts";
import { isSealed, openContent, sealContent } from "../domain/sealed.ts";
import { loadServices } from "../domain/services.ts";

const key = randomBytes(32);
const content = { actor: "p", data: { name: "王小明", answers: { note: "<b>" } } };
const sealed = () => sealContent(key, "case action 1", content, randomBytes(12));

test("a content is read with the key of its case, at its place, and in no other way", () => {
  const one = sealed();
  assert.ok(isSealed(one));
  assert.deepEqual(openContent(key, "case action 1", one), content);
  assert.equal(openContent(randomBytes(32), "case action 1", one), undefined, "another key");
  assert.equal(openContent(key, "case action 2", one), undefined, "another case");
  const bytes = Buffer.from(one.sealed, "base64url");
  for (const at of [0, 12, 30, bytes.length - 1]) {
    const altered = Buffer.from(bytes);
    altered[at]! ^= 1;
    assert.equal(openContent(key, "case action 1", { sealed: altered.toString("base64url") }), undefined, `byte ${at}`);
  }
  for (const length of [0, 20, 28, bytes.length - 1])
    assert.equal(openContent(key, "case action 1", { sealed: bytes.subarray(0, length).toString("base64url") }), undefined);
});

test("what is encrypted shows nothing of it, and the same content never looks the same", () => {
  assert.notEqual(sealed().sealed, sealed().sealed);
  assert.doesNotMatch(Buffer.from(sealed().sealed, "base64url").toString("utf8"), /王小明|actor|note/);
});

const services = loadServices(openFolder([path.resolve(import.meta.dirname, "../../../content")]));
const [service] = services.all;
const updatedAt = "2026-11-29T20:00:00.000Z";

test("the time of a case is counted from its end, and a case under way has none", () => {
  const ended = { end: "granted", told: "2026-03-31" } as const;
  assert.equal(endedOn({ state: "decided", ended, updatedAt }), "2026-03-31");
  assert.equal(endedOn({ state: "withdrawn", ended: null, updatedAt }), "2026-11-30", "a day in Taiwan");
  assert.equal(endedOn({ state: "withdrawn", ended, updatedAt }), "2026-11-30", "withdrawn after a remedy had begun");
  for (const state of ["draft", "collecting", "waiting", "reviewing", "deciding", "stopped"] as const)
    assert.equal(eraseOn(service!, { state, ended, updatedAt }), null, state);
  const keep = { rule: "keep.rule", months: 11 };
  assert.equal(eraseOn({ definition: { ...service!.definition, keep } }, { state: "decided", ended, updatedAt }), "2027-02-28");
});
