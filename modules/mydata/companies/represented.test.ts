import assert from "node:assert/strict";
import { test } from "node:test";
import { companyIn, signedBy } from "./represented.ts";

const described = {
  ...{ by: ["director", "second"], names: ["directorName", "secondName"], jointly: "jointly", name: "name" },
  ...{ standing: "status", active: ["active"] },
};
const record = { name: "甲", status: "active", director: "A", directorName: "a", second: "B", secondName: "b", jointly: true };
const of = (change: object) => companyIn(described, "12345675", { ...record, ...change });

test("a business is represented by those whom its register names, together where it says so", () => {
  assert.equal(signedBy(of({}), ["A"]), false);
  assert.equal(signedBy(of({}), ["A", "B"]), true);
  assert.equal(signedBy(of({}), ["A", "X"]), false, "a stranger signs for nobody");
  assert.equal(signedBy(of({ jointly: false }), ["B"]), true);
  assert.equal(signedBy(of({ second: null }), ["A"]), true, "with nobody beside them they sign alone");
});

test("attack: who has left, a dissolved business and one without representatives sign nothing", () => {
  assert.equal(signedBy(of({ director: "C" }), ["A", "B"]), false);
  assert.equal(signedBy(of({ jointly: false, director: "C", second: null }), ["A"]), false);
  assert.equal(signedBy(of({ status: "dissolved" }), ["A", "B"]), false);
  assert.equal(signedBy(of({ director: null, second: "" }), []), false);
});
