import assert from "node:assert/strict";
import { test } from "node:test";
import { edgesWalked, loadService, type ServiceDefinition, type ServicePath, walkPath } from "../index.ts";

const to = (definition: object) => definition as ServiceDefinition;
const service = loadService(
  to({
    ...{ version: 1, agency: "city", subsystem: "DESK", lifeEvent: "home", certificates: {}, letters: {} },
    parties: { applicant: { kind: "applicant" } },
    form: {
      pages: [{ id: "pet", title: "page.pet", fields: [{ name: "legs", type: "integer", label: "legs", min: 0, max: 8 }] }],
    },
    sources: [{ id: "dogs", provider: "GOV/CITY/BOOKS/dogs", fields: ["known"], agreement: "a-1" }],
    law: { name: "dogs", want: ["dog.fee"], inputs: { "dog.legs": "answers.legs" } },
    steps: [
      { id: "apply", kind: "fill", next: { submitted: "look-up" } },
      { id: "look-up", kind: "collect", sources: ["dogs"], next: { collected: "work-out" } },
      { id: "work-out", kind: "assess", next: { assessed: "check" } },
      {
        id: "check",
        kind: "review",
        role: "clerk",
        outcomes: ["good", "bad"],
        next: {
          good: [{ when: { value: "law.dog.fee", atLeast: 100 }, to: "fee" }, { to: "end:granted" }],
          bad: "end:refused",
        },
      },
      { id: "fee", kind: "pay", amount: "law.dog.fee", limit: { days: 7 }, next: { paid: "end:granted", overdue: "end:closed" } },
    ],
    remedies: { objection: { from: ["refused"], by: { party: "applicant" }, step: "check" } },
  }),
);
const fee = ({ situation }: { situation: Record<string, unknown> }) =>
  "dog.legs" in situation
    ? { values: { "dog.fee": Number(situation["dog.legs"]) * 50 }, missing: [] }
    : { values: {}, missing: [{ input: "dog.legs" }] };
const paid: ServicePath = {
  ...{ id: "paid", at: "2026-11-27", answers: { pet: { legs: "4" } }, sources: { dogs: { known: true } } },
  ...{ expected: { "dog.fee": 200 }, end: "granted", last: "fee" },
  choices: [
    { step: "check", outcome: "good" },
    { step: "fee", outcome: "paid" },
  ],
};
const walk = (changes: Partial<ServicePath>) => walkPath(service, { ...paid, ...changes }, fee);
const refuses = (changes: Partial<ServicePath>, message: RegExp): void =>
  assert.throws(() => walk(changes), { code: "flow.path", message });

test("a path goes along the edges that its answers, its law and its people choose", () => {
  const { edges, collected } = walk({});
  assert.deepEqual(edges.slice(-2), ["check -good-> fee", "fee -paid-> end:granted"]);
  assert.deepEqual(collected.outcomes, {
    apply: "submitted",
    "look-up": "collected",
    "work-out": "assessed",
    check: "good",
    fee: "paid",
  });
  const snail = walk({
    answers: { pet: { legs: "1" } },
    expected: {},
    choices: [{ step: "check", outcome: "good" }],
    last: "check",
  });
  assert.equal(snail.edges.at(-1), "check -good-> end:granted");
});

test("edges that no path goes along are named, those of remedies and of time among them", () => {
  assert.deepEqual(edgesWalked(service, [walk({})]).missing, [
    "check -good-> end:granted",
    "check -bad-> end:refused",
    "fee -overdue-> end:closed",
    "end:refused -objection-> check",
  ]);
  const objected = walk({
    choices: [
      { step: "check", outcome: "bad" },
      { step: "end:refused", outcome: "objection" },
      { step: "check", outcome: "good" },
      { step: "fee", outcome: "overdue" },
    ],
    end: "closed",
  });
  assert.deepEqual(edgesWalked(service, [walk({}), objected]).missing, ["check -good-> end:granted"]);
});

test("a path that the service does not go along is refused with the reason", () => {
  refuses({ answers: { pet: { legs: "nine" } } }, /page pet: legs field\./);
  refuses({ sources: {} }, /does not say what dogs knows/);
  refuses({ sources: { dogs: null } }, /dogs has no record/);
  refuses({ choices: [] }, /chooses nothing at check/);
  refuses({ choices: [{ step: "check", outcome: "perfect" }] }, /check has no outcome perfect/);
  refuses({ choices: [...paid.choices!, { step: "check", outcome: "bad" }] }, /never came to check -bad->/);
  refuses(
    {
      choices: [
        { step: "check", outcome: "bad" },
        { step: "end:refused", outcome: "appeal" },
      ],
    },
    /nothing called appeal/,
  );
  refuses({ end: "refused" }, /it ends granted at fee, not refused at fee/);
  refuses({ expected: { "dog.fee": 1 } }, /dog.fee is 200, not 1/);
  assert.throws(() => walkPath(service, paid), { code: "flow.path", message: /no law/ });
});
