import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoadContent } from "@troad/directory";
import { eventMethod } from "@troad/kernel";
import { agencyGrants } from "./grants.ts";

const agencies = [
  { id: "moi", member: "GOV/MOI" },
  { id: "mof", member: "GOV/MOF" },
];
const grants = agencyGrants({ instance: "TWDEMO", agencies } as unknown as RoadContent);
const told = (event: string, provider: unknown, method = eventMethod): boolean =>
  grants(["moi"], method, [event, "id", { provider }]);

test("an agency's process tells reads and keys of its own registers", () => {
  assert.equal(told("registers.subject-key.v1", "TWDEMO/GOV/MOI/REGISTERS/person"), true);
  assert.equal(told("registers.read-by-law.v1", "TWDEMO/GOV/MOI/REGISTERS/person"), true);
});

test("attack: it tells no key for another agency's register, and nothing else", () => {
  for (const provider of ["TWDEMO/GOV/MOF/REGISTERS/income", "TWDEMO/GOV/MOIX/REGISTERS/person", undefined, 5])
    assert.equal(told("registers.subject-key.v1", provider), false, String(provider));
  assert.equal(told("road.transfers-recorded.v2", "TWDEMO/GOV/MOI/REGISTERS/person"), false);
  assert.equal(told("registers.subject-key.v1", "TWDEMO/GOV/MOI/REGISTERS/person", "grant"), false);
});
