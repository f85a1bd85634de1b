import type { PersonRecord } from "../../records.ts";
import { application, type Case, childOf, type Expect, home, married, person, personKey, places, unitKey } from "../table.ts";

const [birthFather, birthMother] = married(person("黃生父", "male", "1990-01-01"), person("吳生母", "female", "1992-01-01"));
const [father, mother] = married(person("林養父", "male", "1980-01-01"), person("王養母", "female", "1984-06-01"));
const child: PersonRecord = {
  ...childOf(person("黃小孩", "male", "2018-05-05"), birthFather, birthMother),
  responsibility: "both",
};
const single = person("陳單身", "female", "1985-01-01");

type Fields = Partial<Parameters<typeof application>[2]>;

/** Spouses adopt a minor together by a final ruling, unless the facts say otherwise. */
function adopts(facts: object, people: readonly PersonRecord[] = [], fields: Fields = {}, given: Case["given"] = {}) {
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

const byOne = (adopter: PersonRecord, facts: object = {}, people: readonly PersonRecord[] = [], fields: Fields = {}) =>
  adopts(
    { first: { nationalId: adopter.nationalId }, second: undefined, surnameAgreement: undefined, ...facts },
    [adopter, ...people],
    {
      by: [[adopter, "adopter"]],
      ...fields,
    },
  );

const refused = (...findings: string[]): Expect => ({ result: "refused", findings });
const missing = (...findings: string[]): Expect => ({ result: "missing", findings });
const allowed = (...findings: string[]): Expect => ({ result: "allowed", findings });

const [stepfather, remarried] = married(person("周繼父", "male", "1995-01-01"), birthMother);
const stepchild: PersonRecord = { ...child, responsibility: "mother" };
const widowedFather: PersonRecord = { ...birthFather, maritalStatus: "divorced", spouse: null, spouseName: null };
const step = [remarried, stepchild, widowedFather];
const [wifeA, wifeB] = married(person("張甲", "female", "1985-01-01"), person("李乙", "female", "1986-01-01"));
const grandfather = person("黃祖", "male", "1960-01-01");
const uncle = childOf(person("黃伯", "male", "1985-01-01"), grandfather, null);

export const adoption: readonly Case[] = [
  {
    name: "spouses adopt a child of seven: legal parents, surname and responsibility change, the number does not",
    article: "Civil Code, Article 1077",
    ...adopts({}),
    expect: {
      ...allowed(),
      due: "2026-03-04",
      fine: null,
      fee: 0,
      tell: ["head:exchange-household-book"],
      changes: {
        [personKey(child)]: {
          name: "林小孩",
          nationalId: child.nationalId,
          father: father.nationalId,
          mother: mother.nationalId,
          fatherName: "林養父",
          motherName: "王養母",
          birthFather: birthFather.nationalId,
          birthMother: birthMother.nationalId,
          responsibility: "both",
        },
      },
    },
  },
  {
    name: "one ruled by the court only, without the certificate that it is final",
    article: "Civil Code, Article 1079",
    ...adopts({ ruling: "not-final" }),
    expect: missing("finality-missing"),
  },
  {
    name: "a contract without a court's ruling",
    article: "Civil Code, Article 1079",
    ...adopts({ ruling: "none" }),
    expect: missing("ruling-missing"),
  },
  {
    name: "everything that is missing is told at once",
    article: "Enforcement Rules, Article 20",
    ...adopts({
      ruling: "none",
      contractShown: false,
      parentsConsent: "none",
      representativeActed: false,
      surnameAgreement: false,
    }),
    expect: missing(
      "adoption-contract-missing",
      "parents-consent-missing",
      "representative-missing",
      "ruling-missing",
      "surname-agreement-missing",
    ),
  },
  {
    name: "spouses keep the child's surname",
    article: "Civil Code, Article 1078",
    ...adopts({ surname: "keep" }),
    expect: { ...allowed(), changes: { [personKey(child)]: { name: "黃小孩" } } },
  },
  {
    name: "nineteen years older, alone",
    article: "Civil Code, Article 1073",
    ...byOne(person("陳年輕", "female", "1998-05-06")),
    expect: refused("adopter-too-young"),
  },
  {
    name: "twenty years older on the day",
    article: "Civil Code, Article 1073",
    ...byOne(person("陳二十", "female", "1998-05-05")),
    expect: {
      ...allowed(),
      changes: { [personKey(child)]: { father: null, motherName: "陳二十", responsibility: "mother", name: "陳小孩" } },
    },
  },
  {
    name: "twenty years from 29 February: born 28 February 2028 is a day short",
    article: "Civil Code, Article 1073",
    ...(() => {
      const born: PersonRecord = { ...child, birthDate: "2028-02-28" };
      return byOne(person("陳閏年", "female", "2008-02-29"), { finalOn: "2029-02-02" }, [born], { filedOn: "2029-03-01" });
    })(),
    expect: refused("adopter-too-young"),
  },
  {
    name: "spouses: one twenty, the other sixteen years older",
    article: "Civil Code, Article 1073",
    ...(() => {
      const [older, younger] = married(person("林大", "male", "1990-01-01"), person("王小", "female", "2002-05-05"));
      return adopts({ first: { nationalId: older.nationalId }, second: { nationalId: younger.nationalId } }, [older, younger], {
        by: [[older, "adopter"]],
      });
    })(),
    expect: allowed(),
  },
  {
    name: "spouses: both only sixteen years older",
    article: "Civil Code, Article 1073",
    ...(() => {
      const [older, younger] = married(person("林中", "male", "2000-01-01"), person("王小", "female", "2002-05-05"));
      return adopts({ first: { nationalId: older.nationalId }, second: { nationalId: younger.nationalId } }, [older, younger], {
        by: [[older, "adopter"]],
      });
    })(),
    expect: refused("adopter-too-young"),
  },
  {
    name: "a stepfather sixteen years older adopts his wife's child; she stays the mother",
    article: "Civil Code, Article 1074",
    ...byOne({ ...stepfather, birthDate: "2002-05-05" }, {}, step),
    expect: {
      ...allowed(),
      changes: {
        [personKey(child)]: {
          father: stepfather.nationalId,
          mother: birthMother.nationalId,
          birthFather: birthFather.nationalId,
          birthMother: birthMother.nationalId,
          name: "周小孩",
          responsibility: "both",
        },
      },
    },
  },
  {
    name: "a stepfather fifteen years older",
    article: "Civil Code, Article 1073",
    ...byOne({ ...stepfather, birthDate: "2002-05-06" }, {}, step),
    expect: refused("adopter-too-young"),
  },
  {
    name: "a married man adopts alone",
    article: "Civil Code, Article 1074",
    ...byOne(father),
    expect: { result: "judge", findings: ["adoption-without-spouse"] },
  },
  {
    name: "a married man whose wife has been missing for three years",
    article: "Civil Code, Article 1074",
    ...byOne(father, { alone: "spouse-missing" }),
    expect: allowed(),
  },
  {
    name: "two who are not married adopt one child",
    article: "Civil Code, Article 1075",
    ...adopts({ second: { nationalId: single.nationalId } }),
    expect: refused("adopters-not-married"),
  },
  {
    name: "a child who is adopted already",
    article: "Civil Code, Article 1075",
    ...byOne(single, {}, [
      {
        ...child,
        father: father.nationalId,
        mother: mother.nationalId,
        birthFather: birthFather.nationalId,
        birthMother: birthMother.nationalId,
      },
    ]),
    expect: refused("adopted-already"),
  },
  {
    name: "a grandfather adopts his grandchild",
    article: "Civil Code, Article 1073-1",
    ...byOne(grandfather, {}, [childOf(birthFather, grandfather, null)]),
    expect: refused("adoption-direct-kin"),
  },
  {
    name: "an uncle adopts his brother's child: of the parents' generation",
    article: "Civil Code, Article 1073-1",
    ...byOne(uncle, {}, [childOf(birthFather, grandfather, null), grandfather]),
    expect: allowed(),
  },
  {
    name: "a first cousin is of the child's own generation",
    article: "Civil Code, Article 1073-1",
    ...byOne(childOf(person("黃堂哥", "male", "1990-07-01"), uncle, null), {}, [
      { ...uncle, birthDate: "1965-01-01" },
      childOf(birthFather, grandfather, null),
      grandfather,
    ]),
    expect: refused("adoption-generation"),
  },
  {
    name: "a father-in-law adopts his daughter's husband",
    article: "Civil Code, Article 1073-1",
    ...(() => {
      const [wife, husband] = married(
        childOf(person("林女", "female", "2000-01-01"), father, null),
        person("簡婿", "male", "2001-01-01"),
      );
      return byOne(
        father,
        { child: husband.nationalId, representativeActed: undefined, spouseConsent: true, alone: "spouse-unable" },
        [wife, husband],
      );
    })(),
    expect: refused("adoption-direct-kin", "office-only-if-announced"),
  },
  {
    name: "a married adult is adopted without the spouse's consent",
    article: "Civil Code, Article 1076",
    ...(() => {
      const [wife, husband] = married(person("趙女", "female", "2004-01-01"), person("簡君", "male", "2003-01-01"));
      return adopts({ child: husband.nationalId, representativeActed: undefined, parentsConsent: "not-needed" }, [wife, husband]);
    })(),
    expect: { ...missing("spouse-consent-missing"), findings: ["office-only-if-announced", "spouse-consent-missing"] },
  },
  {
    name: "two wives adopt together since 9 June 2023",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 20",
    ...adopts({ first: { nationalId: wifeA.nationalId }, second: { nationalId: wifeB.nationalId } }, [wifeA, wifeB], {
      by: [[wifeA, "adopter"]],
    }),
    expect: { ...allowed(), changes: { [personKey(child)]: { fatherName: "張甲", motherName: "李乙", name: "張小孩" } } },
  },
  {
    name: "two wives by a ruling of before",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 27",
    ...adopts(
      { first: { nationalId: wifeA.nationalId }, second: { nationalId: wifeB.nationalId }, finalOn: "2023-06-08" },
      [wifeA, wifeB],
      { by: [[wifeA, "adopter"]], filedOn: "2023-06-15" },
    ),
    expect: refused("same-sex-joint-before-act"),
  },
  {
    name: "one wife adopts the child of the other by birth: both are the parents",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 20",
    ...byOne(wifeA, { surname: "keep" }, [wifeB, { ...childOf(child, null, wifeB), responsibility: "mother" }]),
    expect: {
      ...allowed(),
      changes: {
        [personKey(child)]: {
          father: wifeA.nationalId,
          mother: wifeB.nationalId,
          birthFather: null,
          birthMother: wifeB.nationalId,
        },
      },
    },
  },
  {
    name: "forty days after the ruling was final",
    article: "Household Registration Act, Article 79",
    ...adopts({ finalOn: "2026-01-05" }),
    expect: { ...allowed("late"), due: "2026-02-04", fine: [300, 900] },
  },
  {
    name: "the office itself after a reminder",
    article: "Household Registration Act, Article 48-2",
    ...adopts({ finalOn: "2026-01-05" }, [], { by: [], exOfficio: { remindedOn: "2026-02-10" } }),
    expect: { ...allowed("late-after-reminder"), tell: ["liable-applicants:entered-ex-officio"] },
  },
  {
    name: "through an agent with a written mandate",
    article: "Household Registration Act, Article 47",
    ...adopts({}, [], { filers: [{ nationalId: mother.nationalId, as: "adopter", present: "mandate" }] }),
    expect: allowed(),
  },
  {
    name: "the birth mother applies",
    article: "Household Registration Act, Article 31",
    ...adopts({}, [], { by: [[birthMother, "adopter"]] }),
    expect: refused("applicant-not-entitled"),
  },
  {
    name: "the child lives in the adopter's household as a lodger and becomes a child of it",
    article: "Enforcement Rules, Article 4",
    ...adopts(
      {},
      [],
      {},
      {
        people: [birthFather, birthMother, father, mother, child],
        homes: [
          home("A0000001", places.zhongzheng.village, [
            [father, "head"],
            [mother, "spouse"],
            [child, "lodger"],
          ]),
        ],
      },
    ),
    expect: {
      ...allowed(),
      changes: {
        [personKey(child)]: { relation: "child" },
        [unitKey("A0000001")]: {
          members: [
            { nationalId: father.nationalId, relation: "head" },
            { nationalId: mother.nationalId, relation: "spouse" },
            { nationalId: child.nationalId, relation: "child" },
          ],
        },
      },
    },
  },
  {
    name: "the officer is the adopter's sister-in-law",
    article: "Administrative Procedure Act, Article 32",
    ...(() => {
      const parent = person("林老", "male", "1950-01-01");
      const sister = childOf(person("王姨", "female", "1986-01-01"), parent, null);
      return adopts({}, [parent, sister, childOf(mother, parent, null)], { officer: { nationalId: sister.nationalId } });
    })(),
    expect: refused("officer-of-family"),
  },
];
