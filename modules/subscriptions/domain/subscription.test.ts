import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { ConfigurationError, openContent } from "@troad/kernel";
import { applies, readSubscriptions, type SubscriptionStep, valuesFor } from "./subscription.ts";

const content = path.join(import.meta.dirname, "../../../content");
const extra = fs.mkdtempSync(path.join(os.tmpdir(), "troad-subscriptions-"));
after(() => fs.rmSync(extra, { recursive: true }));

const sound = {
  ...{ register: "person", kinds: ["death"], agency: "moi", subsystem: "REGISTERS", toldAt: "GOV/MOI/REGISTERS/household" },
  steps: [{ do: "revoke-cards" }] as object[],
};
function read(changed: Partial<typeof sound>) {
  const folder = path.join(extra, "subscriptions", "tried");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "subscription.json"), JSON.stringify({ ...sound, ...changed }));
  return readSubscriptions(openContent([content, extra])).find(({ id }) => id === "tried")!;
}

test("a subscription names who tells and who is told, as they are on the road", () => {
  const { instance, teller, agency, client } = read({});
  assert.deepEqual([teller.agency.id, teller.client], ["moi", `${instance}/${teller.agency.member}/REGISTERS`]);
  assert.deepEqual([agency.id, client], ["moi", `${instance}/${agency.member}/REGISTERS`]);
  assert.ok(readSubscriptions(openContent([content])).length > 0, "those of content are sound");
});

test("a subscription with nobody to tell, nothing to be told of or a step that does nothing, or two things, is refused", () => {
  const write = { register: "GOV/MOI/REGISTERS/person", mode: "create", values: {} };
  const cases: [changed: Partial<typeof sound>, reason: RegExp][] = [
    [{ register: "nowhere" }, /there is no register nowhere/],
    [{ agency: "nobody" }, /there is no agency nobody/],
    [{ subsystem: "NONE" }, /agency moi has no subsystem NONE/],
    [{ steps: [{}] }, /one of the three/],
    [{ steps: [{ do: "revoke-cards", write }] }, /one of the three/],
    [{ steps: [{ do: "pay-out" }] }, /subscription/],
    [{ steps: [] }, /subscription/],
    [{ kinds: [] }, /subscription/],
    [{ toldAt: "GOV/MOI" }, /subscription/],
    [{ steps: [{ write: { ...write, values: { name: "record.a.b" } } }] }, /subscription/],
  ];
  for (const [changed, reason] of cases)
    assert.throws(
      () => read(changed),
      (error) => error instanceof ConfigurationError && reason.test(error.message),
      JSON.stringify(changed),
    );
});

test("a step follows from its kinds of change, and only where the record says what it names", () => {
  const step = (one: Partial<SubscriptionStep>): SubscriptionStep => ({ do: "revoke-cards", ...one });
  assert.equal(applies(step({}), "birth", undefined), true);
  assert.equal(applies(step({ kinds: ["death", "declared-death"] }), "death", {}), true);
  assert.equal(applies(step({ kinds: ["death"] }), "birth", {}), false);
  const living = step({ when: { status: ["present", "abroad"], spouse: [null] } });
  assert.equal(applies(living, "move-in", { status: "abroad" }), true, "a field that is not there is null");
  assert.equal(applies(living, "move-in", { status: "abroad", spouse: "A" }), false);
  assert.equal(applies(living, "move-in", { status: "dead" }), false);
  assert.equal(applies(living, "move-in", undefined), false, "a record that is not there says nothing");
});

test("values come from the key, the record as it was read, or the subscription itself; what is not there is null", () => {
  const values = { id: "key", name: "record.name", gone: "record.gone", kind: { value: "death" }, none: { value: null } };
  const wanted = { id: "A1", name: "王", gone: null, kind: "death", none: null };
  assert.deepEqual(valuesFor(values, "A1", { name: "王", secret: "x" }), wanted);
  assert.deepEqual(valuesFor(values, "A1", undefined), { ...wanted, name: null });
});
