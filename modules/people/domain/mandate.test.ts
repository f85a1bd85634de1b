import assert from "node:assert/strict";
import { test } from "node:test";
import { businessNumberOf, businessSubject, confirmerOf, covers } from "./mandate.ts";

test("a mandate for named services covers these alone, and one without names covers all", () => {
  assert.ok(covers(null, "a-permit") && covers(["a-permit", "other"], "a-permit"));
  assert.ok(!covers(["a-permit"], "a-permit-2"));
});

test("an officer confirms the kinds that content gives to one of their roles, and a citizen none", () => {
  const confirms = new Map([["clerk", ["guardian", "representative"] as const]]);
  const post = (role: string) => ({ role, agency: "moj", area: null });
  assert.deepEqual(confirmerOf(confirms, [post("clerk"), post("clerk"), post("other")]), ["guardian", "representative"]);
  assert.deepEqual(confirmerOf(confirms, [post("citizen")]), []);
});

test("the subject of a business tells its number, and no person has such a subject", () => {
  assert.equal(businessNumberOf(businessSubject("04595257")), "04595257");
  assert.equal(businessNumberOf("5c0a4b1e-0000-8000-8000-000000000000"), undefined);
});
