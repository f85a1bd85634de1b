import { allowed, missing, refused } from "../short.ts";
import { application, type Case, home, married, person, places } from "../table.ts";
import { alone, apply, applyAlone, birth, family, father, firstBoy, mother, no, single } from "./birth-cast.ts";

export const birthParents: readonly Case[] = [
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
    name: "a husband from abroad is in no register: the child takes his Chinese surname, as agreed",
    article: "Name Act, Articles 1 and 2",
    given: { ...single, people: [{ ...alone, maritalStatus: "married", spouseName: "John Smith" }] },
    application: applyAlone({
      facts: { fatherName: "John Smith", surname: "father", surnameAgreement: true, surnameText: "史" },
    }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "史承恩", father: null, fatherName: "John Smith" } } }),
  },
  {
    name: "without a Chinese surname the name cannot be entered",
    article: "Name Act, Article 2",
    given: { ...single, people: [{ ...alone, maritalStatus: "married", spouseName: "John Smith" }] },
    application: applyAlone({ facts: { fatherName: "John Smith", surname: "father", surnameAgreement: true } }),
    expect: missing("surname-not-stated"),
  },
  {
    name: "180 days before the birth the parents were not married yet: another man than the husband has to acknowledge it",
    article: "Civil Code, Articles 1062 and 1065",
    given: { ...family, people: [...(family.people ?? []), person("鄭建宏", "male", "1991-02-03")] },
    application: apply({ facts: { marriedOn: "2023-11-04", father: person("鄭建宏", "male", "1991-02-03").nationalId } }),
    expect: refused("father-has-to-acknowledge", "surname-of-mother"),
  },
  {
    name: "married on the 181st day before the birth, the husband is presumed to be the father",
    article: "Civil Code, Article 1062",
    given: family,
    application: apply({ facts: { marriedOn: "2023-11-03" } }),
    expect: allowed(),
  },
];
