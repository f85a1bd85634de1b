import assert from "node:assert/strict";
import { test } from "node:test";
import { type FormDefinition, InvalidForm, loadForm, type Offer, openQuestions, parsePage } from "../index.ts";

const page = (id: string, field: object) => ({ id, title: "page", fields: [{ label: "field", type: "offered", ...field }] });
const definition = {
  pages: [
    page("agency", { name: "agency", of: "road.agency" }),
    page("fields", { name: "fields", of: "road.field", given: ["agency"], many: true }),
  ],
} as FormDefinition;
const form = loadForm(definition);
const text = (name: string) => ({ en: name, "zh-Hant": `${name}（中）` });
const offers: Record<string, Offer[]> = {
  agency: ["moi", "mof"].map((value) => ({ value, text: text(value) })),
  fields: ["name", "birth"].map((value) => ({ value, text: text(value) })),
};
const around = { today: "2026-11-30", offers: ({ name }: { name: string }) => offers[name] };
const parse = (id: string, body: object, more: object = {}) => parsePage(form, id, body, { ...around, ...more });
const codes = (parsed: ReturnType<typeof parsePage>) => ("errors" in parsed ? parsed.errors.map(({ code }) => code) : []);
const agency = { value: "moi", text: text("moi"), given: "" };

test("what was chosen keeps its names, in the order of the offer, and the answers that it was offered for", () => {
  assert.deepEqual(parse("agency", { agency: "moi" }), { values: { agency } });
  const chosen = parse("fields", { fields: ["birth", "name"] }, { answers: { agency } });
  assert.deepEqual(chosen, { values: { fields: offers.fields!.map((one) => ({ ...one, given: "moi" })) } });
});

test("what nobody offers is refused, whatever was sent, and so is all where the module could not be asked", () => {
  for (const sent of ["mohw", "<b>", "moi\n", ["mof", "mohw"]])
    assert.deepEqual(codes(parse("agency", { agency: sent })).length, sent === "moi\n" ? 0 : 1, JSON.stringify(sent));
  assert.deepEqual(codes(parse("agency", { agency: ["moi", "mof"] })), ["field.repeated"]);
  assert.deepEqual(codes(parse("agency", {})), ["field.required"]);
  assert.deepEqual(codes(parse("agency", { agency: "moi" }, { offers: undefined })), ["field.register-silent"]);
  assert.deepEqual(codes(parse("fields", { fields: "name" })), ["field.register-silent"], "nothing narrows it yet");
  const forged = { value: "mohw", text: text("mohw"), given: "" };
  assert.deepEqual(codes(parse("agency", { agency: forged })), ["field.not-a-choice"]);
});

test("an answer is asked again once what it was offered for has changed", () => {
  const chosen = parse("fields", { fields: ["name"] }, { answers: { agency } });
  const { fields } = (chosen as { values: Record<string, unknown> }).values;
  const open = (answers: Record<string, unknown>) => openQuestions(form, answers, { today: "2026-11-30" }).map((one) => one.page);
  assert.deepEqual(open({ agency, fields }), []);
  assert.deepEqual(open({ agency: { ...agency, value: "mof" }, fields }), ["fields"]);
});

test("an offer is narrowed by pages before, and stands in no group", () => {
  const [first, second] = definition.pages;
  assert.throws(() => loadForm({ pages: [second!, first!] }), InvalidForm);
  const group = { type: "group", name: "all", label: "all", entry: "one", min: 1, max: 2, fields: first!.fields };
  assert.throws(() => loadForm({ pages: [{ ...first!, fields: [group] }] } as FormDefinition), InvalidForm);
});
