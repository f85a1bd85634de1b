import assert from "node:assert/strict";
import { test } from "node:test";
import { isNationalId, isResidentNumber, nationalIdOf } from "./national-id.ts";

test("published national ids are accepted, and altered ones are not", () => {
  for (const id of ["A123456789", "A100000001", "F200000008", "I100000003", "O200000006", "W100000001", "Z200000004"])
    assert.equal(isNationalId(id), true, id);
  for (const id of ["A123456788", "A323456789", "a123456789", "A12345678", "A1234567890", "Ａ123456789", ""])
    assert.equal(isNationalId(id), false, id);
});

test("numbers of foreign residents have their own form and the same check digit", () => {
  for (const id of ["A800000005", "A900000007", "F800000000", "I900000009", "Z800000006"])
    assert.equal(isResidentNumber(id), true, id);
  for (const id of ["A800000004", "A700000004", "A123456789"]) assert.equal(isResidentNumber(id), false, id);
});

test("a made number carries its letter, sex, serial and the only check digit that fits", () => {
  assert.equal(nationalIdOf("A", "male", 2_345_678), "A123456789");
  for (let serial = 0; serial < 1000; serial++) {
    const id = nationalIdOf("K", "female", serial * 9973);
    const fitting = [..."0123456789"].filter((digit) => isNationalId(id.slice(0, 9) + digit));
    assert.deepEqual(fitting, [id[9]]);
  }
  assert.throws(() => nationalIdOf("A", "male", 10_000_000), RangeError);
  assert.throws(() => nationalIdOf("a", "male", 1), RangeError);
});
