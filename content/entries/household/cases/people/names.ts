import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, married, person, personKey, places } from "../table.ts";

const [father, mother] = married(person("蔡國強", "male", "1980-04-04"), person("許雅婷", "female", "1982-08-08"));
const adult = childOf(person("蔡宜蓁", "female", "2004-05-20"), father, mother);
const minor = childOf(person("蔡宗翰", "male", "2010-10-10", { responsibility: "both" }), father, mother);
const grandfather = person("蔡宜蓁", "male", "1950-01-01");
const [husband, wife] = married(person("曾俊傑", "male", "2000-01-01"), adult);
const baby = childOf(person("曾小寶", "female", "2023-02-02"), husband, wife);
const namesake = person("蔡宜蓁", "female", "1999-09-09");
const no = "A0500005";
const village = places.zhongzheng.village;
const members = [
  [father, "head"],
  [mother, "spouse"],
  [adult, "child"],
  [minor, "child"],
] as const;
const family: Given = { people: [father, mother, adult, minor], homes: [home(no, village, members)] };
const couple: Given = {
  people: [father, mother, husband, wife, baby, minor],
  homes: [
    home(no, village, [
      [father, "head"],
      [mother, "spouse"],
      [wife, "child"],
      [minor, "child"],
    ]),
  ],
};
const without = (one: typeof adult, fields: object): Given => ({
  ...family,
  people: (family.people ?? []).map((other) => (other.nationalId === one.nationalId ? { ...one, ...fields } : other)),
});

type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
const applyAs =
  (kind: string, facts: object) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(kind, { ...facts, ...more }, { filedOn: "2024-03-11", by: [[adult, "self"]], ...rest });
const noBars = { answer: "none" };
const rename = applyAs("name-change", {
  person: adult.nationalId,
  name: { given: "宥蓁" },
  reason: "special",
  proof: true,
  bars: noBars,
  otherParentConsents: false,
});
const ofMinor = { person: minor.nationalId, name: { given: "宇恩" } };

export const nameChanges: readonly Case[] = [
  {
    name: "an adult takes another given name for a special reason; spouse and children are renamed in their records and told",
    article: "Name Act, Articles 9 and 12",
    given: couple,
    application: rename(),
    expect: allowed([], {
      due: null,
      fine: null,
      fee: 0,
      tell: ["spouse:name-of-spouse-changed", "children:name-of-parent-changed"],
      changes: {
        [personKey(adult)]: { name: "蔡宥蓁", renamed: 1 },
        [personKey(husband)]: { spouseName: "蔡宥蓁" },
        [personKey(baby)]: { motherName: "蔡宥蓁" },
      },
    }),
  },
  {
    name: "the third time is the last",
    article: "Name Act, Article 9",
    given: without(adult, { renamed: 2 }),
    application: rename(),
    expect: allowed([], { changes: { [personKey(adult)]: { renamed: 3 } } }),
  },
  {
    name: "a fourth time is refused",
    article: "Name Act, Article 9",
    given: without(adult, { renamed: 3 }),
    application: rename(),
    expect: refused("renamed-three-times"),
  },
  {
    name: "parents rename a minor once",
    article: "Name Act, Articles 9 and 13",
    given: family,
    application: rename({
      facts: { ...ofMinor, bars: { answer: "not-asked" } },
      by: [
        [father, "representative"],
        [mother, "representative"],
      ],
    }),
    expect: allowed([], { changes: { [personKey(minor)]: { name: "蔡宇恩", renamed: 1 } } }),
  },
  {
    name: "a second time only as an adult",
    article: "Name Act, Article 9",
    given: without(minor, { renamed: 1 }),
    application: rename({
      facts: ofMinor,
      by: [
        [father, "representative"],
        [mother, "representative"],
      ],
    }),
    expect: refused("renamed-as-minor"),
  },
  {
    name: "one parent of two is not enough without the other's consent",
    article: "Civil Code, Article 1089",
    given: family,
    application: rename({ facts: ofMinor, by: [[father, "representative"]] }),
    expect: missing("other-parent-consent-missing"),
  },
  {
    name: "the parent who alone is responsible acts alone",
    article: "Civil Code, Article 1089",
    given: without(minor, { responsibility: "mother" }),
    application: rename({ facts: ofMinor, by: [[mother, "representative"]] }),
    expect: allowed(),
  },
  {
    name: "the other one may not",
    article: "Civil Code, Article 1089",
    given: without(minor, { responsibility: "mother" }),
    application: rename({ facts: ofMinor, by: [[father, "representative"]] }),
    expect: refused("applicant-not-entitled", "other-parent-consent-missing"),
  },
  {
    name: "at 18 in 2022 the parents still act",
    article: "Civil Code, Article 12, as it was",
    given: family,
    application: rename({ filedOn: "2022-12-30" }),
    expect: refused("applicant-not-entitled", "other-parent-consent-missing"),
  },
  {
    name: "at 18 in 2023 one acts alone",
    article: "Civil Code, Article 12",
    given: family,
    application: rename({ filedOn: "2023-01-03" }),
    expect: allowed(),
  },
  {
    name: "one who is wanted keeps the name",
    article: "Name Act, Article 15",
    given: family,
    application: rename({ facts: { bars: { answer: "wanted-or-detained" } } }),
    expect: refused("name-barred"),
  },
  {
    name: "three years after the sentence was served, to the day, still",
    article: "Name Act, Article 15",
    given: family,
    application: rename({ facts: { bars: { answer: "sentence", completedOn: "2021-03-11" } } }),
    expect: refused("name-barred"),
  },
  {
    name: "and no longer on the day after",
    article: "Name Act, Article 15",
    given: family,
    application: rename({ facts: { bars: { answer: "sentence", completedOn: "2021-03-10" } } }),
    expect: allowed(),
  },
  {
    name: "of those of 14 and more the police and prosecutors are asked",
    article: "Enforcement Rules of the Name Act, Article 16",
    given: family,
    application: rename({ facts: { bars: { answer: "not-asked" } } }),
    expect: missing("bars-not-asked"),
  },
  {
    name: "the grandfather has the same given name",
    article: "Name Act, Article 9, item 2",
    given: {
      ...family,
      people: [childOf(father, grandfather, null), mother, adult, minor, grandfather],
    },
    application: rename({ facts: { reason: "same-ascendant", proof: false } }),
    expect: allowed([], { changes: { [personKey(adult)]: { renamed: 0 } } }),
  },
  {
    name: "nobody above has the same given name",
    article: "Name Act, Article 9, item 2",
    given: family,
    application: rename({ facts: { reason: "same-ascendant" } }),
    expect: refused("no-such-namesake"),
  },
  {
    name: "someone with the same name has lived in the same county for years",
    article: "Name Act, Article 9, item 3",
    given: {
      people: [...(family.people ?? []), namesake],
      homes: [...(family.homes ?? []), home("A0500006", places.daan.village, [[namesake, "head"]])],
    },
    application: rename({ facts: { reason: "same-county", namesake: namesake.nationalId } }),
    expect: allowed(),
  },
  {
    name: "the namesake came five months ago",
    article: "Name Act, Article 9, item 3",
    given: {
      people: [...(family.people ?? []), { ...namesake, movedOn: "2023-10-11" }],
      homes: [...(family.homes ?? []), home("A0500006", places.daan.village, [[namesake, "head"]])],
    },
    application: rename({ facts: { reason: "same-county", namesake: namesake.nationalId } }),
    expect: refused("six-months-not-over"),
  },
  {
    name: "the namesake lives in another county",
    article: "Name Act, Article 9, item 3",
    given: {
      people: [...(family.people ?? []), namesake],
      homes: [...(family.homes ?? []), home("F0500006", places.banqiao.village, [[namesake, "head"]])],
    },
    application: rename({ facts: { reason: "same-county", namesake: namesake.nationalId } }),
    expect: refused("namesake-in-other-county"),
  },
  {
    name: "a nun takes her religious name, surname and all",
    article: "Name Act, Article 10",
    given: family,
    application: rename({ facts: { reason: "religion", newSurname: "釋", name: { given: "慧心" } } }),
    expect: allowed([], { changes: { [personKey(adult)]: { name: "釋慧心", renamed: 0 } } }),
  },
  {
    name: "the surname does not change along for a special reason",
    article: "Name Act, Article 8",
    given: family,
    application: rename({ facts: { newSurname: "許" } }),
    expect: refused("surname-needs-other-reason"),
  },
  {
    name: "the name that one has already",
    article: "Name Act, Article 9",
    given: family,
    application: rename({ facts: { name: { given: "宜蓁" } } }),
    expect: refused("name-unchanged"),
  },
  {
    name: "an officer may not rename a sister",
    article: "Administrative Procedure Act, Article 32",
    given: family,
    application: rename({ officer: { nationalId: minor.nationalId } }),
    expect: refused("officer-of-family"),
  },
];

const surname = applyAs("surname-change", {
  person: adult.nationalId,
  to: "mother",
  ground: "own-will",
  proof: false,
  bars: noBars,
  otherParentConsents: false,
});
const byParents = {
  facts: { person: minor.nationalId, ground: "agreement", agreement: true },
  by: [[father, "representative"]] as const,
};

export const surnameChanges: readonly Case[] = [
  {
    name: "an adult takes the mother's surname",
    article: "Civil Code, Article 1059, paragraph 3",
    given: family,
    application: surname(),
    expect: allowed([], {
      given: { surname: "許" },
      changes: { [personKey(adult)]: { name: "許宜蓁", surnameChangesAdult: 1 } },
    }),
  },
  {
    name: "only once",
    article: "Civil Code, Article 1059, paragraph 4",
    given: without(adult, { surnameChangesAdult: 1 }),
    application: surname(),
    expect: refused("surname-changed-as-adult"),
  },
  {
    name: "a change as a minor does not count for the adult",
    article: "Civil Code, Article 1059, paragraph 4",
    given: without(adult, { surnameChanges: 1 }),
    application: surname(),
    expect: allowed(),
  },
  {
    name: "parents agree in writing on another surname of their minor child",
    article: "Civil Code, Article 1059, paragraph 2",
    given: family,
    application: surname(byParents),
    expect: allowed([], { changes: { [personKey(minor)]: { name: "許宗翰", surnameChanges: 1 } } }),
  },
  {
    name: "a second time as a minor is refused",
    article: "Civil Code, Article 1059, paragraph 4",
    given: without(minor, { surnameChanges: 1 }),
    application: surname(byParents),
    expect: refused("surname-changed-as-minor"),
  },
  {
    name: "without the agreement of both it is missing",
    article: "Civil Code, Article 1059, paragraph 2",
    given: family,
    application: surname({ ...byParents, facts: { ...byParents.facts, agreement: false, otherParentConsents: true } }),
    expect: missing("surname-agreement-missing"),
  },
  {
    name: "after a parent's death only a court decides",
    article: "Civil Code, Article 1059, paragraph 5",
    given: {
      people: [
        { ...father, status: "dead", statusOn: "2023-12-01" },
        { ...mother, maritalStatus: "widowed", spouse: null, spouseName: null },
        minor,
      ],
      homes: [
        home(no, village, [
          [mother, "head"],
          [minor, "child"],
        ]),
      ],
    },
    application: surname({ ...byParents, by: [[mother, "representative"]] }),
    expect: refused("both-parents-needed"),
  },
  {
    name: "the court decided: it does not count",
    article: "Civil Code, Article 1059, paragraph 5",
    given: without(minor, { surnameChanges: 1 }),
    application: surname({ facts: { person: minor.nationalId, ground: "court", proof: true }, by: [[mother, "representative"]] }),
    expect: allowed([], { changes: { [personKey(minor)]: { name: "許宗翰", surnameChanges: 1 } } }),
  },
  {
    name: "an adult's surname is not the parents' to agree on",
    article: "Civil Code, Article 1059",
    given: family,
    application: surname({ facts: { ground: "agreement", agreement: true } }),
    expect: refused("adult-decides"),
  },
  {
    name: "a wife puts her husband's surname before her own, as both agreed",
    article: "Civil Code, Article 1000; Name Act, Article 8",
    given: couple,
    application: surname({ facts: { to: "spouse-before", ground: "marriage", agreement: true } }),
    expect: allowed([], { changes: { [personKey(adult)]: { name: "曾蔡宜蓁" }, [personKey(baby)]: { motherName: "曾蔡宜蓁" } } }),
  },
  {
    name: "the own surname again, once in a marriage: the officer looks whether it is the first time",
    article: "Civil Code, Article 1000",
    given: { ...couple, people: [father, mother, { ...husband, spouseName: "曾蔡宜蓁" }, { ...wife, name: "曾蔡宜蓁" }, minor] },
    application: surname({ facts: { to: "own", ground: "marriage", presentSurname: "曾蔡", surnameText: "蔡" } }),
    expect: judge("own-surname-once"),
  },
  {
    name: "at 19 in 2022 the parents still decide",
    article: "Civil Code, Article 12, as it was",
    given: without(adult, { birthDate: "2003-05-20" }),
    application: surname({ filedOn: "2022-12-30" }),
    expect: refused("parents-decide", "applicant-not-entitled", "other-parent-consent-missing", "surname-agreement-missing"),
  },
];
