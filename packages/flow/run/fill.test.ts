import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allowedActs,
  loadService,
  lockedIn,
  nextPageOf,
  openQuestionsOf,
  outcomeOfTime,
  pagesOf,
  parsePageOf,
  type ServiceDefinition,
  type StepOf,
  valueAt,
  walkPath,
} from "../index.ts";

const today = "2026-11-27";
const question = (name: string, more: object = {}) => ({ name, type: "text", label: `field.${name}`, maxLength: 60, ...more });
const definition = {
  ...{ version: 1, agency: "city", subsystem: "DESK", lifeEvent: "home", certificates: {}, letters: {} },
  parties: { applicant: { kind: "applicant" } },
  form: {
    pages: [
      { id: "who", title: "page.who", fields: [question("wish")] },
      {
        id: "home",
        title: "page.home",
        fields: [
          question("street"),
          { name: "since", type: "date", label: "field.since" },
          { name: "floor", type: "integer", label: "field.floor", min: 0, max: 99 },
          question("remark", { required: false }),
        ],
      },
    ],
  },
  sources: [{ id: "household", provider: "GOV/CITY/BOOKS/household", fields: ["street", "since", "floor"], agreement: "a-1" }],
  steps: [
    { id: "apply", kind: "fill", pages: ["who"], next: { submitted: "look-up" } },
    { id: "look-up", kind: "collect", sources: ["household"], next: { collected: "confirm" } },
    {
      ...{ id: "confirm", kind: "fill", pages: ["home"], next: { submitted: "end:granted" } },
      prefill: { street: "sources.household.street", since: "sources.household.since", floor: "sources.household.floor" },
    },
  ],
};
const load = (changes: object = {}) => loadService({ ...definition, ...changes } as unknown as ServiceDefinition);
const { form, flow } = load();
const fillOf = (id: string) => flow.step(id) as StepOf<"fill">;
const household = { street: "Long Street 1", since: "2020-02-03", floor: 4 };
const lockedBy = (record: Record<string, unknown>) =>
  lockedIn(form, fillOf("confirm"), (at) => valueAt(at, { answers: {}, sources: { household: record } }), { today });
const send = (sent: unknown, record: Record<string, unknown> = household) =>
  parsePageOf(form, "home", sent, { today, locked: lockedBy(record) });

test("a step asks its own pages alone, and the questions of other steps do not stand against leaving it", () => {
  const [apply, confirm] = [fillOf("apply"), fillOf("confirm")];
  assert.deepEqual([pagesOf(form, apply, {}), pagesOf(form, confirm, {})], [["who"], ["home"]]);
  assert.equal(nextPageOf(form, apply, "who", { wish: "tea" }), null);
  assert.deepEqual(openQuestionsOf(form, apply, { wish: "tea" }, today), []);
  assert.deepEqual(
    openQuestionsOf(form, apply, {}, today).map(({ page }) => page),
    ["who"],
  );
  assert.deepEqual(
    openQuestionsOf(form, confirm, { wish: "tea" }, today).map(({ page }) => page),
    ["home"],
  );
});

// opengovsg/FormSG#10001
test("what a client sends for a locked field does not count, whichever of its inputs it names", () => {
  const kept = { values: { ...household, remark: "mine" } };
  assert.deepEqual(send({ remark: "mine" }), kept);
  assert.deepEqual(send({ remark: "mine", street: "Elsewhere 2", since: "1999-01-01", floor: "7" }), kept);
  assert.deepEqual(send({ remark: "mine", "since-year": "1999", "since-month": "1", "since-day": "1", "street-x": ["a"] }), kept);
  assert.deepEqual(send({ remark: "mine", street: "", since: null, floor: ["1", "2"] }), kept);
  assert.deepEqual(send({ remark: "mine", ["__proto__"]: { street: "Elsewhere 2" } }), kept);
});

test("a value that the source does not have, or that the field does not take, is asked of the person", () => {
  assert.deepEqual(lockedBy({ street: "Long Street 1", since: "2026-02-30", floor: 400 }), { street: "Long Street 1" });
  const answered = send({ street: "Elsewhere 2", since: "2021-05-06", floor: "3" }, { street: "Long Street 1" });
  assert.deepEqual(answered, { values: { street: "Long Street 1", since: "2021-05-06", floor: 3 } });
  const empty = send({}, { street: "Long Street 1" });
  assert.deepEqual("errors" in empty && empty.errors.map(({ field }) => field), ["since", "floor"]);
});

test("a path through two such steps needs no answer to what is brought, and none that it gives counts", () => {
  const path = {
    ...({ id: "moved", at: today, sources: { household }, expected: {}, end: "granted", last: "confirm" } as const),
    answers: { who: { wish: "tea" }, home: { street: "Elsewhere 2" } },
  };
  assert.deepEqual(walkPath(load(), path).collected.answers, { wish: "tea", ...household });
});

test("a step that brings an answer to what it does not ask, or to what the person alone answers, is refused", () => {
  const confirming = (changes: object) => [...definition.steps.slice(0, 2), { ...definition.steps[2], ...changes }];
  const prefill = { wish: "sources.household.street" };
  assert.throws(() => load({ steps: confirming({ prefill }) }), { code: "flow.prefill", message: /no page of it asks for wish/ });
  const signed = structuredClone(definition.form);
  Object.assign(signed.pages[1]!.fields[0]!, { type: "declaration", maxLength: undefined });
  assert.throws(() => load({ form: signed }), { code: "flow.prefill", message: /street is answered by the person alone/ });
});

test("a step that is answered has a time: after it nobody answers, and the case goes where its flow says", () => {
  const confirm = { ...definition.steps[2], limit: { days: 7 }, next: { submitted: "end:granted", expired: "end:closed" } };
  const timed = load({ steps: [...definition.steps.slice(0, 2), confirm] });
  const state = {
    ...{ place: { step: "confirm", since: today, due: "2026-12-04", extended: false, visit: 1 }, ended: null, signatures: {} },
    ...{
      parties: { applicant: ["applicant"] },
      actors: {},
      votes: [],
      assigned: null,
      asked: 0,
      persons: ["anna"],
      counter: null,
    },
  };
  const acts = (parties: string[], on: string) =>
    allowedActs(
      timed.flow,
      state,
      { subject: "anna", parties, posts: [] },
      { today: on, works: () => true, agency: "city", agencyOf: () => "city", areaOf: () => null },
    ).map(({ act }) => act);
  assert.deepEqual(acts(["applicant"], "2026-12-04"), ["answer", "submit", "withdraw"]);
  assert.deepEqual(acts([], "2026-12-04"), []);
  assert.deepEqual(acts(["applicant"], "2026-12-05"), ["withdraw"]);
  assert.deepEqual(
    ["2026-12-04", "2026-12-05"].map((on) => outcomeOfTime(timed.flow, state, on)),
    [undefined, "expired"],
  );
  const path = {
    ...({ id: "late", at: today, sources: { household }, expected: {}, end: "closed", last: "confirm" } as const),
    ...{ answers: { who: { wish: "tea" } }, choices: [{ step: "confirm", outcome: "expired" }] },
  };
  assert.deepEqual(walkPath(timed, path).collected.answers, { wish: "tea" }, "what was not submitted is no answer");
});
