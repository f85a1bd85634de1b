import type { PersonRecord } from "../../records.ts";
import { application, type Case, childOf, type Expect, home, married, person, personKey, places } from "../table.ts";

const [husband, wife] = married(person("林先生", "male", "1985-01-01"), person("王太太", "female", "1987-01-01"));
const one = person("陳一", "female", "1970-01-01");
const two = person("李二", "male", "1972-02-02");
const witnesses = [one, two].map(({ nationalId, name }) => ({ nationalId, name, knowsWill: true }));
const child: PersonRecord = { ...childOf(person("林小孩", "male", "2016-05-05"), husband, wife), responsibility: "both" };
const grown = childOf(person("林成年", "female", "2007-05-05"), husband, wife);

type Fields = Partial<Parameters<typeof application>[2]>;
const both: NonNullable<Fields["by"]> = [
  [husband, "spouse"],
  [wife, "partner"],
];

/** By agreement at the counter, unless the facts say otherwise. */
function divorces(facts: object, fields: Fields = {}, people: readonly PersonRecord[] = [husband, wife]) {
  const stated = {
    by: "agreement",
    first: husband.nationalId,
    second: wife.nationalId,
    agreementShown: true,
    witnesses,
    ...facts,
  };
  return {
    given: { people: [...people, one, two] },
    application: application("divorce", stated, { filedOn: "2026-03-02", by: both, ...fields }),
  };
}

/** By a ruling that became final on a day. */
const rules = (facts: object, fields: Fields = {}, people?: readonly PersonRecord[]) =>
  divorces(
    { by: "judgment", finalOn: "2026-02-02", ruling: "final", agreementShown: undefined, witnesses: undefined, ...facts },
    { by: [[wife, "partner"]], ...fields },
    people,
  );

const refused = (...findings: string[]): Expect => ({ result: "refused", findings });
const missing = (...findings: string[]): Expect => ({ result: "missing", findings });
const judge = (...findings: string[]): Expect => ({ result: "judge", findings });
const allowed = (...findings: string[]): Expect => ({ result: "allowed", findings });
const apart = {
  [personKey(husband)]: { maritalStatus: "divorced", spouse: null, spouseName: null },
  [personKey(wife)]: { maritalStatus: "divorced", spouse: null, spouseName: null },
};

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
      { filers: both.map(([one, as]) => ({ nationalId: (one as PersonRecord).nationalId, as, present: "online" as const })) },
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
      { second: one.nationalId },
      {
        by: [
          [husband, "spouse"],
          [one, "partner"],
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
    name: "by judgment: either applies within thirty days",
    article: "Household Registration Act, Article 34",
    ...rules({}),
    expect: { ...allowed(), due: "2026-03-04", fine: null, changes: apart },
  },
  {
    name: "the last day is a holiday: the next working day is in time",
    article: "Civil Code, Article 122",
    ...rules({ finalOn: "2026-01-29" }),
    expect: { ...allowed(), due: "2026-03-02", fine: null },
  },
  {
    name: "late: it is still accepted, and fined",
    article: "Household Registration Act, Article 79",
    ...rules({ finalOn: "2026-01-05" }),
    expect: { ...allowed("late"), due: "2026-02-04", fine: [300, 900] },
  },
  {
    name: "after a reminder the fine is 900",
    article: "Household Registration Act, Article 79",
    ...rules({ finalOn: "2026-01-05", reminderEndedOn: "2026-02-20" }),
    expect: { ...allowed("late-after-reminder"), fine: [900, 900] },
  },
  {
    name: "a mandate is enough where a court has decided",
    article: "Household Registration Act, Article 47",
    ...rules({}, { filers: [{ nationalId: wife.nationalId, as: "partner", present: "mandate" }] }),
    expect: allowed(),
  },
  {
    name: "a judgment that is not final yet",
    article: "Household Registration Act, Article 48",
    ...rules({ ruling: "not-final" }),
    expect: missing("finality-missing"),
  },
  {
    name: "a settlement in court, of which the court gave notice",
    article: "Civil Code, Article 1052-1",
    ...rules({ by: "settlement", ruling: "court-notice" }),
    expect: allowed(),
  },
  {
    name: "the office itself, after a reminder that no one followed",
    article: "Household Registration Act, Article 48-2",
    ...rules({ finalOn: "2026-01-05" }, { by: [], exOfficio: { remindedOn: "2026-02-10" } }),
    expect: {
      ...allowed("late-after-reminder"),
      fine: [900, 900],
      tell: ["liable-applicants:entered-ex-officio"],
      changes: apart,
    },
  },
  {
    name: "the office itself without a reminder",
    article: "Household Registration Act, Article 48-2",
    ...rules({ finalOn: "2026-01-05" }, { by: [], exOfficio: { remindedOn: null } }),
    expect: missing("late", "reminder-missing"),
  },
  {
    name: "the office cannot divorce people by agreement",
    article: "Household Registration Act, Article 48-2",
    ...divorces({}, { by: [], exOfficio: { remindedOn: "2026-01-05" } }),
    expect: refused("ex-officio-not-possible"),
  },
  {
    name: "the judgment was final, then the husband died: they were divorced when he died",
    article: "Civil Code, Article 1052",
    ...rules({ finalOn: "2026-02-02" }, {}, [
      { ...husband, status: "dead", statusOn: "2026-02-20" },
      { ...wife, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: { ...allowed("divorced-before-death"), changes: apart },
  },
  {
    name: "he died before the judgment was final",
    article: "Civil Code, Article 1052",
    ...rules({ finalOn: "2026-02-02" }, {}, [
      { ...husband, status: "dead", statusOn: "2026-02-01" },
      { ...wife, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: refused("ended-by-death"),
  },
  {
    name: "a judgment of tomorrow",
    article: "Household Registration Act, Article 48",
    ...rules({ finalOn: "2026-03-03" }),
    expect: refused("day-in-future"),
  },
  {
    name: "divorced abroad from a foreigner; the papers are not verified",
    article: "Enforcement Rules, Article 14",
    ...divorces(
      {
        by: "abroad",
        second: null,
        secondName: "安娜",
        finalOn: "2026-02-02",
        agreementShown: undefined,
        witnesses: undefined,
        abroad: { verified: false, translated: true },
      },
      { by: [[husband, "spouse"]], judged: { "office-only-if-announced": "本人現住本轄" } },
      [{ ...husband, spouse: null, spouseName: "安娜" }],
    ),
    expect: missing("document-not-verified", "office-only-if-announced"),
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
          people: [first, second, one, two],
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
    name: "the officer is a witness's nephew, which is no reason; the officer is the wife's, which is",
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
