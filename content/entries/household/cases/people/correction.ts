import { allowed, missing, refused } from "../short.ts";
import { type Case, personKey } from "../table.ts";
import { applyAs, child, family, man, mother } from "./people-cast.ts";

const correct = applyAs(
  "correction",
  {
    person: mother.nationalId,
    values: { birthDate: "1988-03-13" },
    origin: "declared",
    reason: "申報錯誤",
    paper: { kind: "birth-certificate", issuedOn: "1988-03-14" },
    firstRegisteredOn: "1988-04-01",
  },
  [[mother, "self"]],
);

export const corrections: readonly Case[] = [
  {
    name: "a birthday that was stated wrongly, by a certificate older than the first registration",
    article: "Enforcement Rules, Articles 16 and 17",
    given: family,
    application: correct(),
    expect: allowed([], { due: null, changes: { [personKey(mother)]: { birthDate: "1988-03-13" } } }),
  },
  {
    name: "a school's paper that is younger than the first registration does not prove a birthday",
    article: "Enforcement Rules, Article 17",
    given: family,
    application: correct({ facts: { paper: { kind: "school", issuedOn: "2000-06-30" } } }),
    expect: refused("paper-too-late"),
  },
  {
    name: "a ruling does at any time",
    article: "Enforcement Rules, Article 17",
    given: family,
    application: correct({ facts: { paper: { kind: "ruling", issuedOn: "2024-01-05" } } }),
    expect: allowed(),
  },
  {
    name: "without a paper it is not corrected",
    article: "Enforcement Rules, Article 16",
    given: family,
    application: correct({ facts: { paper: { kind: "none" } } }),
    expect: missing("correction-paper-missing"),
  },
  {
    name: "the office corrects its own mistake by itself and tells the person",
    article: "Enforcement Rules, Article 15; Household Registration Act, Article 46",
    given: family,
    application: correct({
      by: [],
      exOfficio: { remindedOn: null },
      facts: { origin: "office-error", values: { name: "簡琇蘭" }, paper: { kind: "none" } },
    }),
    expect: allowed([], {
      tell: ["person:entry-made", "children:name-of-parent-changed"],
      changes: { [personKey(mother)]: { name: "簡琇蘭" }, [personKey(child)]: { motherName: "簡琇蘭" } },
    }),
  },
  {
    name: "a mother cannot be born after her child",
    article: "Household Registration Act, Article 22",
    given: family,
    application: correct({ facts: { values: { birthDate: "2020-01-01" } } }),
    expect: refused("parent-too-young"),
  },
  {
    name: "another sex needs another number",
    article: "Regulations on ID Cards, Article 6",
    given: family,
    application: correct({ facts: { values: { sex: "male" } } }),
    expect: refused("correction-needs-new-id"),
  },
  {
    name: "while a suit is pending its end is awaited",
    article: "Household Registration Act, Article 25",
    given: family,
    application: correct({ facts: { inLitigation: true } }),
    expect: refused("litigation-pending"),
  },
  {
    name: "one with an interest applies: the officer judges it, and the person is told",
    article: "Household Registration Act, Article 46",
    given: family,
    application: correct({ by: [[man, "interested"]], judged: { "applicant-to-be-judged": "遺產管理人" } }),
    expect: allowed(["applicant-to-be-judged"], { tell: ["person:entry-made"] }),
  },
  {
    name: "nothing is wrong",
    article: "Household Registration Act, Article 22",
    given: family,
    application: correct({ facts: { values: { birthPlace: "63000" } } }),
    expect: refused("nothing-to-correct"),
  },
];
