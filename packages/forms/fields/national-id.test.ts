import assert from "node:assert/strict";
import { test } from "node:test";
import { isNationalId, parseNationalId } from "./national-id.ts";
import { isSameName } from "./person-name.ts";

// Public examples of the check digit's rule; A123456789 is the one that everybody knows.
const good = [
  "A123456789",
  "A100000001",
  "F200000008",
  "I100000003",
  "O200000006",
  "W100000001",
  "Z200000004",
  "A800000005",
  "F800000000",
  "Z800000006",
  "AC01234567",
];
const bad = [
  "A123456788",
  "A323456789",
  "a123456789",
  "A12345678",
  "A1234567890",
  "Ａ123456789",
  "A800000004",
  "A700000004",
  "AC01234568",
  "AE00000003",
  "1234567890",
  "",
];

test("numbers whose check digit is right are taken", () => {
  for (const id of good) assert.ok(isNationalId(id), id);
});

test("numbers with another digit, letter or length are not", () => {
  for (const id of bad) assert.ok(!isNationalId(id), id);
});

test("one altered digit is always found", () => {
  for (const id of good.slice(0, 7))
    for (let at = 2; at < 10; at++)
      for (let digit = 0; digit < 10; digit++) {
        const altered = id.slice(0, at) + digit + id.slice(at + 1);
        // The weights 2, 4, 5, 6 and 8 share a factor with 10: the rule cannot tell some digits from others.
        const weight = [8, 7, 6, 5, 4, 3, 2, 1, 1][at - 1]!;
        if (altered !== id && (weight * Math.abs(digit - Number(id[at]))) % 10 !== 0) assert.ok(!isNationalId(altered), altered);
      }
});

test("small letters, full width and hyphens are mended", () => {
  for (const raw of ["a123456789", "Ａ１２３４５６７８９", " A12345-6789 "])
    assert.deepEqual(parseNationalId(raw), { value: "A123456789" });
  assert.deepEqual(parseNationalId("A123456788"), { error: { code: "field.not-a-national-id" } });
  assert.deepEqual(parseNationalId("A".repeat(10_000)), { error: { code: "field.not-a-national-id" } });
});

test("a name is the same however its blanks, dots and widths are written, and no name is none", () => {
  assert.ok(isSameName("王 小明", "王小明") && isSameName("Ａnna Lin", "anna lin"));
  assert.ok(!isSameName("王小明", "王小銘") && !isSameName("", " "));
});
