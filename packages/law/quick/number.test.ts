import assert from "node:assert/strict";
import { test } from "node:test";
import { draws } from "../test/draws.ts";
import * as exact from "../values/rational.ts";
import { add, compare, divide, GIVE_UP, multiply, type Num, rationalOf, round, smallOf, subtract } from "./number.ts";

const draw = draws(11);
const any = (): Num => smallOf(exact.fraction(BigInt(draw.whole(2_000_000) - 1_000_000), BigInt(1 + draw.whole(4000))));

test("small numbers reckon as fractions of bigint do, and keep one form for one value", () => {
  for (let at = 0; at < 20_000; at++) {
    const [a, b] = [any(), any()];
    const [x, y] = [rationalOf(a), rationalOf(b)];
    assert.deepEqual(add(a, b), smallOf(exact.add(x, y)));
    assert.deepEqual(subtract(a, b), smallOf(exact.subtract(x, y)));
    assert.deepEqual(multiply(a, b), smallOf(exact.multiply(x, y)));
    if (b !== 0) assert.deepEqual(divide(a, b), smallOf(exact.divide(x, y)));
    assert.equal(Math.sign(compare(a, b)), exact.compare(x, y));
  }
});

test("every way of rounding is that of the general run, above and below zero and to any step", () => {
  const steps = ["1", "10", "1000", "0.01"].map((text) => exact.parseRational(text) ?? assert.fail(text));
  for (let at = 0; at < 20_000; at++) {
    // halves come often, where the ways differ
    const value = draw.whole(3) === 0 ? smallOf(exact.fraction(BigInt(draw.whole(2001) - 1000), 2n)) : any();
    const step = draw.pick(steps);
    for (const mode of ["down", "up", "half-up", "half-even"] as const)
      assert.deepEqual(round(value, mode, smallOf(step)), smallOf(exact.round(rationalOf(value), mode, step)), mode);
  }
});

test("what does not fit is given up, never rounded off", () => {
  const large = Number.MAX_SAFE_INTEGER;
  const third = smallOf(exact.fraction(1n, 3n));
  for (const attempt of [
    () => add(large, 1),
    () => subtract(-large, 1),
    () => multiply(large, 2),
    () => multiply(third, large + 1 - 1) && add(smallOf(exact.fraction(BigInt(large), 2n)), third),
    () => compare(smallOf(exact.fraction(BigInt(large), 2n)), third),
    () => divide(1, 0),
    () => smallOf({ n: 2n ** 60n, d: 1n }),
  ])
    assert.throws(attempt, (error) => error === GIVE_UP);
});

test("nothing is minus nothing", () => {
  for (const value of [multiply(0, -1), multiply(-5, 0), subtract(0, 0), round(smallOf(exact.fraction(-1n, 3n)), "down", 1)])
    assert.ok(Object.is(value, 0));
});
