import assert from "node:assert/strict";
import { test } from "node:test";
import { decisionsFor } from "./recipients.ts";
import { faultOfTerms, narrowed } from "./terms.ts";
import { readTerms } from "./terms-form.ts";

const known = [{ id: "cars", fields: [{ name: "plate" }, { name: "make" }] }] as never[];
const purpose = { en: "loan", "zh-Hant": "貸款" };
const set = (fields: { name: string; needed: boolean }[], id = "cars") => ({ set: id, purpose, fields });
const plate = { name: "plate", needed: true };

test("terms name sets and fields that exist, once each, and need something", () => {
  assert.equal(faultOfTerms({ sets: [set([plate])] }, known), undefined);
  const cases = [
    [[set([plate]), set([plate])], "set-twice"],
    [[set([plate], "boats")], "set-unknown"],
    [[set([plate, plate])], "field-twice"],
    [[set([{ name: "owner", needed: true }])], "field-unknown"],
    [[set([{ name: "make", needed: false }])], "nothing-needed"],
  ] as const;
  for (const [sets, fault] of cases) assert.equal(faultOfTerms({ sets: [...sets] }, known), fault);
});

test("attack: a request is never wider than the terms", () => {
  const terms = { sets: [set([plate])] };
  assert.deepEqual(narrowed(terms, [{ set: "cars" }]), terms.sets);
  for (const asked of [
    [],
    [{ set: "boats" }],
    [{ set: "cars", fields: ["plate", "make"] }],
    [{ set: "cars", fields: [] }],
    [{ set: "cars" }, { set: "cars" }],
    [{ set: "cars", fields: ["plate", "plate"] }],
  ])
    assert.equal(narrowed(terms, asked), undefined, JSON.stringify(asked));
});

test("the form says at each field what is wrong, and a right one becomes terms", () => {
  const values = {
    "purposeEn-cars": "loan",
    "purposeZh-cars": "貸款",
    "use-cars-plate": "needed",
    term: "once",
    retentionDays: "30",
  };
  assert.deepEqual(readTerms(values, known, known), {
    terms: { sets: [set([plate])], standing: null, retentionDays: 30, webhook: null },
  });
  const fields = (change: object): string[] => {
    const read = readTerms({ ...values, ...change }, known, known);
    return "errors" in read ? read.errors.map(({ field }) => field) : [];
  };
  assert.deepEqual(fields({ "purposeZh-cars": " " }), ["purposeZh-cars"]);
  assert.deepEqual(fields({ term: "standing", answers: "0", days: "1.5", months: "13" }), ["answers", "days", "months"]);
  assert.deepEqual(fields({ "use-cars-plate": "optional" }), ["use-cars-plate"]);
  assert.deepEqual(fields({ "use-cars-plate": "none", webhook: "http://bank.example" }), ["use-cars-plate", "webhook"]);
  assert.deepEqual(fields({ term: "", retentionDays: "-1" }), ["term", "retentionDays"]);
});

test("what waits is approved or refused, what is approved is warned, suspended, resumed or ended, and what has ended stays so", () => {
  const row = { decision: "approved", was_approved: true, standing: "active" } as const;
  assert.deepEqual(decisionsFor({ ...row, decision: null, was_approved: false }), ["approved", "refused"]);
  assert.deepEqual(decisionsFor(row), ["warned", "suspended", "ended"]);
  assert.deepEqual(decisionsFor({ ...row, standing: "suspended" }), ["resumed", "ended"]);
  assert.deepEqual(decisionsFor({ ...row, standing: "ended" }), []);
  assert.deepEqual(decisionsFor({ ...row, decision: "refused", was_approved: false }), []);
});
