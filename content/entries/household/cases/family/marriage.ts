import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, childOf, home, person, personKey, places } from "../table.ts";
import { card, firstWitness, man, marries, secondWitness, witnesses, woman } from "./marriage-cast.ts";

export const marriage: readonly Case[] = [
  {
    name: "two adults marry at the counter; both need new cards",
    article: "Civil Code, Article 982",
    ...marries(man, woman, {
      given: { people: [man, woman, firstWitness, secondWitness], cards: { [man.nationalId]: card, [woman.nationalId]: card } },
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
      given: {
        people: [man, woman, firstWitness, secondWitness],
        homes: [home("A0000001", places.daan.village, [[man, "head"]])],
      },
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
    expect: allowed(["mandate-needs-approval"]),
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
    ...marries(man, woman, { fields: { filedOn: "2026-03-02", by: [[firstWitness, "mother"]] } }),
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
      return { ...done, given: { people: [man, firstWitness, secondWitness] } };
    })(),
    expect: refused("person-unknown"),
  },
  {
    name: "the officer is the bride's mother",
    article: "Administrative Procedure Act, Article 32",
    ...marries(man, childOf(woman, null, firstWitness), {
      fields: { filedOn: "2026-03-02", officer: { nationalId: firstWitness.nationalId } },
    }),
    expect: refused("officer-of-family"),
  },
];
