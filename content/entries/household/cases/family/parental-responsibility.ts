import type { PersonRecord } from "../../records.ts";
import { refused } from "../short.ts";
import { application, type Case, childOf, home, married, person, personKey, places } from "../table.ts";

const father = person("林父", "male", "1985-01-01", { maritalStatus: "divorced" });
const mother = person("王母", "female", "1987-01-01", { maritalStatus: "divorced" });
const child: PersonRecord = { ...childOf(person("林小孩", "male", "2016-05-05"), father, mother), responsibility: "both" };

type Fields = Partial<Parameters<typeof application>[2]>;

function agrees(facts: object, fields: Fields = {}, people: readonly PersonRecord[] = []) {
  const stated = {
    child: child.nationalId,
    responsibility: "mother",
    by: "agreement",
    since: "2026-02-09",
    agreementShown: true,
    ...facts,
  };
  const all = new Map([father, mother, child, ...people].map((one) => [one.nationalId, one]));
  return {
    given: { people: [...all.values()], homes: [home("A0000001", places.zhongzheng.village, [[child, "head"]])] },
    application: application("parental-responsibility", stated, { filedOn: "2026-03-02", by: [[mother, "mother"]], ...fields }),
  };
}

const couple = married({ ...father, maritalStatus: "single" }, { ...mother, maritalStatus: "single" });

export const parentalResponsibility: readonly Case[] = [
  {
    name: "divorced parents agree that the mother has it",
    article: "Civil Code, Article 1055",
    ...agrees({}),
    expect: { result: "allowed", findings: [], due: "2026-03-11", changes: { [personKey(child)]: { responsibility: "mother" } } },
  },
  {
    name: "without the agreement in writing",
    article: "Enforcement Rules, Article 13",
    ...agrees({ agreementShown: false }),
    expect: { result: "missing", findings: ["responsibility-agreement-missing"] },
  },
  {
    name: "a court decided, and the reminder was not followed",
    article: "Household Registration Act, Article 48-2",
    ...agrees(
      { by: "judgment", ruling: "court-notice", since: "2026-01-05" },
      { by: [], exOfficio: { remindedOn: "2026-02-06" } },
    ),
    expect: {
      result: "allowed",
      findings: ["late-after-reminder"],
      fine: [900, 900],
      changes: { [personKey(child)]: { responsibility: "mother" } },
    },
  },
  {
    name: "the father applies, who has it no more",
    article: "Household Registration Act, Article 35",
    ...agrees({}, { by: [[father, "father"]] }),
    expect: refused("applicant-not-entitled"),
  },
  {
    name: "a child of 18",
    article: "Civil Code, Article 12",
    ...agrees({ child: childOf(person("林成年", "male", "2008-03-02"), father, mother).nationalId }, {}, [
      childOf(person("林成年", "male", "2008-03-02"), father, mother),
    ]),
    expect: { ...refused("child-is-adult"), findings: ["child-is-adult", "office-only-if-announced"] },
  },
  {
    name: "parents who are married and live together",
    article: "Civil Code, Article 1089",
    ...agrees({}, {}, couple),
    expect: refused("parents-still-married"),
  },
  {
    name: "married parents who have lived apart for six months",
    article: "Civil Code, Article 1089-1",
    ...agrees({ apartSince: "2025-08-31" }, {}, couple),
    expect: { result: "judge", findings: ["parents-live-apart"] },
  },
  {
    name: "married parents who have lived apart for five months",
    article: "Civil Code, Article 1089-1",
    ...agrees({ apartSince: "2025-10-01" }, {}, couple),
    expect: refused("parents-still-married"),
  },
  {
    name: "a father whom no one knows",
    article: "Civil Code, Article 1055",
    ...agrees({ responsibility: "both" }, {}, [{ ...child, father: null, fatherName: null }]),
    expect: refused("no-such-parent"),
  },
];
