import type { PersonRecord } from "../../records.ts";
import { application, type Case, childOf, home, married, person, places } from "../table.ts";

export const [birthFather, birthMother] = married(
  person("黃生父", "male", "1990-01-01"),
  person("吳生母", "female", "1992-01-01"),
);
export const [father, mother] = married(person("林養父", "male", "1980-01-01"), person("王養母", "female", "1984-06-01"));
export const child: PersonRecord = {
  ...childOf(person("黃小孩", "male", "2018-05-05"), birthFather, birthMother),
  responsibility: "both",
};
export const single = person("陳單身", "female", "1985-01-01");

export type Fields = Partial<Parameters<typeof application>[2]>;

/** Spouses adopt a minor together by a final ruling, unless the facts say otherwise. */
export function adopts(facts: object, people: readonly PersonRecord[] = [], fields: Fields = {}, given: Case["given"] = {}) {
  const stated = {
    child: child.nationalId,
    first: { nationalId: father.nationalId },
    second: { nationalId: mother.nationalId },
    contractShown: true,
    parentsConsent: "given",
    representativeActed: true,
    surname: "first",
    surnameAgreement: true,
    finalOn: "2026-02-02",
    ruling: "final",
    ...facts,
  };
  const all = new Map([birthFather, birthMother, father, mother, child, single, ...people].map((one) => [one.nationalId, one]));
  const homes = [home("A0000001", places.zhongzheng.village, [[child, "head"]])];
  return {
    given: { people: [...all.values()], homes, ...given },
    application: application("adoption", stated, { filedOn: "2026-03-02", by: [[father, "adopter"]], ...fields }),
  };
}

export const byOne = (adopter: PersonRecord, facts: object = {}, people: readonly PersonRecord[] = [], fields: Fields = {}) =>
  adopts(
    { first: { nationalId: adopter.nationalId }, second: undefined, surnameAgreement: undefined, ...facts },
    [adopter, ...people],
    {
      by: [[adopter, "adopter"]],
      ...fields,
    },
  );

export const [stepfather, remarried] = married(person("周繼父", "male", "1995-01-01"), birthMother);
export const stepchild: PersonRecord = { ...child, responsibility: "mother" };
export const widowedFather: PersonRecord = { ...birthFather, maritalStatus: "divorced", spouse: null, spouseName: null };
export const step = [remarried, stepchild, widowedFather];
export const [wifeA, wifeB] = married(person("張甲", "female", "1985-01-01"), person("李乙", "female", "1986-01-01"));
export const grandfather = person("黃祖", "male", "1960-01-01");
export const uncle = childOf(person("黃伯", "male", "1985-01-01"), grandfather, null);
