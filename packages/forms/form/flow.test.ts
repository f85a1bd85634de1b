import assert from "node:assert/strict";
import { test } from "node:test";
import { answersBefore, complete, nextPage, openQuestions, parsePage, path, prune } from "../index.ts";
import { answers, form, today } from "../test/example.ts";

const without = (...names: string[]) => Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name)));

test("the path follows the answers", () => {
  assert.deepEqual(path(form, {}), ["who", "money", "contact"]);
  assert.deepEqual(path(form, { child: true }), ["who", "child", "money", "contact"]);
  assert.deepEqual(path(form, { child: true, children: 3 }), ["who", "child", "money", "many", "contact"]);
});

test("an answer of a page out of reach does not steer", () => {
  assert.deepEqual(path(form, { child: false, children: 3 }), ["who", "money", "contact"]);
});

test("the next page is the one after on the path", () => {
  assert.equal(nextPage(form, "who", {}), "money");
  assert.equal(nextPage(form, "who", { child: true }), "child");
  assert.equal(nextPage(form, "money", answers), "many");
  assert.equal(nextPage(form, "contact", answers), null);
  assert.equal(nextPage(form, "child", {}), null);
  assert.equal(nextPage(form, "nowhere", answers), null);
});

test("changing one's mind drops what is no longer asked", () => {
  const pruned = prune(form, { ...answers, child: false });
  for (const name of ["children", "care", "nursery", "card"]) assert.ok(!(name in pruned), name);
  assert.equal(pruned.rent, 12_000);
  assert.deepEqual(prune(form, { ...answers, unknown: 1 }), answers);
});

test("a field that hangs on another is dropped with it", () => {
  assert.ok(!("nursery" in prune(form, { ...answers, care: ["home"] })));
  assert.ok(!("account" in prune(form, { ...answers, rent: 0 })));
});

test("pruning twice is pruning once, and keeps the path", () => {
  for (const change of [{}, { child: false }, { children: 1 }, { rent: 0 }, { care: [] }]) {
    const once = prune(form, { ...answers, ...change });
    assert.deepEqual(prune(form, once), once);
    assert.deepEqual(path(form, once), path(form, { ...answers, ...change }));
  }
});

test("complete answers are complete; each required one that is taken away opens its page", () => {
  assert.ok(complete(form, answers, { today }));
  const home = new Map(form.pages.flatMap((page) => page.fields.map(({ name }) => [name, page.id])));
  for (const name of ["nationalId", "born", "care", "nursery", "rent", "card", "account"]) {
    const open = openQuestions(form, without(name), { today });
    assert.ok(
      open.some(
        ({ page, errors }) =>
          page === home.get(name) && errors.some(({ field, code }) => field === name && code === "field.required"),
      ),
      name,
    );
  }
});

test("a stored answer that the form no longer accepts opens its page again", () => {
  const open = openQuestions(form, { ...answers, card: "maybe", rent: 900_000 }, { today });
  assert.deepEqual(
    open.map(({ page, errors }) => [page, errors[0]?.code]),
    [
      ["money", "field.too-large"],
      ["many", "field.not-a-choice"],
    ],
  );
});

test("canonical answers parse to themselves", () => {
  for (const { id } of form.pages) {
    const result = parsePage(form, id, answers, { today, answers: answersBefore(form, id, answers) });
    assert.ok("values" in result, id);
    for (const [name, value] of Object.entries(result.values)) assert.deepEqual(value, answers[name as keyof typeof answers]);
  }
});

test("a field that hangs on an earlier page is asked with that page's answers only", () => {
  assert.deepEqual(parsePage(form, "contact", {}, { today, answers: { rent: 0 } }), { values: {} });
  assert.deepEqual(parsePage(form, "contact", {}, { today, answers: { rent: 5 } }), {
    errors: [{ field: "account", code: "field.required" }],
  });
  assert.deepEqual(Object.keys(answersBefore(form, "child", answers)), ["nationalId", "born", "child"]);
});

test("all errors of a page come at once, in its order", () => {
  const result = parsePage(form, "who", { nationalId: "A1", born: "never" }, { today });
  assert.deepEqual("errors" in result && result.errors.map(({ field, code }) => `${field} ${code}`), [
    "nationalId field.not-a-national-id",
    "born field.not-a-date",
    "child field.required",
  ]);
});
