import type { PersonRecord } from "../../records.ts";
import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, childOf, home, married, person, places } from "../table.ts";
import { apart, both, child, divorces, firstWitness, grown, husband, secondWitness, wife, witnesses } from "./divorce-cast.ts";

const [one, other] = married(person("林一", "female", "1985-01-01"), person("王二", "female", "1987-01-01"));

export const divorce: readonly Case[] = [
  {
    name: "both agree in writing before two witnesses",
    article: "Civil Code, Article 1050",
    ...divorces({}),
    expect: { ...allowed(), due: null, fine: null, fee: 0, changes: apart },
  },
  {
    name: "any office may",
    article: "Household Registration Act, Article 26",
    ...divorces({}, { office: places.banqiao.township }),
    expect: allowed(),
  },
  {
    name: "the wife alone cannot agree for both",
    article: "Household Registration Act, Article 34",
    ...divorces({}, { by: [[wife, "partner"]] }),
    expect: missing("applicant-absent"),
  },
  {
    name: "no agreement in writing and one witness",
    article: "Civil Code, Article 1050",
    ...divorces({ agreementShown: false, witnesses: witnesses.slice(1) }),
    expect: missing("divorce-agreement-missing", "witnesses-missing"),
  },
  {
    name: "two women who married end it in the same way, by the act of their own",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 16",
    ...divorces(
      { first: one.nationalId, second: other.nationalId, agreementShown: false },
      {
        by: [
          [one, "spouse"],
          [other, "partner"],
        ],
      },
      [one, other],
    ),
    expect: missing("divorce-agreement-missing"),
  },
  {
    name: "through an agent: only if the office approves",
    article: "Household Registration Act, Article 47",
    ...divorces(
      {},
      {
        filers: [
          { nationalId: husband.nationalId, as: "spouse", present: "mandate" },
          { nationalId: wife.nationalId, as: "partner", present: "counter" },
        ],
      },
    ),
    expect: judge("mandate-needs-approval"),
  },
  {
    name: "not over the network",
    article: "Household Registration Act, Article 27",
    ...divorces(
      {},
      {
        filers: both.map(([spouse, as]) => ({ nationalId: (spouse as PersonRecord).nationalId, as, present: "online" as const })),
      },
    ),
    expect: refused("only-at-counter"),
  },
  {
    name: "a minor child: nothing is said of who has the rights and duties",
    article: "Civil Code, Article 1055",
    ...divorces({}, {}, [husband, wife, child]),
    expect: missing("children-not-stated"),
  },
  {
    name: "a minor child: both have agreed, and register it as an entry of its own",
    article: "Enforcement Rules, Article 10",
    ...divorces({ children: "agreed" }, {}, [husband, wife, child]),
    expect: {
      ...allowed(),
      tell: ["parents:register-responsibility"],
      changes: { ...apart, [`person ${child.nationalId}`]: null },
    },
  },
  {
    name: "a minor child: left to a court, an officer judges",
    article: "Civil Code, Article 1055",
    ...divorces({ children: "left-to-court" }, {}, [husband, wife, child]),
    expect: judge("children-left-to-court"),
  },
  {
    name: "a child of 18 needs no such agreement since 2023",
    article: "Civil Code, Article 12",
    ...divorces({}, {}, [husband, wife, grown]),
    expect: allowed(),
  },
  {
    name: "a child of 19 did in 2022",
    article: "Civil Code, Article 12",
    ...divorces({}, { filedOn: "2022-12-30" }, [husband, wife, childOf(person("林十九", "female", "2003-05-05"), husband, wife)]),
    expect: missing("children-not-stated"),
  },
  {
    name: "two who are not married to each other",
    article: "Civil Code, Article 1049",
    ...divorces(
      { second: firstWitness.nationalId },
      {
        by: [
          [husband, "spouse"],
          [firstWitness, "partner"],
        ],
      },
    ),
    expect: refused("not-married-to-each-other", "witness-is-party"),
  },
  {
    name: "registered a second time",
    article: "Civil Code, Article 1049",
    ...divorces({}, {}, [
      { ...husband, maritalStatus: "divorced", spouse: null, spouseName: null },
      { ...wife, maritalStatus: "divorced", spouse: null, spouseName: null },
    ]),
    expect: refused("not-married-to-each-other"),
  },
  {
    name: "the husband died before the registration: the marriage ended by death",
    article: "Civil Code, Article 1050",
    ...divorces({}, { by: [[wife, "partner"]] }, [
      { ...husband, status: "dead", statusOn: "2026-03-01" },
      { ...wife, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: refused("applicant-absent", "ended-by-death"),
  },
  {
    name: "the office cannot divorce people by agreement",
    article: "Household Registration Act, Article 48-2",
    ...divorces({}, { by: [], exOfficio: { remindedOn: "2026-01-05" } }),
    expect: refused("ex-officio-not-possible"),
  },
  {
    name: "two husbands end their marriage",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 16",
    ...(() => {
      const [first, second] = married(person("張家豪", "male", "1990-01-01"), person("李志強", "male", "1991-01-01"));
      const done = divorces(
        { first: first.nationalId, second: second.nationalId },
        {
          by: [
            [first, "spouse"],
            [second, "partner"],
          ],
        },
        [first, second],
      );
      return {
        ...done,
        given: {
          people: [first, second, firstWitness, secondWitness],
          homes: [
            home("A0000001", places.daan.village, [
              [first, "head"],
              [second, "spouse"],
            ]),
          ],
        },
      };
    })(),
    expect: { ...allowed(), tell: ["head:exchange-household-book"] },
  },
  {
    name: "the officer is the wife's nephew",
    article: "Administrative Procedure Act, Article 32",
    ...(() => {
      const mother = person("王外婆", "female", "1950-01-01");
      const aunt = childOf(person("王阿姨", "female", "1980-01-01"), null, mother);
      const nephew = childOf(person("周甥", "male", "1999-01-01"), null, aunt);
      return divorces({}, { officer: { nationalId: nephew.nationalId } }, [
        husband,
        childOf(wife, null, mother),
        mother,
        aunt,
        nephew,
      ]);
    })(),
    expect: refused("officer-of-family"),
  },
];
