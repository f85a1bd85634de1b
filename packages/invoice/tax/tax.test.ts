import assert from "node:assert/strict";
import { test } from "node:test";
import { fromTotal, taxOn } from "./business-tax.ts";
import { units, wholeOf } from "./decimal.ts";

test("tax is five per cent of untaxed sales, a half rounded up", () => {
  const cases: [string, bigint][] = [
    ["1000", 50n],
    ["66", 3n],
    ["333", 17n],
    ["1", 0n],
    ["9", 0n],
    ["10", 1n],
    ["5238", 262n],
    ["1234567", 61728n],
    ["10.5", 1n],
    ["999999999999", 50_000_000_000n],
  ];
  for (const [sales, tax] of cases) assert.equal(taxOn(sales), tax, sales);
  assert.equal(taxOn("1000", 2500n), 250n, "a night club pays a quarter");
});

test("a total with tax is taken apart so that both parts add up again", () => {
  for (const [total, sales] of [
    [1050n, 1000n],
    [100n, 95n],
    [340n, 324n],
    [350n, 333n],
    [5500n, 5238n],
    [1n, 1n],
  ] as const)
    assert.deepEqual(fromTotal(total), { sales, tax: total - sales });
  for (let total = 1n; total < 5000n; total++) {
    const { sales, tax } = fromTotal(total);
    const again = taxOn(String(sales));
    assert.ok(again - tax <= 1n && tax - again <= 1n, String(total));
  }
});

test("decimals of seven places are exact", () => {
  assert.equal(units("0.1") + units("0.2"), units("0.3"));
  assert.equal(units("-1.0000001"), -10_000_001n);
  assert.equal(units(".5"), 5_000_000n);
  assert.equal(wholeOf(units("2.5")), 3n);
  assert.equal(wholeOf(units("2.4999999")), 2n);
  assert.equal(wholeOf(units("-2.5")), -2n);
});
