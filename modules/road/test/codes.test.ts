import assert from "node:assert/strict";
import { test } from "node:test";
import { agencySchema, agreementsSchema, servicesSchema } from "@troad/directory";
import Value from "typebox/value";

const agency = (memberCode: string) => ({ memberClass: "GOV", memberCode, subsystems: ["AID"], kind: "ministry" });
const service = (code: string) => ({ subsystem: "AID", service: code, url: "http://127.0.0.1" });
const agreement = (code: string) => ({
  id: "a",
  consumer: "GOV/305000000A/AID",
  provider: `GOV/2.16.886.101.20003/AID/${code}`,
  fields: [],
  purpose: "p",
  legalBasis: "l",
  consentRequired: false,
  validUntil: null,
});

test("members have the codes that agencies have: agency codes, object identifiers, tax numbers", () => {
  for (const code of ["305000000A", "2.16.886.101.20003.20007", "03734301", "MOI", "A-b.c"])
    assert.ok(Value.Check(agencySchema, agency(code)), code);
  for (const code of ["", "-a", "a/b", "a b", "a%2fb", "機關", "a".repeat(31), "under_score"])
    assert.ok(!Value.Check(agencySchema, agency(code)), code);
});

test("a code that services.json takes is one that agreements.json takes, and the other way round", () => {
  for (const code of ["echo", "echo_v1.2", "Echo-2", "1st", "a".repeat(64)])
    assert.deepEqual(
      [Value.Check(servicesSchema, [service(code)]), Value.Check(agreementsSchema, [agreement(code)])],
      [true, true],
      code,
    );
  for (const code of ["", "_a", "a/b", "a b", "a%", "a".repeat(65)])
    assert.deepEqual(
      [Value.Check(servicesSchema, [service(code)]), Value.Check(agreementsSchema, [agreement(code)])],
      [false, false],
      code,
    );
});

test("a service cannot have the code of one that every server answers by itself", () => {
  for (const code of ["listMethods", "allowedMethods", "getOpenAPI", "getWsdl", "getSecurityServerHealthData"])
    assert.ok(!Value.Check(servicesSchema, [service(code)]), code);
  assert.ok(Value.Check(servicesSchema, [service("listMethods2")]));
});
