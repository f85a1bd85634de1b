import { nationalIdOf } from "@troad/population";
import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, married, person, personKey, places, unitKey } from "../table.ts";

const [father, mother] = married(person("林志明", "male", "1990-03-05"), person("陳美玲", "female", "1992-07-10"));
const grandmother = person("林黃秀英", "female", "1960-01-20");
const son = childOf(person("林小安", "male", "2021-06-15"), father, mother);
const no = "A0500001";
const family: Given = {
  people: [father, mother],
  homes: [
    home(no, places.zhongzheng.village, [
      [father, "head"],
      [mother, "spouse"],
    ]),
  ],
};
const alone = person("吳佩君", "female", "1995-11-02");
const single: Given = { people: [alone], homes: [home(no, places.zhongzheng.village, [[alone, "head"]])] };
const firstBoy = nationalIdOf("A", "male", 1);
const secondBoy = nationalIdOf("A", "male", 2);
const firstGirl = nationalIdOf("A", "female", 1);

const birth = {
  mother: mother.nationalId,
  father: father.nationalId,
  name: { given: "承恩" },
  surname: "father",
  surnameAgreement: true,
  sex: "male",
  birthDate: "2024-05-02",
  birthPlace: "63000",
  bornAlive: true,
  order: 1,
  children: 1,
  weeks: 39,
  proof: "certificate",
  household: no,
};
const ofAlone = { ...birth, mother: alone.nationalId, father: null, surname: "mother", surnameAgreement: false };

type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
const apply = ({ facts = {}, ...rest }: Change = {}) =>
  application("birth", { ...birth, ...facts }, { filedOn: "2024-05-20", by: [[mother, "mother"]], ...rest });
const applyAlone = ({ facts = {}, ...rest }: Change = {}) =>
  application("birth", { ...ofAlone, ...facts }, { filedOn: "2024-05-20", by: [[alone, "mother"]], ...rest });

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
    name: "parents who have not agreed draw a lot, which falls on the mother's surname",
    article: "Civil Code, Article 1059",
    given: { ...family, lots: { surname: 1 } },
    application: apply({ facts: { surname: "lot", surnameAgreement: false } }),
    expect: allowed(["surname-by-lot"], {
      given: { surname: "陳", lot: "mother" },
      changes: { [`person ${firstBoy}`]: { name: "陳承恩" } },
    }),
  },
  {
    name: "a surname by agreement needs the agreement in writing",
    article: "Civil Code, Article 1059",
    given: family,
    application: apply({ facts: { surnameAgreement: false } }),
    expect: missing("surname-agreement-missing"),
  },
  {
    name: "all that is missing is told at once",
    article: "Enforcement Rules, Article 20",
    given: family,
    application: apply({ facts: { surnameAgreement: false, proof: "none" }, by: [] }),
    expect: missing("surname-agreement-missing", "birth-certificate-missing", "applicant-missing"),
  },
  {
    name: "a compound surname is taken as a whole",
    article: "Civil Code, Article 1059",
    given: {
      people: married({ ...father, name: "歐陽志明" }, mother),
      homes: family.homes ?? [],
    },
    application: apply(),
    expect: allowed([], { given: { surname: "歐陽" }, changes: { [`person ${firstBoy}`]: { name: "歐陽承恩" } } }),
  },
  {
    name: "a child of unmarried parents has the mother's surname, and she alone is responsible for it",
    article: "Civil Code, Article 1059-1",
    given: single,
    application: applyAlone(),
    expect: allowed([], {
      changes: { [`person ${firstBoy}`]: { name: "吳承恩", father: null, responsibility: "mother", relation: "child" } },
    }),
  },
  {
    name: "without marriage the father's surname is not to be had at birth",
    article: "Civil Code, Article 1059-1",
    given: single,
    application: applyAlone({ facts: { surname: "father", surnameAgreement: true } }),
    expect: refused("surname-of-mother"),
  },
  {
    name: "a man who is not married to the mother is the father only once he has acknowledged the child",
    article: "Civil Code, Article 1065",
    given: { ...single, people: [alone, father] },
    application: applyAlone({ facts: { father: father.nationalId } }),
    expect: refused("father-has-to-acknowledge"),
  },
  {
    name: "a married mother cannot leave out her husband",
    article: "Civil Code, Article 1063",
    given: family,
    application: apply({ facts: { father: null } }),
    expect: refused("father-is-husband"),
  },
  {
    name: "a court has ruled that the husband is not the father",
    article: "Civil Code, Article 1063",
    given: family,
    application: apply({ facts: { father: null, denial: true, surname: "mother", surnameAgreement: false } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "陳承恩", father: null, responsibility: "mother" } } }),
  },
  {
    name: "a child conceived before the marriage and born in it is the husband's, as if it had been conceived in it",
    article: "Civil Code, Article 1064",
    given: family,
    application: apply({ facts: { marriedOn: "2024-03-01" } }),
    expect: allowed(["legitimate-by-marriage"], { changes: { [`person ${firstBoy}`]: { father: father.nationalId } } }),
  },
  {
    name: "of a divorced mother it has to be known when the marriage ended",
    article: "Civil Code, Article 1062",
    given: { ...single, people: [{ ...alone, maritalStatus: "divorced" }] },
    application: applyAlone(),
    expect: missing("former-marriage-not-stated"),
  },
  {
    name: "302 days after the divorce the former husband is still the father",
    article: "Civil Code, Articles 1062 and 1063",
    given: { ...single, people: [{ ...alone, maritalStatus: "divorced" }, person("鄭建宏", "male", "1991-02-03")] },
    application: applyAlone({ facts: { formerMarriage: { husband: null, name: "鄭建宏", endedOn: "2023-07-05" } } }),
    expect: refused("father-is-husband", "surname-agreement-missing"),
  },
  {
    name: "303 days after the divorce nobody is presumed to be the father",
    article: "Civil Code, Article 1062",
    given: { ...single, people: [{ ...alone, maritalStatus: "divorced" }] },
    application: applyAlone({ facts: { formerMarriage: { husband: null, name: "鄭建宏", endedOn: "2023-07-04" } } }),
    expect: allowed([]),
  },
  {
    name: "a husband who died within the time of conception is the father",
    article: "Civil Code, Article 1062",
    given: {
      ...single,
      people: [
        { ...alone, maritalStatus: "widowed" },
        { ...father, spouse: alone.nationalId, status: "dead", statusOn: "2023-12-24" },
      ],
    },
    application: applyAlone({ facts: { father: father.nationalId, surname: "father", surnameAgreement: true } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "林承恩", father: father.nationalId } } }),
  },
  {
    name: "of two husbands within the time of conception a court says who is the father",
    article: "Family Proceedings Act, Article 65",
    given: family,
    application: apply({ facts: { formerMarriage: { husband: null, name: "鄭建宏", endedOn: "2023-09-01" } } }),
    expect: missing("father-ruling-missing"),
  },
  {
    name: "the wife of the mother is not presumed to be a parent",
    article: "Civil Code, Article 1063",
    given: {
      people: married(mother, alone),
      homes: [
        home(no, places.zhongzheng.village, [
          [mother, "head"],
          [alone, "spouse"],
        ]),
      ],
    },
    application: apply({ facts: { father: alone.nationalId, surname: "mother", surnameAgreement: false } }),
    expect: refused("father-not-male"),
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
    name: "a number that somebody has already is passed over",
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
    name: "a name in Latin letters is refused",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "Leo" } } }),
    expect: refused("name-character"),
  },
  {
    name: "a name with a blank is refused",
    article: "Name Act, Article 3",
    given: family,
    application: apply({ facts: { name: { given: "承 恩" } } }),
    expect: refused("name-form"),
  },
  {
    name: "a character that may not be in the dictionaries is looked up by the officer",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "喆" } } }),
    expect: judge("name-character-rare"),
  },
  {
    name: "the officer has found it in the Kangxi dictionary",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "喆" } }, judged: { "name-character-rare": "康熙字典口部" } }),
    expect: allowed(["name-character-rare"], { changes: { [`person ${firstBoy}`]: { name: "林喆" } } }),
  },
  {
    name: "an indigenous child has a traditional name with its Latin writing beside it",
    article: "Name Act, Articles 1 and 4",
    given: family,
    application: apply({ facts: { name: { given: "瓦旦‧諾幹", custom: "indigenous", parallel: "Watan Nokan" } } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "瓦旦‧諾幹 Watan Nokan" } } }),
  },
  {
    name: "since the end of May 2024 the traditional name can stand in its own script alone",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ filedOn: "2024-06-03", facts: { name: { given: "Watan Nokan", custom: "indigenous" } } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "Watan Nokan" } } }),
  },
  {
    name: "before, it could not",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "Watan Nokan", custom: "indigenous" } } }),
    expect: refused("name-character"),
  },
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
    name: "an abandoned child has the guardian's surname and is registered by the institution",
    article: "Household Registration Act, Articles 29 and 49",
    given: single,
    application: application(
      "birth",
      {
        ...birth,
        mother: null,
        father: null,
        surname: "guardian",
        surnameAgreement: false,
        guardian: { nationalId: alone.nationalId, name: alone.name },
        proof: "other",
      },
      { filedOn: "2024-05-20", by: [[alone, "institution"]], judged: { "birth-proof-to-be-judged": "警察機關之發現紀錄" } },
    ),
    expect: allowed(["birth-proof-to-be-judged"], {
      changes: { [`person ${firstBoy}`]: { name: "吳承恩", guardian: alone.nationalId, responsibility: "guardian" } },
    }),
  },
  {
    name: "a mother who died before the birth cannot be the mother",
    article: "Civil Code, Article 6",
    given: {
      people: [{ ...alone, status: "dead", statusOn: "2024-05-01" }, father],
      homes: [home(no, places.zhongzheng.village, [[father, "head"]])],
    },
    application: applyAlone({ by: [[father, "head"]] }),
    expect: refused("mother-not-living", "household-not-of-parents"),
  },
  {
    name: "the mother died on the day of the birth",
    article: "Civil Code, Article 6",
    given: {
      people: [
        { ...mother, status: "dead", statusOn: "2024-05-02" },
        { ...father, maritalStatus: "widowed", spouse: null, spouseName: null },
      ],
      homes: [home(no, places.zhongzheng.village, [[father, "head"]])],
    },
    application: apply({ by: [[father, "father"]] }),
    expect: allowed([]),
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
];
