import { nationalIdOf } from "@troad/population";
import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, childOf, home, person, personKey, places, unitKey } from "../table.ts";
import { apply, family, father, firstBoy, firstGirl, mother, no, secondBoy, son } from "./birth-cast.ts";

export const births: readonly Case[] = [
  {
    name: "parents who agreed on the surname register their child; it gets the first number and joins their household",
    article: "Household Registration Act, Articles 6, 29 and 48",
    given: family,
    application: apply(),
    expect: allowed([], {
      given: { nationalId: firstBoy, surname: "林" },
      due: "2024-07-01",
      fine: null,
      fee: 0,
      tell: ["head:exchange-household-book"],
      changes: {
        [`person ${firstBoy}`]: {
          name: "林承恩",
          father: father.nationalId,
          motherName: "陳美玲",
          householdNo: no,
          relation: "child",
          responsibility: "both",
        },
        [`birth ${mother.nationalId}`]: { birthDate: "2024-05-02", children: 1, weeks: 39 },
        [unitKey(no)]: { kind: "family" },
        [personKey(mother)]: null,
      },
    }),
  },
  {
    name: "the sixtieth day was a Monday: on Tuesday it is late, accepted, and a fine of 300 to 900",
    article: "Household Registration Act, Articles 48 and 79",
    given: family,
    application: apply({ filedOn: "2024-07-02" }),
    expect: allowed(["late"], { due: "2024-07-01", fine: [300, 900] }),
  },
  {
    name: "a sixtieth day on a Saturday moves to Monday",
    article: "Civil Code, Articles 120 and 122",
    given: family,
    application: apply({ facts: { birthDate: "2024-04-30" }, filedOn: "2024-07-01" }),
    expect: allowed([], { due: "2024-07-01", fine: null }),
  },
  {
    name: "after the end of a reminder the fine is 900",
    article: "Household Registration Act, Article 79",
    given: family,
    application: apply({ filedOn: "2024-08-20", facts: { reminderEndedOn: "2024-08-15" } }),
    expect: allowed(["late-after-reminder"], { fine: [900, 900] }),
  },
  {
    name: "within the time of a reminder the fine keeps its limits",
    article: "Household Registration Act, Article 79",
    given: family,
    application: apply({ filedOn: "2024-08-14", facts: { reminderEndedOn: "2024-08-15" } }),
    expect: allowed(["late"], { fine: [300, 900] }),
  },
  {
    name: "all that is missing is told at once",
    article: "Enforcement Rules, Article 20",
    given: family,
    application: apply({ facts: { surnameAgreement: false, proof: "none" }, by: [] }),
    expect: missing("surname-agreement-missing", "birth-certificate-missing", "applicant-missing"),
  },
  {
    name: "the second of twins follows the first, with the next number",
    article: "Household Registration Act, Article 6",
    given: {
      people: [
        ...(family.people ?? []),
        { ...childOf(person("林承恩", "male", "2024-05-02"), father, mother), nationalId: firstBoy },
      ],
      homes: [
        home(no, places.zhongzheng.village, [
          [father, "head"],
          [mother, "spouse"],
          [{ ...son, nationalId: firstBoy }, "child"],
        ]),
      ],
      births: { [mother.nationalId]: { birthDate: "2024-05-02", children: 2, weeks: 36 } },
      lasts: { "national-id A male": 1 },
    },
    application: apply({ facts: { name: { given: "承佑" }, order: 2, children: 2, weeks: 36 } }),
    expect: allowed([], { given: { nationalId: secondBoy }, changes: { [`person ${secondBoy}`]: { birthOrder: 2 } } }),
  },
  {
    name: "the same child from a second office is there already",
    article: "Household Registration Act, Article 6",
    given: {
      people: [
        ...(family.people ?? []),
        { ...childOf(person("林承恩", "male", "2024-05-02"), father, mother), nationalId: firstBoy },
      ],
      homes: family.homes ?? [],
      births: { [mother.nationalId]: { birthDate: "2024-05-02", children: 1, weeks: 39 } },
    },
    application: apply({ office: places.banqiao.township, facts: { name: { given: "承佑" }, surname: "mother" } }),
    expect: refused("office-elsewhere", "birth-registered-already"),
  },
  {
    name: "a third child of twins does not exist",
    article: "Household Registration Act, Article 6",
    given: {
      people: [
        ...(family.people ?? []),
        childOf(person("林承恩", "male", "2024-05-02"), father, mother),
        childOf(person("林承佑", "male", "2024-05-03", { birthOrder: 2 }), father, mother),
      ],
      homes: family.homes ?? [],
    },
    application: apply({ facts: { order: 3, children: 2 } }),
    expect: refused("birth-registered-already"),
  },
  {
    name: "two births three months apart are for an officer to judge",
    article: "Household Registration Act, Article 22",
    given: {
      people: [...(family.people ?? []), childOf(person("林承恩", "male", "2024-02-02"), father, mother)],
      homes: family.homes ?? [],
    },
    application: apply({ facts: { order: 2 } }),
    expect: judge("births-too-close"),
  },
  {
    name: "a second first child is for an officer to judge",
    article: "Household Registration Act, Article 22",
    given: { people: [...(family.people ?? []), son], homes: family.homes ?? [] },
    application: apply(),
    expect: judge("birth-order-doubtful"),
  },
  {
    name: "a stillborn child is not entered",
    article: "Civil Code, Article 6",
    given: family,
    application: apply({ facts: { bornAlive: false } }),
    expect: refused("stillbirth-no-entry"),
  },
  {
    name: "a child born abroad gets a first registration instead",
    article: "Household Registration Act, Article 15",
    given: family,
    application: apply({ facts: { birthPlace: "日本" } }),
    expect: refused("birth-abroad"),
  },
  {
    name: "on the day before the twelfth birthday it is still a birth entry",
    article: "Household Registration Act, Article 6",
    given: family,
    application: apply({ facts: { birthDate: "2012-05-21" } }),
    expect: allowed(["late"]),
  },
  {
    name: "at twelve it is a first registration instead",
    article: "Household Registration Act, Article 15",
    given: family,
    application: apply({ facts: { birthDate: "2012-05-20" } }),
    expect: refused("birth-first-registration", "late"),
  },
  {
    name: "a birth in the future",
    article: "Household Registration Act, Article 48",
    given: family,
    application: apply({ facts: { birthDate: "2024-05-21" } }),
    expect: refused("day-in-future"),
  },
  {
    name: "29 February exists in leap years only",
    article: "Civil Code, Article 123",
    given: family,
    application: apply({ facts: { birthDate: "2023-02-29" } }),
    expect: refused("day-not-in-calendar", "late"),
  },
  {
    name: "the household office elsewhere in the country takes it too, and its county's letter begins the number",
    article: "Household Registration Act, Article 26",
    given: family,
    application: apply({ office: places.banqiao.township, facts: { sex: "female", name: { given: "若晴" } } }),
    expect: allowed(["office-elsewhere"], { given: { nationalId: nationalIdOf("F", "female", 1) } }),
  },
  {
    name: "a number that someone else has is passed over",
    article: "Regulations on ID Cards, Article 3",
    given: {
      ...family,
      people: [...(family.people ?? []), { ...person("王淑芬", "female", "1970-01-01"), nationalId: firstGirl }],
    },
    application: apply({ facts: { sex: "female", name: { given: "若晴" } } }),
    expect: allowed([], { given: { nationalId: nationalIdOf("A", "female", 2) } }),
  },
  {
    name: "near the end of the numbers the office is warned",
    article: "Regulations on ID Cards, Article 3",
    given: { ...family, lasts: { "national-id A male": 9_899_999 } },
    application: apply(),
    expect: allowed(["id-space-low"], { given: { nationalId: nationalIdOf("A", "male", 9_900_000) } }),
  },
  {
    name: "no number is left",
    article: "Regulations on ID Cards, Article 3",
    given: { ...family, lasts: { "national-id A male": 9_999_999 } },
    application: apply(),
    expect: refused("id-space-exhausted"),
  },
  {
    name: "a second twin born after midnight",
    article: "Household Registration Act, Article 6",
    given: {
      people: [...(family.people ?? []), childOf(person("林承恩", "male", "2024-02-28"), father, mother)],
      homes: family.homes ?? [],
      births: { [mother.nationalId]: { birthDate: "2024-02-28", children: 2, weeks: 36 } },
    },
    application: apply({
      facts: { birthDate: "2024-02-29", order: 2, children: 2, name: { given: "承佑" } },
      filedOn: "2024-03-11",
    }),
    expect: allowed([], { due: "2024-04-29", changes: { [`person ${firstBoy}`]: { birthDate: "2024-02-29" } } }),
  },
  {
    name: "a born-late registration of an elder sibling leaves the mother's last birth as it is",
    article: "Household Registration Act, Article 6",
    given: {
      people: [...(family.people ?? []), childOf(person("林承恩", "male", "2024-02-28", { birthOrder: 2 }), father, mother)],
      homes: family.homes ?? [],
      births: { [mother.nationalId]: { birthDate: "2024-02-28", children: 1, weeks: 36 } },
    },
    application: apply({ facts: { birthDate: "2020-02-29" } }),
    expect: allowed(["late"], { changes: { [`birth ${mother.nationalId}`]: null } }),
  },
];
