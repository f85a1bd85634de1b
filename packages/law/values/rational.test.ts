import assert from "node:assert/strict";
import { test } from "node:test";
import { draws } from "../test/draws.ts";
import {
  add,
  compare,
  divide,
  formatRational,
  fraction,
  multiply,
  parseRational,
  type RoundingMode,
  round,
  subtract,
} from "./rational.ts";

const of = (text: string) => parseRational(text) ?? assert.fail(`${text} is no rational`);

test("rates are read exactly, as decimals, percentages and fractions", () => {
  assert.deepEqual(of("0.6"), { n: 3n, d: 5n });
  assert.deepEqual(of("60%"), { n: 3n, d: 5n });
  assert.deepEqual(of("3/5"), { n: 3n, d: 5n });
  assert.deepEqual(of("-0.05"), { n: -1n, d: 20n });
  assert.deepEqual(of("1"), { n: 1n, d: 1n });
});

test("what is no number is not read", () => {
  for (const text of ["", " 1", "1 ", "1e3", "0x10", ".5", "5.", "1/0", "NaN", "--1", "1,000", "１", "9".repeat(31)])
    assert.equal(parseRational(text), undefined, text);
});

test("a tenth and two tenths are three tenths", () => {
  assert.deepEqual(add(of("0.1"), of("0.2")), of("0.3"));
});

test("writing and reading again gives the same number", () => {
  const draw = draws(1);
  for (let i = 0; i < 2000; i++) {
    const value = fraction(BigInt(draw.whole(2_000_000) - 1_000_000), BigInt(1 + draw.whole(4000)));
    assert.deepEqual(of(formatRational(value)), value);
  }
  assert.equal(formatRational(of("17.1006")), "17.1006");
  assert.equal(formatRational(of("-0.50")), "-0.5");
  assert.equal(formatRational(fraction(1n, 3n)), "1/3");
});

test("the laws of arithmetic hold", () => {
  const draw = draws(2);
  const any = () => fraction(BigInt(draw.whole(2000) - 1000), BigInt(1 + draw.whole(60)));
  for (let i = 0; i < 1000; i++) {
    const [a, b, c] = [any(), any(), any()];
    assert.deepEqual(add(a, b), add(b, a));
    assert.deepEqual(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)));
    assert.deepEqual(subtract(add(a, b), b), a);
    if (b.n !== 0n) assert.deepEqual(multiply(divide(a, b), b), a);
  }
});

test("each rounding mode does the same below zero as above it, exactly as its name in the explanation says", () => {
  const cases: [string, RoundingMode, string, string][] = [
    ["2.9", "down", "1", "2"],
    ["2.1", "up", "1", "3"],
    ["2.5", "half-up", "1", "3"],
    ["2.4999", "half-up", "1", "2"],
    ["2.5", "half-even", "1", "2"],
    ["3.5", "half-even", "1", "4"],
    ["2.50001", "half-even", "1", "3"],
    ["10/3", "down", "1", "3"],
    ["10/3", "up", "1", "4"],
    ["7", "up", "1", "7"],
    ["7", "down", "1", "7"],
    ["1499", "half-up", "1000", "1000"],
    ["1500", "half-up", "1000", "2000"],
    ["0.12345", "half-up", "0.01", "0.12"],
    ["0.4", "down", "1", "0"],
    ["0.5", "half-even", "1", "0"],
  ];
  const opposite = (text: string): string => (text === "0" ? "0" : `-${text}`);
  for (const [value, mode, to, expected] of cases) {
    assert.equal(formatRational(round(of(value), mode, of(to))), expected, `${value} ${mode} ${to}`);
    assert.equal(formatRational(round(of(opposite(value)), mode, of(to))), opposite(expected), `-${value} ${mode} ${to}`);
  }
});

test("rounding is within half a step, or a step towards zero for down and away from it for up", () => {
  const draw = draws(3);
  for (let i = 0; i < 2000; i++) {
    const value = fraction(BigInt(draw.whole(2_000_000) - 1_000_000), BigInt(1 + draw.whole(700)));
    const step = of(draw.pick(["1", "10", "0.01"]));
    const size = (one: typeof value) => (one.n < 0n ? { ...one, n: -one.n } : one);
    const gap = (mode: RoundingMode) => subtract(size(round(value, mode, step)), size(value));
    assert.ok(compare(gap("down"), fraction(0n)) <= 0 && compare(add(gap("down"), step), fraction(0n)) > 0);
    assert.ok(compare(gap("up"), fraction(0n)) >= 0 && compare(subtract(gap("up"), step), fraction(0n)) < 0);
    for (const mode of ["half-up", "half-even"] as const)
      assert.ok(compare(multiply(gap(mode), gap(mode)), divide(multiply(step, step), fraction(4n))) <= 0);
  }
});
