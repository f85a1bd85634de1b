import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, home, personKey } from "../table.ts";
import {
  adult,
  applyAs,
  baby,
  couple,
  family,
  father,
  husband,
  minor,
  mother,
  no,
  noBars,
  village,
  wife,
  without,
} from "./names-cast.ts";

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
