import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceDefinition } from "@troad/flow";
import { InvalidJourney } from "../domain/journey.ts";
import { loadJourney } from "../domain/load.ts";
import { answersOf, askedPages, chosenParts, countQuestions } from "../domain/questions.ts";
import type { JourneyDefinition } from "../domain/schema.ts";
import type { KnownFacts } from "../domain/values.ts";

type Part = JourneyDefinition["parts"][number];
const text = (name: string, more: object = {}) => ({ name, type: "text", label: `field.${name}`, maxLength: 60, ...more });
const yesNo = (name: string, more: object = {}) => ({ name, type: "yes-no", label: `field.${name}`, ...more });
const options = (...values: string[]) => values.map((value) => ({ value, label: `option.${value}` }));

/** A service that asks pages of questions and writes what it was told; `gives` of its entry. */
function service(pages: Record<string, object[]>, more: object = {}): ServiceDefinition {
  return {
    ...{ version: 1, agency: "city", subsystem: "DESK", lifeEvent: "home", parties: { applicant: { kind: "applicant" } } },
    ...{ sources: [], certificates: {}, letters: {} },
    form: { pages: Object.entries(pages).map(([id, fields]) => ({ id, title: `page.${id}`, fields })) },
    steps: [
      { id: "apply", kind: "fill", next: { submitted: "note" } },
      {
        id: "note",
        kind: "write",
        register: "GOV/CITY/REGISTERS/note",
        values: { name: "answers.name" },
        next: { written: "end:granted", refused: "end:refused" },
      },
    ],
    ...more,
  } as unknown as ServiceDefinition;
}

const services = new Map([
  [
    "shed",
    service({
      who: [text("name"), text("home")],
      kind: [yesNo("roof"), text("colour", { showWhen: { field: "roof", is: true } })],
    }),
  ],
  [
    "stall",
    service({
      stall: [
        text("name"),
        text("address"),
        { name: "kind", type: "choice", label: "field.kind", options: options("tea", "toys") },
      ],
    }),
  ],
  ["cart", service({ cart: [text("name"), text("number")] })],
  ["counter", service({ one: [text("name")] }, { counterOnly: true, documents: { rule: "documents.rule", keepMonths: 12 } })],
  ["lookup", service({ one: [text("name"), { name: "whom", type: "person", label: "field.whom" }] })],
]);
const questions = {
  pages: [
    {
      ...{ id: "about", title: "ask.about" },
      fields: [yesNo("sells"), { name: "goods", type: "choice", label: "ask.goods", options: options("tea", "toys", "other") }],
    },
  ],
};
const event = (parts: Part[], facts: JourneyDefinition["facts"] = {}): JourneyDefinition =>
  ({ questions, parts, facts }) as unknown as JourneyDefinition;
const load = (...of: Parameters<typeof event>) => loadJourney("fair", event(...of), services);
const codeOf = (...of: Parameters<typeof event>): string => {
  try {
    load(...of);
    return "none";
  } catch (error) {
    return error instanceof InvalidJourney ? error.code : String(error);
  }
};

const known = (more: Partial<KnownFacts> = {}): KnownFacts => ({
  ...{
    situation: {},
    leftOut: [],
    facts: {},
    own: {},
    gave: {},
    today: "2026-11-29",
    applicant: { name: "安娜", nationalId: "A223456781" },
  },
  ...more,
});
const facts = { place: { fields: ["home", "address"] }, name: { fields: ["name"] } };
const shown = (pages: ReturnType<typeof askedPages>) =>
  pages.map(({ service: of, page, definition }) => `${of}/${page}: ${definition.fields.map(({ name }) => name).join(" ")}`);

test("a folder that names what is not there, or waits for what comes later, does not load", () => {
  assert.equal(codeOf([{ service: "shed" }, { service: "stall" }], facts), "none");
  assert.equal(codeOf([{ service: "estate-tax" }]), "journey.service-unknown");
  assert.equal(codeOf([{ service: "shed" }, { service: "shed" }]), "journey.part-twice");
  assert.equal(codeOf([{ service: "counter" }]), "journey.not-online");
  assert.equal(codeOf([{ service: "counter", besides: true }]), "none");
  assert.equal(codeOf([{ service: "lookup" }]), "journey.field-unsupported");
  assert.equal(codeOf([{ service: "shed", when: { field: "buys", is: true } }]), "journey.question-unknown");
  assert.equal(codeOf([{ service: "shed", after: ["stall"] }, { service: "stall" }]), "journey.after-unknown");
  assert.equal(codeOf([{ service: "shed", answers: { floor: { value: "1" } } }]), "journey.field-unknown");
  assert.equal(codeOf([{ service: "shed" }], { gone: { fields: ["nowhere"] } }), "journey.fact-unused");
  assert.equal(codeOf([{ service: "shed" }], { ...facts, other: { fields: ["home"] } }), "journey.fact-twice");
});

test("what is bound to a question has its type and its choices, and comes from where it can come", () => {
  const bound = (field: string, binding: object) =>
    codeOf([{ service: "stall" }, { service: "shed", answers: { [field]: binding as never } }]);
  assert.equal(bound("roof", { value: true }), "none");
  assert.equal(bound("roof", { value: "yes and no" }), "journey.binding");
  assert.equal(bound("roof", { question: "sells" }), "none");
  assert.equal(bound("roof", { question: "goods" }), "journey.binding");
  assert.equal(bound("roof", { question: "nothing" }), "journey.binding");
  assert.equal(bound("roof", { applicant: "name" }), "journey.binding");
  assert.equal(bound("name", { applicant: "name" }), "none");
  assert.equal(bound("name", { of: "stall", gives: "key" }), "none");
  assert.equal(bound("name", { of: "stall", gives: "certificate.none" }), "journey.binding");
  assert.equal(bound("name", { of: "stall", gives: "writtenOn" }), "journey.binding");
  assert.equal(bound("roof", { choose: "goods", cases: { tea: { value: true } } }), "none");
  assert.equal(bound("roof", { choose: "goods", cases: { coffee: { value: true } } }), "journey.binding");
  const kind = (binding: object) => codeOf([{ service: "stall", answers: { kind: binding as never } }]);
  assert.equal(kind({ question: "goods" }), "journey.binding", "a choice that the form does not have");
  assert.equal(kind({ choose: "goods", cases: { tea: { value: "tea" }, toys: { value: "toys" } } }), "none");
  assert.equal(kind({ value: "tee" }), "journey.binding");
  assert.equal(codeOf([{ service: "shed" }], { odd: { fields: ["name", "roof"] } }), "journey.fact-differs");
});

test("a fact is asked on the first page that has it, and again nowhere", () => {
  const fair = load([{ service: "shed" }, { service: "stall", when: { field: "sells", is: true } }], facts);
  assert.deepEqual(shown(askedPages(fair, known({ situation: { sells: true } }))), [
    "shed/who: name home",
    "shed/kind: roof colour",
    "stall/stall: kind",
  ]);
  assert.deepEqual(shown(askedPages(fair, known({ situation: { sells: true }, leftOut: ["shed"] }))), [
    "stall/stall: name address kind",
  ]);
  assert.deepEqual(
    chosenParts(fair, known()).map((part) => part.service),
    ["shed"],
  );
  const answered = known({
    situation: { sells: true },
    facts: { name: "茶行", place: "示範路 1 號" },
    own: { shed: { roof: false }, stall: { kind: "tea" } },
  });
  assert.deepEqual(answersOf(fair, answered, fair.parts[1]!), { name: "茶行", address: "示範路 1 號", kind: "tea" });
  assert.deepEqual(countQuestions(fair, answered), { together: 2 + 3 + 1, single: 3 + 3 });
});

test("what a choice does not settle is asked, and what it settles is not", () => {
  const kinds = { choose: "goods", cases: { tea: { value: "tea" }, toys: { value: "toys" } } } as never;
  const fair = load([{ service: "stall", answers: { kind: kinds } }]);
  const asked = (goods: string) => shown(askedPages(fair, known({ situation: { goods } })));
  assert.deepEqual([asked("tea"), asked("other")], [["stall/stall: name address"], ["stall/stall: name address kind"]]);
});

test("what comes with another part's outcome is not asked, waits for it, and is there then; without that part it is asked", () => {
  const fair = load([{ service: "stall" }, { service: "cart", answers: { number: { of: "stall", gives: "key" } } }], facts);
  const cart = fair.parts[1]!;
  assert.deepEqual(cart.after, ["stall"]);
  const both = known({ facts: { name: "茶行" } });
  assert.deepEqual(shown(askedPages(fair, both)), ["stall/stall: name address kind"]);
  assert.deepEqual(answersOf(fair, both, cart), { name: "茶行" });
  assert.deepEqual(answersOf(fair, { ...both, gave: { stall: { key: "S-1" } } }, cart), { name: "茶行", number: "S-1" });
  assert.deepEqual(shown(askedPages(fair, known({ leftOut: ["stall"] }))), ["cart/cart: name number"]);
});

test("a fact that a hidden or empty question would have given is asked by the next form", () => {
  const forms = new Map([
    ["first", service({ one: [text("name"), yesNo("paid"), text("account", { showWhen: { field: "paid", is: true } })] })],
    ["second", service({ two: [text("name"), text("account")] })],
  ]);
  const fair = loadJourney(
    "fair",
    event([{ service: "first" }, { service: "second" }], { account: { fields: ["account"] }, name: { fields: ["name"] } }),
    forms,
  );
  const asked = (paid: boolean) => shown(askedPages(fair, known({ own: { first: { paid } } })));
  assert.deepEqual(asked(true), ["first/one: name paid account"]);
  assert.deepEqual(asked(false), ["first/one: name paid account", "second/two: account"]);
});
