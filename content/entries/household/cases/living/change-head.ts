import { allowed, missing, refused } from "../short.ts";
import { type Case, type Given, home, person, personKey, places, unitKey } from "../table.ts";
import { applyAs, family, friend, girl, here, home1, husband, wife } from "./living-cast.ts";

const lodger = person("余青年", "male", "2004-06-01");
const young: Given = {
  people: [husband, lodger],
  homes: [
    home(home1, places.zhongzheng.village, [
      [husband, "head"],
      [lodger, "lodger"],
    ]),
  ],
};
const change = applyAs("change-head", { household: home1, newHead: wife.nationalId, on: "2024-03-04", headConsents: false });

export const headChanges: readonly Case[] = [
  {
    name: "the husband makes his wife the head",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: change(here),
    expect: allowed([], {
      changes: {
        [unitKey(home1)]: { head: wife.nationalId },
        [personKey(husband)]: { relation: "spouse" },
        [personKey(wife)]: { relation: "head" },
        [personKey(girl)]: null,
      },
    }),
  },
  {
    name: "the wife applies alone: the head has to agree",
    article: "Household Registration Act, Article 46",
    given: family,
    application: change({ ...here, by: [[wife, "new-head"]] }),
    expect: missing("head-consent-missing"),
  },
  {
    name: "a child cannot be made the head",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: change({ ...here, facts: { newHead: girl.nationalId } }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "at 18 a married woman could act before 2023, when marriage made minors of full capacity",
    article: "Civil Code, Article 13, as it was",
    given: { ...family, people: [husband, { ...wife, birthDate: "2004-06-01" }, { ...girl, mother: null }, friend] },
    application: change({ ...here, filedOn: "2022-12-30", facts: { on: "2022-12-30" } }),
    expect: allowed(),
  },
  {
    name: "at 18 an unmarried one could not be head in 2022",
    article: "Civil Code, Article 12, as it was",
    given: young,
    application: change({ ...here, filedOn: "2022-12-30", facts: { on: "2022-12-30", newHead: lodger.nationalId } }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "and can since 2023",
    article: "Civil Code, Article 12",
    given: young,
    application: change({ ...here, filedOn: "2023-01-03", facts: { on: "2023-01-03", newHead: lodger.nationalId } }),
    expect: allowed([], { changes: { [personKey(husband)]: { relation: "lodger" } } }),
  },
  {
    name: "one under guardianship cannot be made the head",
    article: "Civil Code, Article 15",
    given: { ...family, people: [husband, { ...wife, guardian: husband.nationalId }, girl, friend] },
    application: change(here),
    expect: refused("new-head-incapable"),
  },
];
