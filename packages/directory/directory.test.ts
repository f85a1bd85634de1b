import assert from "node:assert/strict";
import { test } from "node:test";
import type { TSchema } from "typebox";
import Value from "typebox/value";
import { agencySchema, agreementsSchema, type ContentReader, covers, readAgreements, readRoad, segmentsOf } from "./index.ts";

/** Content in memory, checked as folders are. */
const contentOf = (files: Record<string, Record<string, unknown>>): ContentReader => ({
  read: <S extends TSchema>(kind: string, file: string, schema: S) =>
    Object.entries(files[`${kind}/${file}`] ?? {}).map(([id, value]) => ({ id, value: Value.Parse(schema, value), text: {} })),
});
const agency = { memberClass: "GOV", memberCode: "MOI", subsystems: ["REGISTERS"], kind: "ministry" };

test("the road of content has one operator, and members by class and code", () => {
  const platform = { ...agency, memberCode: "MODA", kind: "platform", instance: "TWDEMO" };
  const road = readRoad(contentOf({ "agencies/agency.json": { moda: platform, moi: agency } }));
  assert.equal(road.instance, "TWDEMO");
  assert.equal(road.platform.id, "moda");
  assert.deepEqual(
    road.agencies.map(({ member }) => member),
    ["GOV/MODA", "GOV/MOI"],
  );
  assert.throws(() => readRoad(contentOf({ "agencies/agency.json": { moi: agency } })), /no agency of the content operates/);
});

test("a code that would need an encoding, or a property that nobody knows, does not fit", () => {
  assert.ok(Value.Check(agencySchema, agency));
  for (const memberCode of ["", "MO I", "../x", "MO_I", "M".repeat(31)])
    assert.equal(Value.Check(agencySchema, { ...agency, memberCode }), false, memberCode);
  assert.equal(Value.Check(agencySchema, { ...agency, keys: [] }), false);
});

test("agreements get the instance in front, and the days of a notice", () => {
  const agreement = {
    id: "a-1",
    consumer: "EDU/NDU/AID",
    provider: "GOV/MOI/REGISTERS/household",
    fields: ["name"],
    purpose: "p",
    legalBasis: "l",
    consentRequired: false,
    validUntil: null,
    notice: { afterDays: 30, basis: "article 1" },
  };
  const [stored] = readAgreements(contentOf({ "services/agreements.json": { aid: [agreement] } }), "TWDEMO");
  assert.deepEqual(
    [stored?.consumer, stored?.provider, stored?.noticeAfterDays, stored?.endpoints],
    ["TWDEMO/EDU/NDU/AID", "TWDEMO/GOV/MOI/REGISTERS/household", 30, []],
  );
  assert.equal(Value.Check(agreementsSchema, [{ ...agreement, validUntil: "soon" }]), false);
  assert.equal(Value.Check(agreementsSchema, [{ ...agreement, provider: "GOV/MOI/household" }]), false);
});

test("an endpoint covers whole segments, and a path that two readers could read differently covers nothing", () => {
  const may = (path: string, asked: string) => {
    const segments = segmentsOf(asked);
    return segments !== undefined && covers({ method: "GET", path }, "GET", segments);
  };
  assert.ok(may("/public/**", "/public/a/b") && may("/public/**", "/public") && may("/a/*", "/a/b?c=d"));
  assert.equal(may("/a/*", "/a/b/c"), false);
  assert.equal(may("/public", "/publicity"), false);
  for (const odd of ["/public/..%2fsecret", "/public/../secret", "/public//secret", "/public/%252e", "/public/a;b", "public"])
    assert.equal(may("/public/**", odd), false, odd);
  assert.equal(covers({ method: "POST", path: "/a" }, "GET", ["a"]), false);
});
