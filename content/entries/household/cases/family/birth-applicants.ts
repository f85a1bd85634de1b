import { allowed, missing, refused } from "../short.ts";
import { type Case, childOf, person } from "../table.ts";
import { alone, apply, family, father, firstBoy, grandmother, mother } from "./birth-cast.ts";

export const birthApplicants: readonly Case[] = [
  {
    name: "the grandmother applies",
    article: "Household Registration Act, Article 29",
    given: {
      people: [childOf(father, null, grandmother), mother, grandmother],
      homes: family.homes ?? [],
    },
    application: apply({ by: [[grandmother, "grandmother"]] }),
    expect: allowed([]),
  },
  {
    name: "a neighbour may not apply",
    article: "Household Registration Act, Article 29",
    given: { ...family, people: [...(family.people ?? []), alone] },
    application: apply({ by: [[alone, "neighbour"]] }),
    expect: refused("applicant-not-entitled"),
  },
  {
    name: "the mother has asked a friend in writing to apply for her",
    article: "Household Registration Act, Article 47",
    given: family,
    application: apply({ by: [], filers: [{ nationalId: mother.nationalId, as: "mother", present: "mandate" }] }),
    expect: allowed([]),
  },
  {
    name: "an officer may not act in the case of the own sister's child",
    article: "Administrative Procedure Act, Article 32",
    given: {
      people: [
        { ...mother, mother: grandmother.nationalId },
        father,
        grandmother,
        childOf(person("陳承辦", "female", "1994-01-01"), null, grandmother),
      ],
      homes: family.homes ?? [],
    },
    application: apply({ officer: { nationalId: person("陳承辦", "female", "1994-01-01").nationalId } }),
    expect: refused("officer-of-family"),
  },
  {
    name: "after a reminder the office enters the child by itself, by lot",
    article: "Household Registration Act, Articles 48-2 and 49",
    given: family,
    application: apply({
      by: [],
      filedOn: "2024-08-20",
      exOfficio: { remindedOn: "2024-08-01" },
      facts: { surname: "lot", surnameAgreement: false, proof: "notice" },
    }),
    expect: allowed(["late-after-reminder", "surname-by-lot", "named-by-office"], {
      fine: [900, 900],
      tell: ["liable-applicants:entered-ex-officio"],
      changes: { [`person ${firstBoy}`]: { name: "林承恩" } },
    }),
  },
  {
    name: "without a reminder the office may not",
    article: "Household Registration Act, Article 48-2",
    given: family,
    application: apply({
      by: [],
      filedOn: "2024-08-20",
      exOfficio: { remindedOn: null },
      facts: { surname: "lot", surnameAgreement: false, proof: "notice" },
    }),
    expect: missing("late", "surname-by-lot", "reminder-missing"),
  },
  {
    name: "a reminder gives at least seven days",
    article: "Enforcement Rules, Article 19",
    given: family,
    application: apply({
      by: [],
      filedOn: "2024-08-08",
      exOfficio: { remindedOn: "2024-08-01" },
      facts: { surname: "lot", surnameAgreement: false, proof: "notice" },
    }),
    expect: missing("late", "surname-by-lot", "reminder-running"),
  },
  {
    name: "the officer enters their own child",
    article: "Administrative Procedure Act, Article 32",
    given: family,
    application: apply({ officer: { nationalId: mother.nationalId } }),
    expect: refused("officer-of-family"),
  },
  {
    name: "a household that does not exist",
    article: "Household Registration Act, Article 3",
    given: family,
    application: apply({ facts: { household: "A0999999" } }),
    expect: refused("household-unknown", "office-elsewhere"),
  },
  {
    name: "an entry by the office draws the surname by lot, whatever the parents would have",
    article: "Household Registration Act, Article 49",
    given: family,
    application: apply({ by: [], filedOn: "2024-08-20", exOfficio: { remindedOn: "2024-08-01" }, facts: { proof: "notice" } }),
    expect: refused("late-after-reminder", "surname-only-by-lot"),
  },
  {
    name: "the mother applies online, with the hospital's notice",
    article: "Household Registration Act, Article 27",
    given: family,
    application: apply({
      by: [],
      officer: null,
      filers: [{ nationalId: mother.nationalId, as: "mother", present: "online" }],
      facts: { proof: "notice" },
    }),
    expect: allowed(),
  },
  {
    name: "an adult under guardianship cannot apply",
    article: "Civil Code, Articles 15 and 75",
    given: { people: [father, { ...mother, guardian: father.nationalId }], homes: family.homes ?? [] },
    application: apply(),
    expect: refused("applicant-incapable"),
  },
];
