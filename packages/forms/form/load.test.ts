import assert from "node:assert/strict";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import { type FieldOf, type FormDefinition, formSchema, InvalidForm, loadForm } from "../index.ts";
import { definition } from "../test/example.ts";
import { founding } from "../test/founding.ts";

const check = Compile(formSchema);

/** Loads the example after a change and expects this code. */
function refused(code: string, change: (form: FormDefinition) => void): void {
  const altered = structuredClone(definition);
  change(altered);
  assert.throws(
    () => loadForm(altered),
    (error) => {
      assert.ok(error instanceof InvalidForm);
      assert.equal(error.code, code, error.message);
      return true;
    },
  );
}

test("the example fits the schema and loads", () => {
  assert.ok(check.Check(definition));
  assert.equal(loadForm(definition).below("contact"), "end");
});

test("a way back is a cycle", () => {
  refused("form.cycle", (form) => (form.pages[4]!.next = [{ page: "who" }]));
  refused("form.cycle", (form) => (form.pages[2]!.next = [{ when: { field: "rent", atLeast: 5 }, page: "child" }]));
  refused("form.cycle", (form) => (form.pages[1]!.next = [{ page: "child" }]));
});

test("a page to which nothing leads is found", () => {
  refused("form.unreachable-page", (form) => (form.pages[2]!.next = [{ page: "end" }]));
  refused("form.unreachable-page", (form) => (form.pages[0]!.next = [{ page: "money" }]));
});

test("pages and fields have one name each, and not a reserved one", () => {
  refused("form.duplicate-page", (form) => (form.pages[3]!.id = "money"));
  refused("form.duplicate-field", (form) => (form.pages[3]!.fields[0]!.name = "rent"));
  refused("form.reserved-name", (form) => (form.pages[4]!.id = "end"));
  for (const name of ["constructor", "toString", "hasOwnProperty"])
    refused("form.reserved-name", (form) => (form.pages[3]!.fields[0]!.name = name));
});

test("rules lead to pages that exist", () => {
  refused("form.unknown-page", (form) => (form.pages[2]!.next = [{ page: "nowhere" }]));
});

test("conditions look back only", () => {
  refused("form.unknown-field", (form) => (form.pages[3]!.showWhen = { field: "nothing", is: true }));
  refused("form.condition", (form) => (form.pages[1]!.showWhen = { field: "rent", atLeast: 1 }));
  refused("form.condition", (form) => (form.pages[1]!.showWhen = { field: "children", atLeast: 1 }));
  refused("form.condition", (form) => (form.pages[1]!.fields[0]!.showWhen = { any: [{ field: "care", includes: "home" }] }));
  refused(
    "form.condition",
    (form) => (form.pages[0]!.next = [{ when: { field: "rent", is: 1 }, page: "child" }, { page: "money" }]),
  );
});

test("bounds that nothing can meet are found", () => {
  const set = (page: number, field: number, values: object) => (form: FormDefinition) =>
    void Object.assign(form.pages[page]!.fields[field]!, values);
  refused("form.bounds", set(1, 0, { min: 21 }));
  refused("form.bounds", set(1, 1, { min: 3 }));
  refused("form.bounds", set(1, 2, { minLength: 21 }));
  refused("form.bounds", set(0, 1, { min: "2026-02-30" }));
  refused("form.bounds", set(0, 1, { min: "2026-02-02", max: "2026-02-01" }));
  refused(
    "form.bounds",
    set(3, 0, {
      options: [
        { value: "yes", label: "a" },
        { value: "yes", label: "b" },
      ],
    }),
  );
});

test("a group is checked inside: names, bounds, and conditions on fields above in the same entry", () => {
  const group = (change: (fields: FieldOf<"group">) => void) => (form: FormDefinition) => {
    const founders = structuredClone(founding.pages[1]!.fields[0]!) as FieldOf<"group">;
    change(founders);
    form.pages[4]!.fields.push(founders);
  };
  refused(
    "form.bounds",
    group((founders) => (founders.min = 9)),
  );
  refused(
    "form.duplicate-field",
    group(({ fields }) => (fields[1]!.name = "who")),
  );
  refused(
    "form.reserved-name",
    group(({ fields }) => (fields[1]!.name = "constructor")),
  );
  refused(
    "form.unknown-field",
    group(({ fields }) => (fields[0]!.showWhen = { field: "lives", is: true })),
  );
  refused(
    "form.bounds",
    group(({ fields }) => Object.assign(fields[1]!, { min: "today", max: "today-1d" })),
  );
  assert.ok(check.Check(founding));
});

test("what does not belong in a definition does not fit the schema", () => {
  const altered = (change: (form: FormDefinition) => unknown) => {
    const copy = structuredClone(definition);
    change(copy);
    return check.Check(copy);
  };
  assert.ok(!altered((form) => Object.assign(form.pages[0]!, { script: "x" })));
  assert.ok(!altered((form) => (form.pages[0]!.id = "../x")));
  assert.ok(!altered((form) => (form.pages[0]!.fields[0]!.name = "__proto__")));
  assert.ok(!altered((form) => Object.assign(form.pages[0]!.fields[0]!, { type: "html" })));
  assert.ok(!altered((form) => Object.assign(form.pages[0]!.fields[0]!, { pattern: "(a+)+" })));
  assert.ok(!altered((form) => (form.pages = [])));
  assert.ok(!altered((form) => Object.assign(form.pages[3]!, { showWhen: { all: [{ any: [{ field: "rent", is: 1 }] }] } })));
});
