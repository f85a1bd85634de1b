import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccessAction,
  type AccessStep,
  approvalOf,
  areTerms,
  beyond,
  daysUntil,
  foldApplication,
  needsTwo,
  type Terms,
} from "./application.ts";

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

test("consent not needed takes two people of the provider: the first endorses, another one approves the same", () => {
  const officer = (actor: string) => ({ agency: "moi", actor });
  const decision = { terms, note: null, isDouble: needsTwo(terms, ["identity"]) };
  const endorsed = approvalOf(foldApplication(history(applied)), officer("a"), decision)!;
  assert.equal(endorsed.type, "endorsed");
  const waiting = foldApplication(history(applied, endorsed).map((one) => ({ ...one, actor: "a" })));
  assert.deepEqual([waiting.state, waiting.granted], ["submitted", null]);
  assert.equal(approvalOf(waiting, officer("a"), decision), undefined, "the same officer twice");
  assert.equal(approvalOf(waiting, officer("b"), decision)?.type, "approved");
  // another version begins anew, also by the second officer
  const less = { ...decision, terms: { ...terms, fields: ["name"] } };
  assert.equal(approvalOf(waiting, officer("b"), less)?.type, "endorsed");
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

test("a provider may give less than was asked for, and nothing else", () => {
  const cases: [Partial<Terms>, keyof Terms | undefined][] = [
    [{}, undefined],
    [{ fields: ["status"] }, undefined],
    [{ validUntil: "2027-01-01" }, undefined],
    [{ endpoints: [{ method: "POST", path: "/find" }] }, undefined],
    [{ consentRequired: true }, undefined],
    [{ fields: ["status", "income"] }, "fields"],
    [{ fields: [] }, "fields"],
    [{ validUntil: null }, "validUntil"],
    [{ validUntil: "2028-01-01" }, "validUntil"],
    [{ volume: 101 }, "volume"],
    [{ purpose: "something else" }, "purpose"],
    [{ legalBasis: "article 16" }, "legalBasis"],
  ];
  for (const [change, wrong] of cases) assert.equal(beyond(terms, { ...terms, ...change }), wrong, JSON.stringify(change));
  const one = { ...terms, endpoints: [{ method: "GET", path: "/a" }], consentRequired: true };
  assert.equal(beyond(one, { ...one, endpoints: [] }), "endpoints");
  assert.equal(beyond(one, { ...one, endpoints: [{ method: "GET", path: "/**" }] }), "endpoints");
  assert.equal(beyond(one, { ...one, consentRequired: false }), "consentRequired");
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
