import assert from "node:assert/strict";
import { test } from "node:test";
import { isBan } from "@troad/invoice-formats";
import { isKey, nextBusinessNumber } from "./key.ts";
import type { Field } from "./register.ts";
import { changedField, exceededField, fits, namesWrite, sumsOf, writeHash } from "./write-request.ts";

test("numbers are given one after the other, each with its check digit, until none is left", () => {
  let after: number | null = null;
  const given = new Set<string>();
  for (let count = 0; count < 200; count++) {
    const next: { serial: number; number: string } = nextBusinessNumber(after)!;
    assert.ok(isBan(next.number), next.number);
    given.add(next.number);
    after = next.serial;
  }
  assert.equal(given.size, 200);
  assert.equal(nextBusinessNumber(9_999_999), undefined);
  assert.equal(nextBusinessNumber(null, 9_500_000)?.serial, 9_500_000);
  assert.equal(nextBusinessNumber(9_500_000, 9_500_000)?.serial, 9_500_001);
});

test("a key has the form that its register says", () => {
  const plate = { name: "plate", form: "plate" } as const;
  assert.ok(isKey(plate, "ABC-1234"));
  for (const odd of ["abc-1234", "ABC1234", "ABC-1234 ", "A-1", "", "甲BC-1234"]) assert.equal(isKey(plate, odd), false, odd);
  const number = { name: "number", form: "business-number" } as const;
  assert.ok(isKey(number, "22099131"));
  assert.equal(isKey(number, "22099132"), false);
  assert.ok(isKey("nationalId", "A123456789"));
  assert.equal(isKey("nationalId", "A123456788"), false);
});

test("a value fits the type of its field and nothing else", () => {
  const field = (type: "text" | "date" | "integer" | "boolean" | "code"): Field =>
    type === "code" ? { name: "x", type, dataClass: "identity", codes: ["a"] } : { name: "x", type, dataClass: "identity" };
  const list: Field = {
    name: "x",
    type: "list",
    dataClass: "identity",
    of: [{ name: "y", type: "integer", dataClass: "identity" }],
  };
  for (const [one, right, wrong] of [
    [field("text"), "x", 1],
    [field("date"), "2024-02-29", "2026-02-29"],
    [field("integer"), 5, 5.5],
    [field("boolean"), false, "false"],
    [field("code"), "a", "b"],
    [list, [{ y: 1 }], [{ z: 1 }]],
  ] as const) {
    assert.ok(fits(one, right), one.type);
    assert.ok(fits(one, null), one.type);
    assert.equal(fits(one, wrong), false, one.type);
    assert.equal(fits(one, { toString: "x" }), false, one.type);
  }
});

test("only a right that names writing, and rests on a law, writes", () => {
  const right = { id: "r", fields: ["name"], consentRequired: false };
  const write = [{ method: "POST", path: "/write" }];
  assert.ok(namesWrite({ ...right, endpoints: write }));
  assert.equal(namesWrite(right), false, "a right to the whole service");
  assert.equal(namesWrite({ ...right, endpoints: [{ method: "*", path: "/**" }] }), false);
  assert.equal(namesWrite({ ...right, consentRequired: true, endpoints: write }), false);
  assert.equal(namesWrite(undefined), false);
});

test("a record has changed where one field is not what was expected, and a field without a value is null", () => {
  const record = { owner: "A123456789", colour: null, parts: [{ no: 1 }] };
  assert.equal(changedField(record), undefined);
  assert.equal(changedField(record, { owner: "A123456789", colour: null, parts: [{ no: 1 }], note: null }), undefined);
  assert.equal(changedField(record, { owner: "A223456781" }), "owner");
  assert.equal(changedField(record, { owner: null }), "owner");
  assert.equal(changedField(record, { owner: "A123456789", parts: [{ no: 2 }] }), "parts");
  assert.equal(changedField(record, { note: "x" }), "note");
});

test("what a write expects is a part of it, and a write without conditions keeps the hash it had", () => {
  const plain = { writeKey: "case 1 enter 1", caseId: "1", create: false, key: "ABC-1234", values: { owner: "x" } };
  assert.equal(writeHash(plain), "37e2b62dd405c4b5534dbd537a851cf5f2d4c2e54c104f0b24a1e72dca0b1a0f");
  assert.notEqual(writeHash({ ...plain, expect: { owner: "a" } }), writeHash(plain));
  assert.notEqual(writeHash({ ...plain, expect: { owner: "a" } }), writeHash({ ...plain, expect: { owner: "b" } }));
});

test("what is added counts from what the record has, and no number leaves the bounds that its register sets", () => {
  const register = { write: { fields: ["used"], most: { used: "landed" } } };
  const after = (had: Record<string, unknown>, used: number) => ({ ...had, ...sumsOf(had, { used }) });
  assert.deepEqual(sumsOf({ used: 30 }, { used: 12 }), { used: 42 });
  assert.deepEqual(sumsOf({ used: null }, { used: 12 }), { used: 12 });
  assert.deepEqual(sumsOf({ used: 30 }), {});
  const had = { landed: 100, used: 60 };
  for (const [amount, exceeded] of [
    [40, undefined],
    [41, "used"],
    [-60, undefined],
    [-61, "used"],
    [Number.MAX_SAFE_INTEGER, "used"],
  ] as const)
    assert.equal(exceededField(after(had, amount), register), exceeded, String(amount));
  assert.equal(exceededField({ landed: null, used: 1 }, register), "used", "nothing was landed");
  assert.equal(exceededField({ used: 1 }, { write: { fields: ["used"] } }), undefined);
});
