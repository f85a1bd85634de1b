import type { PersonRecord } from "../../records.ts";
import { allowed, missing, refused } from "../short.ts";
import { application, type Case, childOf, home, married, person, personKey, places } from "../table.ts";

const [birthFather, birthMother] = married(person("黃生父", "male", "1970-01-01"), person("吳生母", "female", "1972-01-01"));
const [father, mother] = married(person("林養父", "male", "1960-01-01"), person("王養母", "female", "1964-06-01"));
const adopted = (birthDate: string): PersonRecord => ({
  ...childOf(person("林養子", "male", birthDate), father, mother),
  birthFather: birthFather.nationalId,
  birthMother: birthMother.nationalId,
});
const adult = adopted("2000-01-01");
const minor: PersonRecord = { ...adopted("2012-01-01"), responsibility: "both" };

type Fields = Partial<Parameters<typeof application>[2]>;

/** An adult and both adopters agree, unless the facts say otherwise. */
function ends(child: PersonRecord, facts: object, fields: Fields = {}, people: readonly PersonRecord[] = []) {
  const stated = {
    child: child.nationalId,
    adopters: [father.nationalId, mother.nationalId],
    by: "agreement",
    endedOn: "2026-02-23",
    agreementShown: true,
    formerSurname: "黃",
    ...facts,
  };
  const all = new Map([birthFather, birthMother, father, mother, child, ...people].map((one) => [one.nationalId, one]));
  return {
    given: { people: [...all.values()], homes: [home("A0000001", places.zhongzheng.village, [[child, "head"]])] },
    application: application("end-adoption", stated, { filedOn: "2026-03-02", by: [[child, "adoptee"]], ...fields }),
  };
}

const byFather: Fields = { by: [[father, "adopter"]] };

export const endAdoption: readonly Case[] = [
  {
    name: "an adult and both adopters agree: parents by birth and surname come back",
    article: "Civil Code, Article 1083",
    ...ends(adult, {}),
    expect: {
      ...allowed(),
      due: "2026-03-25",
      fine: null,
      changes: {
        [personKey(adult)]: {
          name: "黃養子",
          father: birthFather.nationalId,
          mother: birthMother.nationalId,
          fatherName: "黃生父",
          motherName: "吳生母",
          birthFather: null,
          birthMother: null,
          responsibility: null,
        },
      },
    },
  },
  {
    name: "through an agent: only if the office approves",
    article: "Household Registration Act, Article 47",
    ...ends(adult, {}, { filers: [{ nationalId: adult.nationalId, as: "adoptee", present: "mandate" }] }),
    expect: { result: "judge", findings: ["mandate-needs-approval"] },
  },
  {
    name: "without a written agreement and without the former surname",
    article: "Civil Code, Article 1080",
    ...ends(adult, { agreementShown: false, formerSurname: undefined }),
    expect: missing("end-agreement-missing", "former-surname-missing"),
  },
  {
    name: "a surname that no parent by birth has: an officer judges",
    article: "Civil Code, Article 1083",
    ...ends(adult, { formerSurname: "歐陽" }),
    expect: { result: "judge", findings: ["former-surname-to-be-judged"] },
  },
  {
    name: "only one of the spouses who adopted together",
    article: "Civil Code, Article 1080",
    ...ends(adult, { adopters: [father.nationalId] }),
    expect: missing("adopters-not-together"),
  },
  {
    name: "only one, since they are divorced: the other stays a parent",
    article: "Civil Code, Article 1080",
    ...ends(adult, { adopters: [father.nationalId], formerSurname: undefined }, {}, [
      { ...father, maritalStatus: "divorced", spouse: null, spouseName: null },
      { ...mother, maritalStatus: "divorced", spouse: null, spouseName: null },
    ]),
    expect: {
      ...allowed(),
      changes: {
        [personKey(adult)]: { father: null, mother: mother.nationalId, birthFather: birthFather.nationalId, name: "林養子" },
      },
    },
  },
  {
    name: "of a minor an agreement needs the court's final approval and the consent of who represents the child afterwards",
    article: "Civil Code, Article 1080",
    ...ends(minor, {}, byFather),
    expect: missing("next-representative-consent-missing", "ruling-missing"),
  },
  {
    name: "of a minor with both",
    article: "Civil Code, Article 1080",
    ...ends(minor, { ruling: "final", nextRepresentativeActed: true }, byFather),
    expect: {
      ...allowed(),
      changes: { [personKey(minor)]: { responsibility: "both", father: birthFather.nationalId, name: "黃養子" } },
    },
  },
  {
    name: "an adopter has died: a court permits it, an agreement does not do",
    article: "Civil Code, Article 1080-1",
    ...ends(adult, {}, {}, [
      { ...father, status: "dead", statusOn: "2025-01-01" },
      { ...mother, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: missing("court-permission-missing"),
  },
  {
    name: "after both adopters died, with the court's permission",
    article: "Civil Code, Article 1080-1",
    ...ends(adult, { by: "permission", ruling: "final" }, {}, [
      { ...father, status: "dead", statusOn: "2025-01-01" },
      { ...mother, status: "dead", statusOn: "2025-06-01", maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: allowed(),
  },
  {
    name: "by judgment, late",
    article: "Household Registration Act, Article 79",
    ...ends(adult, { by: "judgment", ruling: "final", endedOn: "2025-12-01" }, byFather),
    expect: { ...allowed(["late"]), due: "2025-12-31", fine: [300, 900] },
  },
  {
    name: "someone who is not adopted",
    article: "Civil Code, Article 1080",
    ...ends({ ...adult, birthFather: null, birthMother: null }, {}),
    expect: refused("former-surname-to-be-judged", "not-adopted-by"),
  },
  {
    name: "with a parent by birth who married the adopter: that one is no adopter",
    article: "Civil Code, Article 1080",
    ...ends({ ...adult, mother: birthMother.nationalId }, { adopters: [birthMother.nationalId] }, { by: [[adult, "adoptee"]] }),
    expect: refused("not-adopted-by"),
  },
];
