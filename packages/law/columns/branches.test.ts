import assert from "node:assert/strict";
import { test } from "node:test";
import { draws } from "../test/draws.ts";
import { intoBranches } from "./branches.ts";

const draw = draws(51);
/** A random body: choices between chains of sums, which use facts, earlier choices and now and then a step of another chain. */
function body(choices: number): string[] {
  const lines: string[] = [];
  const step = (text: string): string => {
    lines.push(`const v${lines.length} = ${text};`);
    return `v${lines.length - 1}`;
  };
  const any = (): string =>
    lines.length === 0 || draw.whole(2) === 0 ? draw.pick(["a", "b", "c"]) : `v${draw.whole(lines.length)}`;
  let chosen = any();
  const chain = (): string => {
    let last = draw.whole(3) === 0 ? any() : chosen;
    for (let left = draw.whole(16); left > 0; left--)
      last = step(`${last} ${draw.pick(["+", "-"])} ${draw.whole(4) === 0 ? any() : "b"}`);
    return last;
  };
  for (let at = 0; at < choices; at++) {
    const when = step(`${any()} < ${any()}`);
    const [value, rest] = [chain(), chain()];
    chosen = step(`${when} ? ${value} : ${rest}`);
  }
  return lines;
}
const run = (lines: readonly string[], result: string, facts: readonly number[]): unknown =>
  new Function("a", "b", "c", [...lines, `return ${result};`].join("\n"))(...facts);

test("steps moved into branches give what they gave before, on random bodies and facts", () => {
  let moved = 0;
  for (let turn = 0; turn < 300; turn++) {
    const lines = body(1 + draw.whole(6));
    const result = `v${lines.length - 1}`;
    const after = intoBranches(lines, [result]);
    if (after.some((line) => line.startsWith("if"))) moved++;
    for (let at = 0; at < 5; at++) {
      const facts = [draw.whole(20) - 10, draw.whole(20) - 10, draw.whole(20) - 10];
      assert.equal(Number(run(after, result, facts)), Number(run(lines, result, facts)), lines.join("\n"));
    }
  }
  assert.ok(moved > 50, `${moved} bodies had a branch worth it`);
});

test("what nothing uses is left out, and a body with loops stays as it is", () => {
  assert.deepEqual(intoBranches(["const v0 = a + b;", "const v1 = a - b;"], ["v1"]), ["const v1 = a - b;"]);
  const loop = ["let s0 = 0;", "for (let m1 = 0; m1 < 3; m1++) {", "s0 += m1;", "}"];
  assert.equal(intoBranches(loop, ["s0"]), loop);
});
