import assert from "node:assert/strict";
import { test } from "node:test";
import { consumersSeen } from "../pages/checks.ts";

const asked = { instance: "TWDEMO", answering: "moi" };
const all = ["TWDEMO/EDU/NDU/AID", "TWDEMO/EDU/NDUX/AID", "TWDEMO/GOV/MOF/REGISTERS", "OTHER/EDU/NDU/AID"];
const seen = (agency: string, member: string | undefined): string[] =>
  all.filter((consumer) => consumer.startsWith(consumersSeen({ ...asked, agency, member })));

test("an agency sees its own questions, the one that answers all of its instance, and an officer of no member none", () => {
  assert.deepEqual(seen("ndu", "EDU/NDU"), ["TWDEMO/EDU/NDU/AID"]);
  assert.deepEqual(seen("moi", "GOV/MOI"), all.slice(0, 3));
  for (const member of [undefined, ""]) assert.deepEqual(seen("", member), []);
});
