import assert from "node:assert/strict";
import { test } from "node:test";
import { dataDomains } from "@troad/directory";
import { dataSets, readAll } from "./registers-agree/read.ts";
import { contradictions, ruleNames } from "./registers-agree/rules.ts";

const today = "2026-11-22";
const all = readAll({ seed: "t-road", size: 10_000, today });

test("what all registers say of 10,000 people does not contradict itself", () => {
  assert.deepEqual(contradictions(all, today).slice(0, 10), []);
  const empty = [...all].filter(([, records]) => records.size === 0).map(([id]) => id);
  // what nobody has yet, and the view that shows others' records
  assert.deepEqual(empty.sort(), [
    "birth-notice",
    "care-level",
    "caregiver-permit",
    "cooperative",
    "crew-paper",
    "death-notice",
    "estate-gift-certificate",
    "filing-agent",
    "food-business",
    "foreign-investment",
    "founder-support",
    "gift-year",
    "grain-dealer",
    "household",
    "occupational-form",
    "online-seller",
    "organ-donation",
    "political-party",
    "recruitment-permit",
    "resident-card",
    "self-use-land",
    "social-organisation",
    "startup-loan",
    "tax-registration",
    "vacancy",
    "veteran-home",
  ]);
});

test("nine domains have twenty-eight data sets, each field with its meaning, its set with a legal basis", () => {
  const sets = dataSets();
  assert.equal(sets.length, 28);
  assert.deepEqual([...new Set(sets.map(({ domain }) => domain))].sort(), [...dataDomains].sort());
  for (const { id, fields, text, registerText, level } of sets)
    for (const lang of ["zh-Hant", "en"]) {
      for (const { name } of fields) assert.ok(text[lang]?.[`meaning.${name}`], `${id} ${name} ${lang}`);
      assert.ok(registerText[lang]?.legalBasis && level >= 1, id);
    }
});

test("each business of the people is in one of three sets, and is where its owner works", () => {
  const forms = new Map<unknown, number>();
  const owners = new Set<unknown>();
  for (const { form, director } of all.get("company")!.values()) {
    forms.set(form, (forms.get(form) ?? 0) + 1);
    assert.ok(!owners.has(director), "a person leads one of them");
    owners.add(director);
  }
  const only = dataSets().flatMap((set) => set.only?.in ?? []);
  assert.deepEqual([...forms.keys()].map(String).sort(), [...only].sort());
  assert.ok((forms.get("limited-partnership") ?? 0) > 0);
});

/** Changes one record, looks, and puts it back. */
function planted(register: string, change: (record: Record<string, unknown>) => object | undefined): string[] {
  const records = all.get(register)!;
  for (const [key, record] of records) {
    const other = change(structuredClone(record) as Record<string, unknown>);
    if (other === undefined) continue;
    records.set(key, other as Record<string, unknown>);
    try {
      return contradictions(all, today).map(({ rule }) => rule);
    } finally {
      records.set(key, record);
    }
  }
  throw new Error(`no record of ${register} could be changed`);
}

test("one contradiction planted under each rule is found", () => {
  const found = {
    parents: planted("person", (person) => (person.father ? { ...person, birthDate: "1930-01-01" } : undefined)),
    ages: planted("driving-licence", (licence) => ({ ...licence, issuedOn: "1900-01-01" })),
    addresses: planted("company", (company) => ({ ...company, seat: "臺北市中正區" })),
    employers: planted("labour-pension", (account) => ({ ...account, employerNo: "00000000" })),
    schools: planted("enrolment", (school) =>
      school.level === "elementary" ? { ...school, grade: Number(school.grade) + 1 } : undefined,
    ),
    belongings: planted("vehicle", (vehicle) => ({ ...vehicle, fines: 77 })),
  };
  for (const rule of ruleNames) assert.ok(found[rule as keyof typeof found]?.includes(rule), rule);
});
