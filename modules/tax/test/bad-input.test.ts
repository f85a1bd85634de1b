import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Process } from "@troad/kernel";
import { addressOf, startTax } from "./kit.ts";

let running: Process;
before(async () => {
  running = await startTax();
});
after(() => running.stop());

type Problem = { code: string; title: string; errors?: { field: string; code: string; detail: string }[] };
const ask = async (id: string, body: unknown, lang = "en"): Promise<{ status: number; body: Problem }> => {
  const answer = await fetch(`${running.origin}/tax/api/calculators/${id}`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": lang },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Problem };
};

type Bad = { what: string; id: string; answers: Record<string, string>; field: string; code: string; text: RegExp };
const worker = { salary: "900000", married: "no" };
const land = { value: "9000000", earlier: "3000000", index: "132.5", home: "no", acquired: "2005-03-10", sold: "2026-03-11" };
const debt = { kind: "income", tax: "10000" };
const bad: Bad[] = [
  {
    what: "a negative salary",
    id: "income",
    answers: { ...worker, salary: "-1" },
    field: "salary",
    code: "field.too-small",
    text: /0 or more/,
  },
  {
    what: "a salary beyond all",
    id: "income",
    answers: { ...worker, salary: "9".repeat(14) },
    field: "salary",
    code: "field.too-large",
    text: /or less/,
  },
  {
    what: "an amount of fifty digits",
    id: "estate",
    answers: { gross: "9".repeat(50), hasSpouse: "no", descendants: "0" },
    field: "gross",
    code: "field.too-large",
    text: /or less/,
  },
  { what: "cents", id: "stamp", answers: { amount: "10.50" }, field: "amount", code: "field.not-whole", text: /whole number/ },
  {
    what: "words for a number",
    id: "stamp",
    answers: { amount: "ten" },
    field: "amount",
    code: "field.not-a-number",
    text: /number/,
  },
  {
    what: "scientific notation",
    id: "stamp",
    answers: { amount: "1e6" },
    field: "amount",
    code: "field.not-a-number",
    text: /number/,
  },
  {
    what: "neither yes nor no",
    id: "income",
    answers: { ...worker, married: "perhaps" },
    field: "married",
    code: "field.not-yes-or-no",
    text: /yes or no/,
  },
  {
    what: "more children than dependants",
    id: "income",
    answers: { ...worker, dependants: "1", preschoolers: "2" },
    field: "preschoolers",
    code: "law.range",
    text: /more persons than the 1 dependants/,
  },
  {
    what: "parents and students who are not among the dependants",
    id: "income",
    answers: { ...worker, dependants: "2", seniors: "1", students: "2" },
    field: "dependants",
    code: "law.range",
    text: /every parent, student and child/,
  },
  {
    what: "more persons in care than there are",
    id: "income",
    answers: { ...worker, dependants: "0", care: "2" },
    field: "care",
    code: "law.range",
    text: /more persons than the 1 of the household/,
  },
  {
    what: "an unknown county",
    id: "house",
    answers: { worth: "1000000", use: "home", county: "atlantis" },
    field: "county",
    code: "field.not-a-choice",
    text: /one of the options/,
  },
  {
    what: "a day that is none",
    id: "late",
    answers: { ...debt, due: "2026-02-30" },
    field: "due",
    code: "field.not-a-date",
    text: /real date/,
  },
  {
    what: "the two calendars mixed up (民國2026)",
    id: "late",
    answers: { ...debt, due: "民國2026年4月30日" },
    field: "due",
    code: "field.not-a-date",
    text: /real date/,
  },
  {
    what: "the two calendars mixed up (西元115)",
    id: "late",
    answers: { ...debt, due: "西元115年4月30日" },
    field: "due",
    code: "field.not-a-date",
    text: /real date/,
  },
  {
    what: "a day before any law here",
    id: "late",
    answers: { ...debt, due: "1950-01-01" },
    field: "due",
    code: "field.too-early",
    text: /1 January 2017/,
  },
  {
    what: "a day after the office calendar",
    id: "late",
    answers: { ...debt, due: "2035-05-31" },
    field: "due",
    code: "field.too-late",
    text: /31 December 2027/,
  },
  {
    what: "payment in a year whose rate is not known",
    id: "late",
    answers: { ...debt, due: "2026-06-01", paid: "2027-03-01" },
    field: "paid",
    code: "law.out-of-range",
    text: /Postal one-year fixed deposit rate on 1 January” has no value on 2027-01-01/,
  },
  {
    what: "days of use of another year",
    id: "vehicle",
    answers: { year: "2026", kind: "motorcycle", fuel: "petrol", cc: "250", from: "2025-03-01" },
    field: "from",
    code: "law.range",
    text: /a day of 2026/,
  },
  {
    what: "days of use that end before they begin",
    id: "vehicle",
    answers: { kind: "motorcycle", fuel: "petrol", cc: "250", from: "2026-05-01", to: "2026-04-01" },
    field: "to",
    code: "law.range",
    text: /not before the first day/,
  },
  {
    what: "an insured amount above the highest grade",
    id: "labour-pension",
    answers: { insured: "45801", months: "300" },
    field: "insured",
    code: "field.too-large",
    text: /NT\$45,800/,
  },
  {
    what: "a price index in words",
    id: "land-increment",
    answers: { ...land, index: "high" },
    field: "index",
    code: "law.range",
    text: /“Price index \(%\)”: must be a percentage/,
  },
  {
    what: "a price index with two decimals",
    id: "land-increment",
    answers: { ...land, index: "132.55" },
    field: "index",
    code: "law.range",
    text: /one decimal/,
  },
  {
    what: "land that is sold before it was acquired",
    id: "land-increment",
    answers: { ...land, acquired: "2026-03-11", sold: "2026-03-10" },
    field: "sold",
    code: "law.range",
    text: /“Day of the contract of sale”: cannot be before/,
  },
  {
    what: "a house that is sold before it was bought",
    id: "house-sale",
    answers: { price: "2", cost: "1", acquired: "2026-03-11", sold: "2026-03-10", isResident: "yes", isHome: "no" },
    field: "sold",
    code: "law.range",
    text: /cannot be before/,
  },
  {
    what: "a child of twelve months beside its years",
    id: "childcare",
    answers: { years: "1", months: "12", order: "1", publicCare: "no" },
    field: "months",
    code: "field.too-large",
    text: /“And months” must be 11 or less/,
  },
];
async function labelOf(id: string, field: string): Promise<string> {
  const answer = await fetch(`${running.origin}/tax/api/calculators`, { headers: { "accept-language": "en" } });
  type Described = { id: string; fields: { name: string; label: string }[] };
  const { calculators } = (await answer.json()) as { calculators: Described[] };
  return calculators.find((one) => one.id === id)?.fields.find(({ name }) => name === field)?.label ?? assert.fail(field);
}
for (const { what, id, answers, field, code, text } of bad)
  test(`${what} is refused at ${field}, with its code, in both languages, on the page too`, async () => {
    const { year, ...rest } = answers;
    const body = { answers: rest, ...(year ? { year: Number(year) } : {}) };
    const english = await ask(id, body);
    assert.equal(english.status, 422, JSON.stringify(english.body));
    assert.equal(english.body.code, "tax.answers");
    const error = english.body.errors?.find((one) => one.field === field);
    assert.equal(error?.code, code);
    assert.match(error?.detail ?? "", text);
    assert.ok(error?.detail.includes(await labelOf(id, field)), `${error?.detail} names its question`);
    const chinese = await ask(id, body, "zh-Hant");
    assert.match(chinese.body.errors?.find((one) => one.field === field)?.detail ?? "", /\p{Script=Han}/u);
    const page = await fetch(`${running.origin}${addressOf(id, answers)}`, { headers: { "accept-language": "en" } });
    assert.equal(page.status, 422);
    const html = await page.text();
    assert.match(html, new RegExp(`<a[^>]*href="#${field}(-year)?"`));
    assert.doesNotMatch(html, /id="answer"/, "nothing is worked out");
  });

test("both calendars mean the same day where they do not contradict themselves", async () => {
  const totals = [];
  for (const due of ["2026-04-30", "115/4/30", "民國115年4月30日", "1150430"]) {
    const { body } = await ask("late", { answers: { ...debt, due, paid: "2026-05-20" } });
    totals.push(JSON.stringify((body as unknown as { results: object }).results));
  }
  assert.equal(new Set(totals).size, 1);
});

test("a year without a rule is refused with the years that have one", async () => {
  for (const year of [1990, 114, 2050]) {
    const { status, body } = await ask("income", { year, answers: worker });
    assert.deepEqual([status, body.code], [400, "tax.year-unknown"]);
    assert.match(body.title, /2019 to 2026/);
  }
  const page = await fetch(`${running.origin}/tax/income?year=1990&salary=1&married=no`, { headers: { accept: "text/html" } });
  assert.equal(page.status, 400);
});

test("what is missing is asked for, not guessed", async () => {
  const { status, body } = await ask("income", { answers: { salary: "900000" } });
  assert.deepEqual([status, body.errors?.map(({ field }) => field)], [422, ["married"]]);
});

test("names that no calculation has, lists and objects for figures change nothing silently", async () => {
  const list = await ask("income", { answers: { salary: ["1", "2"], married: "no" } });
  assert.equal(list.status, 422);
  const object = await ask("income", { answers: { salary: { $gt: 0 }, married: "no" } });
  assert.equal(object.status, 422);
  const prototype = await fetch(`${running.origin}/tax/api/calculators/income`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"answers":{"__proto__":{"salary":"1"},"married":"no"}}',
  });
  assert.ok(prototype.status >= 400 && prototype.status < 500);
  assert.equal((await ask("nothing", { answers: {} })).status, 404);
  assert.equal((await ask("income", { answers: {}, more: 1 })).status, 400);
});
