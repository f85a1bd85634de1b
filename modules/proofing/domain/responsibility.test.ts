import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfAge, mayActAs, type Ward } from "./responsibility.ts";

const today = "2026-11-29";
const child: Ward = {
  ...{
    birthDate: "2015-03-04",
    father: "A100000001",
    mother: "A200000003",
    guardian: null,
    responsibility: "both",
    status: "present",
  },
};

test("parents act for a minor for whom they have parental responsibility", () => {
  assert.ok(mayActAs("parent", "A100000001", child, today) && mayActAs("parent", "A200000003", child, today));
  assert.ok(mayActAs("parent", "A200000003", { ...child, responsibility: "mother" }, today));
});

test("a father without parental responsibility does not act for the child", () => {
  assert.equal(mayActAs("parent", "A100000001", { ...child, responsibility: "mother" }, today), false);
  assert.equal(mayActAs("parent", "A100000001", { ...child, responsibility: "guardian" }, today), false);
  assert.equal(mayActAs("parent", "B100000000", child, today), false, "a stranger");
});

test("a parent of an 18-year-old does not act any more, from the birthday on", () => {
  assert.equal(mayActAs("parent", "A200000003", { ...child, birthDate: "2008-11-29" }, today), false);
  assert.equal(mayActAs("parent", "A200000003", { ...child, birthDate: "2008-11-30" }, today), true);
  assert.equal(isOfAge("2008-02-29", "2026-02-28"), false);
  assert.equal(isOfAge("2008-02-29", "2026-03-01"), true);
});

test("a guardian acts while they are entered, nobody acts for the dead, and what people gave themselves does not depend on the register", () => {
  assert.ok(mayActAs("guardian", "C100000006", { ...child, guardian: "C100000006" }, today));
  assert.equal(mayActAs("guardian", "C100000006", child, today), false);
  assert.equal(mayActAs("parent", "A200000003", { ...child, status: "dead" }, today), false);
  assert.ok(mayActAs("agent", "D100000009", { ...child, birthDate: "1950-01-01" }, today));
});
