import assert from "node:assert/strict";
import { test } from "node:test";
import Value from "typebox/value";
import { sourceSchema } from "./schema.ts";

test("a source may be a service of any member: codes of agencies, dots and underscores in services", () => {
  const source = (provider: string) => ({ id: "tax", provider, fields: ["name"], agreement: "a-1" });
  for (const provider of ["GOV/305000000A/TAX/tax_status.v1", "GOV/MOI/REGISTERS/household", "GOV/2.16.886.101/A/b"])
    assert.ok(Value.Check(sourceSchema, source(provider)), provider);
  for (const provider of [
    "GOV/MOI/REGISTERS",
    "GOV/MOI//household",
    "GOV/MOI/REGISTERS/a/b",
    "GOV/MOI/REGISTERS/_a",
    "GOV/../A/b",
  ])
    assert.ok(!Value.Check(sourceSchema, source(provider)), provider);
});
