import assert from "node:assert/strict";
import { test } from "node:test";
import { confirms, findingsOf, needsProof, replayOf, type StoredRecord } from "./transfer-rules.ts";

const gave: StoredRecord = {
  exchangeId: "1",
  consumer: "TWDEMO/EDU/NDU/AID",
  provider: "TWDEMO/GOV/MOI/REGISTERS/household",
  side: "provider",
  digest: Buffer.from("provider"),
  outcome: "answered",
  requestHash: "asked",
  responseHash: "said",
  leafIndex: 0,
};
const got: StoredRecord = { ...gave, side: "consumer", digest: Buffer.from("consumer"), leafIndex: 1 };
const kinds = (told: StoredRecord, ...stored: StoredRecord[]) => findingsOf(told, stored).map(({ kind }) => kind);
const nothing = { responseHash: null, digest: Buffer.from("no answer") };

test("what both sides tell alike confirms each, and what differs is a finding", () => {
  assert.ok(confirms(gave, got) && confirms(got, gave));
  assert.deepEqual(kinds(got, gave), []);
  for (const other of [{ responseHash: "else" }, { requestHash: "else" }, { provider: "TWDEMO/GOV/MOI/REGISTERS/marriage" }]) {
    assert.ok(!confirms(gave, { ...got, ...other }));
    assert.deepEqual(kinds({ ...got, ...other }, gave), ["sides-differ"]);
  }
});

test("records of other consumers, providers and ids are nothing to each other (vrk-kpa/xroad-joint-development#21)", () => {
  const others = [{ consumer: "TWDEMO/GOV/MODA/PORTAL" }, { exchangeId: "2" }];
  for (const other of others) {
    const told = { ...gave, ...other, requestHash: "other", digest: Buffer.from("other") };
    assert.deepEqual(kinds(told, gave, got), []);
    assert.equal(replayOf(told, [gave, got]), undefined);
    assert.ok(replayOf({ ...told, requestHash: "asked" }, [gave]), "the request of another exchange");
  }
  const elsewhere = { ...gave, provider: "TWDEMO/GOV/MOE/REGISTERS/enrolment", digest: Buffer.from("elsewhere") };
  assert.deepEqual(kinds(elsewhere, gave), [], "what two providers say of one id does not contradict");
});

test("a failure or an unknown outcome may be followed by another try, an answer may not", () => {
  for (const outcome of ["failed", "unknown"] as const) {
    const before = { ...gave, ...nothing, outcome };
    assert.deepEqual(kinds(gave, before), []);
    assert.deepEqual(kinds({ ...gave, requestHash: "else" }, before), ["second-record"], "another request under the id");
    assert.deepEqual(kinds(before, gave), ["second-record"], "an answer that is taken back");
  }
  assert.deepEqual(kinds({ ...gave, digest: Buffer.from("else"), responseHash: "else" }, gave), ["second-record"]);
  assert.deepEqual(kinds({ ...got, ...nothing, outcome: "failed" }, gave), [], "the answer was lost on its way");
});

test("only a consumer that got no answer needs nobody's word", () => {
  assert.ok(needsProof(gave) && needsProof(got) && needsProof({ ...gave, ...nothing }));
  assert.ok(!needsProof({ ...got, ...nothing }));
});
