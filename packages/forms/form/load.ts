import { InvalidForm } from "../errors.ts";
import { realDate } from "../fields/date.ts";
import { boundOn } from "../fields/date-bound.ts";
import { fieldsIn } from "./condition.ts";
import type { Condition, Field, FieldOf, FormDefinition, Page } from "./schema.ts";

/** The reserved target that finishes a form. */
export const END = "end";

/** A form whose definition has been checked: no cycle, no page that nobody reaches, conditions look back only. */
export type Form = {
  pages: readonly Page[];
  page(id: string): Page | undefined;
  /** The page below in the list, or END. */
  below(id: string): string;
};

/** Checks a definition; throws InvalidForm with what is wrong and where. */
export function loadForm(definition: FormDefinition): Form {
  const { pages } = definition;
  const index = new Map<string, number>();
  for (const [at, page] of pages.entries()) {
    if (page.id === END) throw new InvalidForm("form.reserved-name", `page ${page.id}`, "this name finishes a form");
    if (index.has(page.id)) throw new InvalidForm("form.duplicate-page", `page ${page.id}`, "two pages have this id");
    index.set(page.id, at);
  }
  const form: Form = {
    pages,
    page: (id) => pages[index.get(id) ?? -1],
    below: (id) => pages[(index.get(id) ?? pages.length) + 1]?.id ?? END,
  };
  const homes = checkFields(form);
  const before = checkGraph(form);
  for (const page of pages) {
    checkConditions(page, homes, before.get(page.id) ?? new Set());
    checkGiven(page, homes, before.get(page.id) ?? new Set());
  }
  return form;
}

/** Name of each field -> the page that asks it. */
function checkFields(form: Form): Map<string, string> {
  const homes = new Map<string, string>();
  for (const page of form.pages)
    for (const field of page.fields) {
      const where = `field ${field.name}`;
      if (field.name in Object.prototype)
        throw new InvalidForm("form.reserved-name", where, "every object has a property of this name");
      if (homes.has(field.name)) throw new InvalidForm("form.duplicate-field", where, "two fields have this name");
      homes.set(field.name, page.id);
      checkBounds(field, where);
    }
  return homes;
}

function checkBounds(field: Field, where: string): void {
  const bad = (why: string) => new InvalidForm("form.bounds", where, why);
  if (field.type === "text" && (field.minLength ?? 0) > field.maxLength) throw bad("minLength is above maxLength");
  if ((field.type === "integer" || field.type === "money") && field.min > field.max) throw bad("min is above max");
  if (field.type === "choice" || field.type === "choices" || field.type === "long-choice") {
    if (new Set(field.options.map(({ value }) => value)).size !== field.options.length)
      throw bad("two options have the same value");
  }
  if (field.type === "choices" && (field.min ?? 0) > Math.min(field.max ?? field.options.length, field.options.length))
    throw bad("min is above what can be chosen");
  if (field.type === "date") {
    for (const bound of [field.min, field.max])
      if (bound && !bound.startsWith("today") && !realDate(bound)) throw bad(`${bound} is no date`);
    // counted from the same day, bounds keep their order
    const [min, max] = [boundOn(field.min, "2000-01-01"), boundOn(field.max, "2000-01-01")];
    if (min && max && field.min?.startsWith("today") === field.max?.startsWith("today") && min > max)
      throw bad("min is above max");
  }
  if (field.type === "group") checkGroup(field, where);
}

/** Fields of an entry have names of their own; each is checked as if it stood on a page. */
function checkGroup(group: FieldOf<"group">, where: string): void {
  if (group.min > group.max) throw new InvalidForm("form.bounds", where, "min is above max");
  const names = new Set<string>();
  for (const field of group.fields) {
    const inside = `${where} ${field.name}`;
    if (field.name in Object.prototype)
      throw new InvalidForm("form.reserved-name", inside, "every object has a property of this name");
    if (names.has(field.name)) throw new InvalidForm("form.duplicate-field", inside, "two fields have this name");
    names.add(field.name);
    if (field.type === "offered") throw new InvalidForm("form.bounds", inside, "what a module offers is asked on a page alone");
    checkBounds(field, inside);
  }
}

/** Where one can go from a page, whatever the answers: its rules, and the page below unless a rule always holds or it may be skipped. */
export function exits(form: Form, page: Page): string[] {
  const rules = page.next ?? [];
  const always = rules.some(({ when }) => !when);
  const below = !always || page.showWhen ? [form.below(page.id)] : [];
  return [...rules.map(({ page: target }) => target), ...below];
}

/** Finds cycles and pages out of reach; gives for each page those that can come before it. */
function checkGraph(form: Form): Map<string, Set<string>> {
  const before = new Map<string, Set<string>>([[form.pages[0]!.id, new Set()]]);
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (id: string, trail: string[]): void => {
    if (trail.includes(id))
      throw new InvalidForm("form.cycle", `page ${id}`, `one comes back to it: ${[...trail, id].join(" -> ")}`);
    if (done.has(id) || id === END) return;
    const page = form.page(id);
    if (!page) throw new InvalidForm("form.unknown-page", `page ${trail.at(-1)}`, `leads to ${id}, which does not exist`);
    for (const target of exits(form, page)) visit(target, [...trail, id]);
    done.add(id);
    order.unshift(id);
  };
  visit(form.pages[0]!.id, []);
  const lost = form.pages.find(({ id }) => !done.has(id));
  if (lost) throw new InvalidForm("form.unreachable-page", `page ${lost.id}`, "no page leads to it");
  for (const id of order)
    for (const target of exits(form, form.page(id)!)) {
      if (target === END) continue;
      const known = before.get(target) ?? new Set<string>();
      for (const earlier of before.get(id) ?? []) known.add(earlier);
      before.set(target, known.add(id));
    }
  return before;
}

/** A condition may look at pages that come before and, inside a page, at fields above; `next` may look at its own page. */
function checkConditions(page: Page, homes: Map<string, string>, before: Set<string>): void {
  const check: Check = (condition, own, where, entry = []) => {
    for (const name of fieldsIn(condition)) {
      if (entry.includes(name)) continue;
      const home = homes.get(name);
      if (!home) throw new InvalidForm("form.unknown-field", where, `asks for ${name}, which no page has`);
      if (!before.has(home) && !own.includes(name))
        throw new InvalidForm("form.condition", where, `asks for ${name}, which is not answered before`);
    }
  };
  check(page.showWhen, [], `page ${page.id}`);
  const above: string[] = [];
  for (const field of page.fields) {
    check(field.showWhen, above, `field ${field.name}`);
    if (field.type === "group") checkEntry(field, above, check);
    above.push(field.name);
  }
  for (const rule of page.next ?? []) check(rule.when, above, `page ${page.id}`);
}

/** What is offered is narrowed by answers of pages before, so that it is there when the page is shown. */
function checkGiven({ fields }: Page, homes: Map<string, string>, before: Set<string>): void {
  for (const field of fields) {
    if (field.type !== "offered") continue;
    const missing = field.given?.find((name) => !before.has(homes.get(name) ?? ""));
    if (missing !== undefined)
      throw new InvalidForm("form.condition", `field ${field.name}`, `is offered for ${missing}, which no page before asks`);
  }
}

type Check = (condition: Condition | undefined, own: string[], where: string, entry?: string[]) => void;

/** Inside an entry a condition looks at the fields above in the same entry first. */
function checkEntry(group: FieldOf<"group">, above: string[], check: Check): void {
  const entry: string[] = [];
  for (const field of group.fields) {
    check(field.showWhen, above, `field ${group.name} ${field.name}`, entry);
    entry.push(field.name);
  }
}
