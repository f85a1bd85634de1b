import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, childOf, home, person, personKey, places } from "../table.ts";
import { cousin, cousinsChild, family, man, marries, sister, woman } from "./marriage-cast.ts";

export const marriageOtherForms: readonly Case[] = [
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
    expect: { ...allowed(["late"]), due: "2007-11-09", fine: [300, 900], given: { marriedOn: "2007-10-10" } },
  },
  {
    name: "two who saw the ceremony stand in for the certificate",
    article: "Enforcement Rules, Article 13",
    ...marries(person("林早", "male", "1980-01-01"), person("王早", "female", "1982-01-01"), {
      facts: { form: "ceremony", marriedOn: "2008-05-22", contractShown: false },
    }),
    expect: allowed(["late"]),
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
    name: "a marriage of 1998 by ceremony, registered by the widow: the death has ended it",
    article: "Household Registration Act, Article 33",
    ...(() => {
      const late = person("林亡夫", "male", "1970-01-01", { status: "dead", statusOn: "2026-01-20" });
      const widow = person("王遺孀", "female", "1972-01-01");
      return marries(late, widow, {
        by: [widow],
        facts: { form: "ceremony", marriedOn: "1998-05-05", witnesses: [] },
        fields: { filedOn: "2026-03-02", judged: { "married-before-death": "結婚證書與證人陳述相符" } },
      });
    })(),
    expect: {
      ...allowed(["late", "married-before-death"]),
      changes: {
        [personKey(person("王遺孀", "female", "1972-01-01"))]: { maritalStatus: "widowed", spouse: null },
        [personKey(person("林亡夫", "male", "1970-01-01"))]: { spouse: person("王遺孀", "female", "1972-01-01").nationalId },
      },
    },
  },
  {
    name: "two women who married abroad in 2017",
    article: "Act for Implementation of J.Y. Interpretation No. 748, Article 27",
    ...(() => {
      const [first, second] = [person("張甲", "female", "1985-01-01"), person("李乙", "female", "1986-01-01")];
      return marries(first, second, {
        facts: { form: "abroad", marriedOn: "2017-07-07", witnesses: [], abroad: { verified: true, translated: true } },
        given: { people: [first, second], homes: [home("A0000001", places.zhongzheng.village, [[first, "head"]])] },
      });
    })(),
    expect: judge("late", "same-sex-abroad-before-act"),
  },
];
