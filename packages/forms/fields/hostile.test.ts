import assert from "node:assert/strict";
import { test } from "node:test";
import { formTexts, parsePage } from "../index.ts";
import { form, today } from "../test/example.ts";

const deep = (levels: number): unknown => (levels === 0 ? "x" : [deep(levels - 1)]);
const hostile: unknown[] = [
  undefined,
  null,
  "",
  "text",
  0,
  [],
  [1, 2],
  new Date(0),
  Symbol("x"),
  () => "x",
  { nationalId: { toString: () => "A123456789" } },
  { nationalId: deep(1000) },
  { nationalId: ["A123456789", "A123456789"] },
  JSON.parse('{"__proto__":{"nationalId":"A123456789"}}'),
  { born: "9".repeat(1_000_000), rent: " ".repeat(1_000_000), email: `${"a.".repeat(100_000)}@x` },
  {
    rent: `${"1,".repeat(100_000)}1`,
    note: "\u200b".repeat(20_000),
    mobile: "0".repeat(19_999),
    account: `700-${"1 ".repeat(9_000)}`,
  },
  { care: Array(100_000).fill("home"), children: Number.POSITIVE_INFINITY, nursery: "\u0000" },
  { rent: 1e21, children: -0, email: "\r\nBcc: a@b.tw" },
  { account: "700-1", "account-bank": {}, "account-account": [[]] },
  Object.create(null),
  new Proxy({}, { get: () => "yes", getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: "yes" }) }),
];

test("whatever is sent, every page answers with values or with known errors, and soon", () => {
  const before = performance.now();
  for (const body of hostile)
    for (const { id, fields } of form.pages) {
      const result = parsePage(form, id, body, { today, answers: { rent: 1, care: ["nursery"] } });
      if ("values" in result) {
        for (const name of Object.keys(result.values))
          assert.ok(
            fields.some((field) => field.name === name),
            name,
          );
        continue;
      }
      assert.ok(result.errors.length > 0 && result.errors.length <= fields.length);
      for (const { code } of result.errors) assert.ok(code in formTexts.en, code);
    }
  assert.ok(performance.now() - before < 5_000, "hostile input must not be slow");
});

test("what belongs to the prototype is no answer", () => {
  const result = parsePage(form, "who", JSON.parse('{"__proto__":{"nationalId":"A123456789"}}'), { today });
  assert.deepEqual("errors" in result && result.errors[0], { field: "nationalId", code: "field.required" });
});

test("names that the page does not know are left out", () => {
  const result = parsePage(form, "money", { rent: "1", admin: "yes", nationalId: "A123456789" }, { today });
  assert.deepEqual(result, { values: { rent: 1 } });
});

test("a page that does not exist is an error, not a crash", () => {
  assert.deepEqual(parsePage(form, "nowhere", {}, { today }), { errors: [{ field: "nowhere", code: "field.malformed" }] });
});

test("every code has a text in every language, with the same placeholders", () => {
  const plural = /\{\w+, plural,(?: \w+ \{[^{}]*\})+\}/g;
  const holes = (text: string) => [...text.replace(plural, "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  assert.deepEqual(Object.keys(formTexts.en).sort(), Object.keys(formTexts["zh-Hant"]).sort());
  for (const [code, text] of Object.entries(formTexts.en))
    assert.deepEqual(holes(text), holes(formTexts["zh-Hant"][code as keyof typeof formTexts.en]), code);
});
