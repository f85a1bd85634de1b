import assert from "node:assert/strict";
import { test } from "node:test";
import { factsFor, factsOf } from "./facts.ts";
import { fieldsOf, type Reads } from "./scheme.ts";

const reads: Reads = {
  ...{ subsystem: "WELFARE", provider: "GOV/MOI/REGISTERS/person", lasting: ["birthDate"] },
  facts: { birthDate: "birthDate", home: "district" },
  ends: { field: "status", values: ["dead"], on: "statusOn", reason: "death" },
};

test("only named fields are asked for, and empty ones are no facts", () => {
  assert.deepEqual(fieldsOf(reads), ["birthDate", "district", "status", "statusOn"]);
  const alive = { birthDate: "2025-10-15", district: null, status: "present", statusOn: "2025-10-15", name: "x" };
  assert.deepEqual(factsOf(reads, alive), { facts: { birthDate: "2025-10-15" }, endedOn: null });
  assert.equal(factsOf(reads, { ...alive, status: "dead" }).endedOn, "2025-10-15");
  assert.equal(factsOf(reads, { ...alive, status: "dead", statusOn: null }).endedOn, null);
});

test("what a register says is never taken from the case: unread it is unknown", () => {
  const stored = { birthDate: "1900-01-01", order: 2 };
  assert.equal(factsFor(reads, { stored, last: null, monthly: null }), undefined);
  assert.deepEqual(factsFor(reads, { stored, last: {}, monthly: {} }), { order: 2 });
  assert.deepEqual(factsFor(undefined, { stored, last: null, monthly: null }), stored);
});

test("a lasting fact is that of the last read, another one that of its month", () => {
  const monthly = { birthDate: "2025-10-15", home: "old" };
  const last = { birthDate: "2025-10-16", home: "new" };
  assert.deepEqual(factsFor(reads, { stored: {}, last, monthly }), { birthDate: "2025-10-16", home: "old" });
});
