import assert from "node:assert/strict";
import { test } from "node:test";
import { parametersOf, problemsOfMessage } from "../messages.ts";

test("a text that loses an apostrophe, lacks a form of its language or cannot be read is found", () => {
  assert.deepEqual(problemsOfMessage("don't {a}, it's {b}", "en"), []);
  assert.deepEqual(problemsOfMessage("the '{a}' of it", "en"), ["loses apostrophes or other characters when it is shown"]);
  assert.deepEqual(problemsOfMessage("{n, plural, one {day} other {days}}", "en"), []);
  assert.deepEqual(problemsOfMessage("{n, plural, =1 {day} other {days}}", "en"), ["has no form of {n} for one"]);
  assert.deepEqual(problemsOfMessage("{n, plural, one {dzień} other {dni}}", "pl"), ["has no form of {n} for few, many"]);
  assert.deepEqual(problemsOfMessage("{n, plural, other {{n} 天}}", "zh-Hant"), []);
  assert.match(problemsOfMessage("{n, plural, one {day}}", "en")[0]!, /cannot be read/);
});

test("the parameters of a message are those of all its forms", () => {
  assert.deepEqual(parametersOf("{b} {n, plural, one {{a}} other {{c}}} {b}"), ["a", "b", "c", "n"]);
  assert.deepEqual(parametersOf("none"), []);
});
