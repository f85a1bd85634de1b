import type { PersonRecord } from "../../records.ts";
import { application, type Case, childOf, type Expect, home, married, person, personKey, places } from "../table.ts";

/** A couple with nothing in their way, and two witnesses. */
const man = person("林志明", "male", "1996-04-01");
const woman = person("王雅婷", "female", "1998-02-03");
const one = person("陳一", "female", "1970-01-01");
const two = person("李二", "male", "1972-02-02");
const witnesses = [one, two].map(({ nationalId, name }) => ({ nationalId, name, knowsWill: true }));
const card = { serial: 1, issuedOn: "2012-05-05", reason: "first", state: "valid", stateOn: "2012-05-05" } as const;

type Fields = { facts?: object; people?: readonly PersonRecord[]; on?: string; by?: readonly PersonRecord[] } & Partial<
  Pick<Case, "given">
> & { fields?: Partial<Parameters<typeof application>[2]> };

/** Both of a couple at the counter with contract and witnesses, unless a case says otherwise. */
function marries(
  first: PersonRecord,
  second: PersonRecord,
  { facts = {}, people = [], on = "2026-03-02", by, given, fields = {} }: Fields = {},
) {
  const filers = (by ?? [first, second]).map((filer) => [filer, filer === first ? "spouse" : "partner"] as const);
  const stated = {
    form: "registration",
    first: { nationalId: first.nationalId },
    second: { nationalId: second.nationalId },
    contractShown: true,
    witnesses,
    ...facts,
  };
  return {
    given: { people: [first, second, one, two, ...people], ...given },
    application: application("marriage", stated, { filedOn: on, by: filers, ...fields }),
  };
}

const refused = (...findings: string[]): Expect => ({ result: "refused", findings });
const missing = (...findings: string[]): Expect => ({ result: "missing", findings });
const judge = (...findings: string[]): Expect => ({ result: "judge", findings });
const allowed = (...findings: string[]): Expect => ({ result: "allowed", findings });

const grandfather = person("林祖", "male", "1930-01-01");
const father = childOf(person("林父", "male", "1960-01-01"), grandfather, null);
const uncle = childOf(person("林叔", "male", "1962-01-01"), grandfather, null);
const cousin = childOf(person("林堂", "female", "1997-01-01"), uncle, null);
const son = childOf(person("林子", "male", "1995-01-01"), father, null);
const sister = childOf(person("林妹", "female", "1999-01-01"), father, null);
const cousinsChild = childOf(person("黃甥", "female", "2006-01-01"), null, cousin);
/** Uncle's daughter by adoption: a first cousin of the same generation. */
const adoptedCousin: PersonRecord = {
  ...childOf(person("林養", "female", "1997-06-01"), uncle, null),
  birthFather: two.nationalId,
  birthMother: one.nationalId,
};
const adoptedSister: PersonRecord = {
  ...childOf(person("林養妹", "female", "1998-06-01"), father, null),
  birthMother: one.nationalId,
};
const family = [grandfather, father, uncle];
const widowed = person("趙寡", "female", "1990-01-01", { maritalStatus: "widowed" });
const lateHusband = person("林故", "male", "1988-01-01", {
  status: "dead",
  statusOn: "2024-01-01",
  maritalStatus: "married",
  spouse: widowed.nationalId,
  spouseName: widowed.name,
});
const lateBrother = childOf(lateHusband, father, null);

export const marriage: readonly Case[] = [
  {
    name: "two adults marry at the counter; both need new cards",
    article: "Civil Code, Article 982",
    ...marries(man, woman, {
      given: { people: [man, woman, one, two], cards: { [man.nationalId]: card, [woman.nationalId]: card } },
    }),
    expect: {
      ...allowed(),
      fee: 0,
      fine: null,
      due: null,
      given: { marriedOn: "2026-03-02" },
      tell: ["spouses:exchange-card"],
      changes: {
        [personKey(man)]: { maritalStatus: "married", spouse: woman.nationalId, spouseName: "王雅婷", name: "林志明" },
        [personKey(woman)]: { maritalStatus: "married", spouse: man.nationalId, spouseName: "林志明" },
      },
    },
  },
  {
    name: "any office may, also where neither of them lives",
    article: "Household Registration Act, Article 26",
    ...marries(man, woman, {
      given: { people: [man, woman, one, two], homes: [home("A0000001", places.daan.village, [[man, "head"]])] },
      fields: { filedOn: "2026-03-02", office: places.banqiao.township },
    }),
    expect: { ...allowed(), tell: ["head:exchange-household-book"] },
  },
  {
    name: "one of them is not there",
    article: "Household Registration Act, Article 33",
    ...marries(man, woman, { by: [man] }),
    expect: missing("applicant-absent"),
  },
  {
    name: "one of them sends an agent: only if the office approves",
    article: "Household Registration Act, Article 47",
    ...marries(man, woman, {
      fields: {
        filedOn: "2026-03-02",
        filers: [
          { nationalId: man.nationalId, as: "spouse", present: "counter" },
          { nationalId: woman.nationalId, as: "partner", present: "mandate" },
        ],
      },
    }),
    expect: judge("mandate-needs-approval"),
  },
  {
    name: "an agent whom the office approved for a good reason",
    article: "Household Registration Act, Article 47",
    ...marries(man, woman, {
      fields: {
        filedOn: "2026-03-02",
        judged: { "mandate-needs-approval": "因病住院，經核准" },
        filers: [
          { nationalId: man.nationalId, as: "spouse", present: "counter" },
          { nationalId: woman.nationalId, as: "partner", present: "mandate" },
        ],
      },
    }),
    expect: allowed("mandate-needs-approval"),
  },
  {
    name: "not over the network",
    article: "Household Registration Act, Article 27",
    ...marries(man, woman, {
      fields: {
        filedOn: "2026-03-02",
        filers: [
          { nationalId: man.nationalId, as: "spouse", present: "online" },
          { nationalId: woman.nationalId, as: "partner", present: "online" },
        ],
      },
    }),
    expect: refused("only-at-counter"),
  },
  {
    name: "someone else applies for them",
    article: "Household Registration Act, Article 33",
    ...marries(man, woman, { fields: { filedOn: "2026-03-02", by: [[one, "mother"]] } }),
    expect: refused("applicant-not-entitled", "applicant-absent"),
  },
  {
    name: "the office does not marry people by itself",
    article: "Household Registration Act, Article 48-2",
    ...marries(man, woman, { fields: { filedOn: "2026-03-02", by: [], exOfficio: { remindedOn: "2026-01-05" } } }),
    expect: refused("ex-officio-not-possible"),
  },
  {
    name: "one witness is not enough, nor is a paper without a contract: both are told at once",
    article: "Civil Code, Article 982",
    ...marries(man, woman, { facts: { contractShown: false, witnesses: witnesses.slice(0, 1) } }),
    expect: missing("marriage-contract-missing", "witnesses-missing"),
  },
  {
    name: "the same witness twice is one",
    article: "Civil Code, Article 982",
    ...marries(man, woman, { facts: { witnesses: [witnesses[0], witnesses[0]] } }),
    expect: missing("witnesses-missing"),
  },
  {
    name: "a witness who does not know the will of both",
    article: "Civil Code, Article 982",
    ...marries(man, woman, { facts: { witnesses: [witnesses[0], { ...witnesses[1], knowsWill: false }] } }),
    expect: missing("witness-will-unknown", "witnesses-missing"),
  },
  {
    name: "the bridegroom is no witness of his own marriage",
    article: "Civil Code, Article 982",
    ...marries(man, woman, {
      facts: { witnesses: [...witnesses, { nationalId: man.nationalId, name: man.name, knowsWill: true }] },
    }),
    expect: refused("witness-is-party"),
  },
  {
    name: "a witness of 17: an officer judges",
    article: "Civil Code, Article 982",
    ...marries(man, woman, {
      people: [person("周少年", "male", "2008-08-08")],
      facts: {
        witnesses: [
          witnesses[0],
          { nationalId: person("周少年", "male", "2008-08-08").nationalId, name: "周少年", knowsWill: true },
        ],
      },
    }),
    expect: judge("witness-capacity"),
  },
  {
    name: "both are 18 on the day, one on the very birthday",
    article: "Civil Code, Article 980",
    ...marries(person("林十八", "male", "2008-03-02"), person("王十八", "female", "2007-01-01")),
    expect: allowed(),
  },
  {
    name: "a woman of 17, a day before her birthday",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十七", "female", "2008-03-03")),
    expect: refused("under-age"),
  },
  {
    name: "born on 29 February, 18 on 1 March of a common year and not before",
    article: "Civil Code, Article 980",
    ...marries(man, person("王閏日", "female", "2008-02-29"), { on: "2026-02-26" }),
    expect: refused("under-age"),
  },
  {
    name: "on the last open day of 2022 a woman of 16 could, with her representatives' consent",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十六", "female", "2006-12-30"), {
      on: "2022-12-30",
      facts: { representativesConsent: ["second"] },
    }),
    expect: allowed(),
  },
  {
    name: "without their consent she could not",
    article: "Civil Code, Article 981",
    ...marries(man, person("王十六", "female", "2006-12-30"), { on: "2022-12-30" }),
    expect: missing("representative-consent-missing"),
  },
  {
    name: "on the first open day of 2023 she cannot, consent or not",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十六", "female", "2006-12-30"), {
      on: "2023-01-03",
      facts: { representativesConsent: ["second"] },
    }),
    expect: refused("under-age"),
  },
  {
    name: "in 2022 a man of 17 could not",
    article: "Civil Code, Article 980",
    ...marries(person("林十七", "male", "2005-01-01"), woman, { on: "2022-12-30", facts: { representativesConsent: ["first"] } }),
    expect: refused("under-age"),
  },
  {
    name: "in 2022 someone of 19 needed consent, since 2023 no more",
    article: "Civil Code, Article 12",
    ...marries(person("林十九", "male", "2003-06-01"), woman, { on: "2022-12-30" }),
    expect: missing("representative-consent-missing"),
  },
  {
    name: "someone of 19 in 2023",
    article: "Civil Code, Article 12",
    ...marries(person("林十九", "male", "2003-06-01"), woman, { on: "2023-01-03" }),
    expect: allowed(),
  },
  {
    name: "one is married to someone else",
    article: "Civil Code, Article 985",
    ...(() => {
      const [husband, wife] = married(man, one);
      const done = marries(husband, woman);
      return { ...done, given: { people: [husband, wife, woman, two] } };
    })(),
    expect: refused("already-married"),
  },
  {
    name: "both are married to each other: registered a second time",
    article: "Civil Code, Article 985",
    ...(() => {
      const [husband, wife] = married(man, woman);
      return { ...marries(husband, wife), given: { people: [husband, wife, one, two] } };
    })(),
    expect: refused("already-married"),
  },
  {
    name: "siblings",
    article: "Civil Code, Article 983",
    ...marries(son, sister, { people: family }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "first cousins (4th degree)",
    article: "Civil Code, Article 983",
    ...marries(son, cousin, { people: family }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin's child (5th degree)",
    article: "Civil Code, Article 983",
    ...marries(son, cousinsChild, { people: [...family, cousin] }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin's grandchild (6th degree)",
    article: "Civil Code, Article 983",
    ...(() => {
      const ancestor = person("許祖", "male", "1900-01-01");
      const [elder, younger] = [person("許伯", "male", "1922-01-01"), person("許父", "male", "1925-01-01")];
      const theirs = [childOf(person("許堂姊", "female", "1945-01-01"), elder, null)];
      theirs.push(childOf(person("簡女", "female", "1970-01-01"), null, theirs[0]!));
      const people = [ancestor, childOf(elder, ancestor, null), childOf(younger, ancestor, null), ...theirs];
      return marries(
        childOf(person("許先生", "male", "1960-01-01"), younger, null),
        childOf(person("簡孫", "female", "2000-01-01"), null, theirs[1]!),
        {
          people,
        },
      );
    })(),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin by adoption of the same generation",
    article: "Civil Code, Article 983",
    ...marries(son, adoptedCousin, { people: family }),
    expect: allowed(),
  },
  {
    name: "a sister by adoption (2nd degree)",
    article: "Civil Code, Article 983",
    ...marries(son, adoptedSister, { people: family }),
    expect: refused("kin-by-adoption"),
  },
  {
    name: "an uncle's daughter by birth who was adopted away stays kin by blood",
    article: "Civil Code, Article 983",
    ...(() => {
      const away: PersonRecord = {
        ...childOf(person("林出養", "female", "1997-01-05"), two, one),
        birthFather: uncle.nationalId,
      };
      return marries(son, away, { people: family });
    })(),
    expect: refused("kin-by-blood"),
  },
  {
    name: "the father of a late husband: in-laws in the direct line, death does not end it",
    article: "Civil Code, Article 983",
    ...marries(father, widowed, { people: [grandfather, lateBrother] }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the brother of a late husband is of one generation",
    article: "Civil Code, Article 983",
    ...marries(son, widowed, { people: [...family, lateBrother] }),
    expect: allowed(),
  },
  {
    name: "the uncle of a late husband is not (3rd degree)",
    article: "Civil Code, Article 983",
    ...marries(uncle, widowed, { people: [grandfather, father, lateBrother] }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the father of a divorced husband, as earlier transcripts show",
    article: "Civil Code, Article 983",
    ...marries(father, woman, {
      people: [grandfather, son],
      facts: { formerSpouses: [{ of: woman.nationalId, spouse: son.nationalId }] },
    }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the uncle of a divorced husband is no kin any more",
    article: "Civil Code, Article 971",
    ...marries(uncle, woman, {
      people: [grandfather, father, son],
      facts: { formerSpouses: [{ of: woman.nationalId, spouse: son.nationalId }] },
    }),
    expect: allowed(),
  },
  {
    name: "a former adoptive father",
    article: "Civil Code, Article 983",
    ...marries(father, woman, {
      people: [grandfather],
      facts: { formerAdopters: [{ child: woman.nationalId, parent: father.nationalId }] },
    }),
    expect: refused("kin-by-adoption"),
  },
  {
    name: "a guardian and the ward, without the parents' consent",
    article: "Civil Code, Article 984",
    ...marries(man, { ...woman, guardian: man.nationalId }),
    expect: missing("capability-to-be-judged", "ward-parents-consent-missing"),
  },
  {
    name: "a person under guardianship: whether they understand it is judged at the counter",
    article: "Civil Code, Article 996",
    ...marries(man, { ...woman, guardian: one.nationalId }),
    expect: judge("capability-to-be-judged"),
  },
  {
    name: "two women, since 24 May 2019",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 4",
    ...marries(woman, person("李佳穎", "female", "1997-01-01"), { on: "2019-05-24" }),
    expect: allowed(),
  },
  {
    name: "two men the day before",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 27",
    ...marries(man, person("張家豪", "male", "1995-01-01"), { on: "2019-05-23" }),
    expect: refused("same-sex-before-act"),
  },
  {
    name: "two men, one 17, in 2022: the age of same-sex couples was 18 from the beginning",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 3",
    ...marries(person("林十七", "male", "2005-01-01"), man, { on: "2022-12-30", facts: { representativesConsent: ["first"] } }),
    expect: refused("under-age"),
  },
  {
    name: "female cousins (4th degree): forbidden to them too",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 5",
    ...marries(sister, cousin, { people: family }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin's daughter (5th degree) is free for a woman",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 5",
    ...marries(sister, cousinsChild, { people: [...family, cousin] }),
    expect: allowed(),
  },
  {
    name: "a marriage of 2007 by ceremony, registered late by the wife alone",
    article: "Household Registration Act, Article 33",
    ...marries(person("林早", "male", "1980-01-01"), person("王早", "female", "1982-01-01"), {
      by: [person("王早", "female", "1982-01-01")],
      facts: { form: "ceremony", marriedOn: "2007-10-10", witnesses: [] },
      fields: { filedOn: "2026-03-02", by: [[person("王早", "female", "1982-01-01"), "partner"]] },
    }),
    expect: { ...allowed("late"), due: "2007-11-09", fine: [300, 900], given: { marriedOn: "2007-10-10" } },
  },
  {
    name: "two who saw the ceremony stand in for the certificate",
    article: "Enforcement Rules, Article 13",
    ...marries(person("林早", "male", "1980-01-01"), person("王早", "female", "1982-01-01"), {
      facts: { form: "ceremony", marriedOn: "2008-05-22", contractShown: false },
    }),
    expect: allowed("late"),
  },
  {
    name: "a ceremony on 23 May 2008 makes no marriage any more",
    article: "Household Registration Act, Article 33",
    ...marries(person("林早", "male", "1980-01-01"), person("王早", "female", "1982-01-01"), {
      facts: { form: "ceremony", marriedOn: "2008-05-23" },
    }),
    expect: refused("ceremony-no-form", "late"),
  },
  {
    name: "married abroad, papers verified, with a foreigner who is not there",
    article: "Household Registration Act, Article 26",
    ...marries(man, woman, {
      facts: {
        form: "abroad",
        marriedOn: "2026-02-02",
        second: { nationalId: null, foreign: { name: "安娜", sex: "female", birthDate: "1997-07-07", singleProofShown: true } },
        witnesses: [],
        abroad: { verified: true, translated: true },
      },
      by: [man],
      given: { people: [man], homes: [home("A0000001", places.zhongzheng.village, [[man, "head"]])] },
    }),
    expect: {
      ...allowed(),
      due: "2026-03-04",
      fine: null,
      changes: { [personKey(man)]: { maritalStatus: "married", spouse: null, spouseName: "安娜" } },
    },
  },
  {
    name: "married abroad, papers neither verified nor translated",
    article: "Enforcement Rules, Article 14",
    ...marries(man, woman, {
      facts: { form: "abroad", marriedOn: "2026-02-02", witnesses: [], abroad: { verified: false, translated: false } },
    }),
    expect: missing("document-not-verified", "office-only-if-announced", "translation-missing"),
  },
  {
    name: "married abroad, brought to an office where neither lives",
    article: "Household Registration Act, Article 26",
    ...marries(man, woman, {
      facts: { form: "abroad", marriedOn: "2026-02-02", witnesses: [], abroad: { verified: true, translated: true } },
      given: { people: [man, woman], homes: [home("A0000001", places.daan.village, [[man, "head"]])] },
      by: [man],
    }),
    expect: judge("office-only-if-announced"),
  },
  {
    name: "with a foreigner who has no certificate of being single",
    article: "Civil Code, Article 985",
    ...marries(man, woman, {
      facts: {
        second: { nationalId: null, foreign: { name: "安娜", sex: "female", birthDate: "1997-07-07", singleProofShown: false } },
      },
      fields: {
        filedOn: "2026-03-02",
        by: [
          [man, "spouse"],
          ["P1234567", "foreigner"],
        ],
      },
    }),
    expect: missing("single-proof-missing"),
  },
  {
    name: "the wife puts the husband's surname before hers; her child's record follows",
    article: "Civil Code, Article 1000",
    ...marries(man, woman, {
      people: [childOf(person("王小", "female", "2020-01-01"), null, woman)],
      facts: { prefix: ["second"], prefixAgreed: true },
    }),
    expect: {
      ...allowed(),
      tell: ["children:name-of-parent-changed"],
      changes: {
        [personKey(woman)]: { name: "林王雅婷" },
        [personKey(man)]: { spouseName: "林王雅婷" },
        [personKey(person("王小", "female", "2020-01-01"))]: { motherName: "林王雅婷" },
      },
    },
  },
  {
    name: "a surname put before one's own without a written agreement",
    article: "Civil Code, Article 1000",
    ...marries(man, woman, { facts: { prefix: ["second"] } }),
    expect: missing("prefix-agreement-missing"),
  },
  {
    name: "one of them is dead",
    article: "Civil Code, Article 6",
    ...marries(man, { ...woman, status: "dead", statusOn: "2026-03-01" }, { by: [man] }),
    expect: refused("person-not-living", "applicant-absent"),
  },
  {
    name: "someone who is in no register",
    article: "Household Registration Act, Article 33",
    ...(() => {
      const done = marries(man, woman);
      return { ...done, given: { people: [man, one, two] } };
    })(),
    expect: refused("person-unknown"),
  },
  {
    name: "the officer is the bride's mother",
    article: "Administrative Procedure Act, Article 32",
    ...marries(man, childOf(woman, null, one), { fields: { filedOn: "2026-03-02", officer: { nationalId: one.nationalId } } }),
    expect: refused("officer-of-family"),
  },
];
