import assert from "node:assert/strict";
import { test } from "node:test";
import { membersOf } from "./service.ts";

const agencies = [
  { id: "moi", member: "GOV/MOI" },
  { id: "ndu", member: "EDU/NDU" },
];
const of = (...roles: [role: string, agency: string | null][]) =>
  membersOf(
    roles.map(([role, agency]) => ({ role, agency })),
    agencies,
    "TWDEMO",
  );

test("officers answer for their own agency, auditors see all, others nothing", () => {
  assert.deepEqual(of(["provider-officer", "moi"]), ["TWDEMO/GOV/MOI/"]);
  assert.deepEqual(of(["provider-officer", "nobody"]), []);
  assert.deepEqual(of(["citizen", null], ["case-officer", "moi"]), []);
  assert.equal(of(["auditor", null]), null);
});
