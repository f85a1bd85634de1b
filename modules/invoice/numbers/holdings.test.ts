import assert from "node:assert/strict";
import { test } from "node:test";
import { holdingsOf, holds, standingOf } from "./holdings.ts";
import type { HeldRange } from "./ranges-store.ts";

const range = (first: number, last: number, more: Partial<HeldRange> = {}): HeldRange => ({
  ...{ term: "11502", track: "AB", holder: "12345675", kind: "assigned", branch: null },
  first: String(first).padStart(8, "0"),
  last: String(last).padStart(8, "0"),
  ...more,
});

test("numbers at both ends are held, those beside them are not, and ranges that touch are one", () => {
  const own = holdingsOf([range(100, 149), range(0, 49), range(50, 99), range(300, 349)]);
  assert.deepEqual(own.get("AB"), [
    { first: "00000000", last: "00000149" },
    { first: "00000300", last: "00000349" },
  ]);
  for (const number of ["00000000", "00000050", "00000149", "00000300", "00000349"]) assert.ok(holds(own, "AB", number), number);
  for (const number of ["00000150", "00000299", "00000350", "99999999"]) assert.ok(!holds(own, "AB", number), number);
  assert.ok(holds(own, "AB", "00000040", "00000140"));
  assert.ok(!holds(own, "AB", "00000140", "00000310"));
  assert.ok(!holds(own, "AC", "00000000") && !holds(undefined, "AB", "00000000"));
});

test("a branch has what it was handed on, if the branch that handed it on had it; blank is what the head office had and reported", () => {
  const handed = { kind: "branch", branch: "10458574" } as const;
  const blank = { kind: "blank", branch: "10458574" } as const;
  const rows = [
    ...[
      range(0, 49),
      range(50, 99),
      range(40, 59, handed),
      range(90, 110, handed),
      range(0, 9, { ...handed, holder: "12345670" }),
    ],
    ...[range(45, 46, blank), range(95, 105, blank), range(50, 51, { ...blank, holder: "12345670" })],
  ];
  const branch = standingOf(rows, "11502", "10458574");
  assert.deepEqual(branch.has.get("AB"), [{ first: "00000040", last: "00000059" }]);
  assert.deepEqual(branch.blank.get("AB"), [{ first: "00000045", last: "00000046" }]);
  assert.ok(holds(standingOf(rows, "11502", "12345675").has, "AB", "00000099"));
  assert.equal(standingOf(rows, "11504", "12345675").has.size, 0);
});
