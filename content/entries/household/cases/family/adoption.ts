import { allowed, missing, refused } from "../short.ts";
import { type Case, childOf, home, married, person, personKey, places, unitKey } from "../table.ts";
import { adopts, birthFather, birthMother, byOne, child, father, mother, single, wifeA, wifeB } from "./adoption-cast.ts";

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
    expect: { ...allowed(["late"]), due: "2026-02-04", fine: [300, 900] },
  },
  {
    name: "the office itself after a reminder",
    article: "Household Registration Act, Article 48-2",
    ...adopts({ finalOn: "2026-01-05" }, [], { by: [], exOfficio: { remindedOn: "2026-02-10" } }),
    expect: { ...allowed(["late-after-reminder"]), tell: ["liable-applicants:entered-ex-officio"] },
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
