import assert from "node:assert/strict";
import { test } from "node:test";
import { type AccessAction, type AccessStep, areTerms, daysUntil, foldApplication, needsTwo, type Terms } from "./application.ts";

const terms: Terms = {
  purpose: "to decide",
  legalBasis: "article 15",
  fields: ["name", "status"],
  endpoints: [],
  volume: 100,
  validUntil: "2027-12-31",
  consentRequired: false,
};
const applied: AccessStep = {
  type: "applied",
  data: { consumer: "T/EDU/NDU/AID", provider: "T/GOV/MOI/R/h", agency: "ndu", terms },
};

function history(...steps: AccessStep[]): AccessAction[] {
  const actions: AccessAction[] = [];
  for (const step of steps) {
    const action = { ...step, seq: actions.length + 1, at: `2026-11-25T00:00:0${actions.length}.000Z`, actor: "someone" };
    actions.push({ ...action, hash: "" });
  }
  return actions;
}

test("an application goes from submitted through approved to revoked, and the last word counts", () => {
  const less = { ...terms, fields: ["status"] };
  const approved = history(applied, { type: "approved", data: { agency: "moi", terms: less, note: null } });
  assert.deepEqual(foldApplication(approved).granted, less);
  assert.equal(foldApplication(approved).state, "approved");
  const revoked = history(applied, approved[1]!, { type: "revoked", data: { agency: "moi", reason: "misuse" } });
  assert.deepEqual([foldApplication(revoked).state, foldApplication(revoked).reason], ["revoked", "misuse"]);
});

test("what the first of two officers approved is no right before the second has", () => {
  const endorsed: AccessStep = { type: "endorsed", data: { agency: "moi", terms, note: null } };
  const waiting = foldApplication(history(applied, endorsed));
  assert.deepEqual([waiting.state, waiting.granted, waiting.endorsed?.terms], ["submitted", null, terms]);
  const approved: AccessStep = { type: "approved", data: { agency: "moi", terms, note: null } };
  const both = foldApplication(history(applied, endorsed, approved));
  assert.deepEqual([both.state, both.granted, both.endorsed], ["approved", terms, null]);
  assert.equal(needsTwo(terms, ["identity"]), true, "no consent is asked");
});

test("one officer is enough where people consent, unless the data are of a special category", () => {
  const asked = { ...terms, consentRequired: true };
  assert.equal(needsTwo(asked, ["identity", "income"]), false);
  for (const special of ["health", "genetic", "sexual-life", "criminal"])
    assert.equal(needsTwo(asked, ["identity", special]), true);
});

test("what has ended does not come back", () => {
  const refused: AccessStep = { type: "refused", data: { agency: "moi", reason: "no" } };
  const again = history(applied, refused, { type: "approved", data: { agency: "moi", terms, note: null } });
  assert.throws(() => foldApplication(again), /approved after refused/);
  assert.throws(() => foldApplication(history(refused)), /begins/);
});

test("terms that are not terms are refused", () => {
  assert.ok(areTerms(terms));
  for (const change of [
    { purpose: " " },
    { volume: 0 },
    { validUntil: "soon" },
    { fields: ["a b"] },
    { endpoints: [{ method: "GET", path: "/../x%" }] },
  ])
    assert.ok(!areTerms({ ...terms, ...change }), JSON.stringify(change));
  assert.equal(daysUntil("2026-12-25", "2026-11-25"), 30);
});
