import { allowed, judge, missing } from "../short.ts";
import { type Case, childOf, type Given, home, married, person, personKey, unitKey } from "../table.ts";
import { applyAs, child, family, man, mother, no, village } from "./people-cast.ts";

const cancel = applyAs(
  "cancellation",
  { person: child.nationalId, entry: { of: "birth" }, reason: "虛報出生", proof: "ruling", on: "2024-03-04" },
  [[mother, "representative"]],
);
const acknowledged = childOf({ ...child, name: "江語彤" }, man, mother);
const [dead, widow] = married(person("阮文德", "male", "1960-06-06"), person("阮太太", "female", "1962-02-02"));
const revived = { of: "death", target: { to: "join", household: "A0500009", bookShown: true } };
const ofDead: Given = {
  people: [
    { ...dead, status: "dead", statusOn: "2024-02-01" },
    { ...widow, maritalStatus: "widowed", spouse: null, spouseName: null },
  ],
  homes: [home("A0500009", village, [[widow, "head"]])],
};

export const cancellations: readonly Case[] = [
  {
    name: "a birth that never was: the record is cancelled and leaves the household",
    article: "Household Registration Act, Article 23",
    given: family,
    application: cancel(),
    expect: allowed([], {
      due: "2024-04-03",
      changes: {
        [personKey(child)]: { status: "cancelled", householdNo: null, mother: null },
        [unitKey(no)]: { kind: "single" },
      },
    }),
  },
  {
    name: "what the office found by itself is for the officer to judge",
    article: "Household Registration Act, Article 23",
    given: family,
    application: cancel({ facts: { proof: "office-finding" } }),
    expect: judge("void-to-be-judged"),
  },
  {
    name: "an acknowledgement falls by a ruling alone",
    article: "Civil Code, Article 1070; Household Registration Act, Article 25",
    given: { people: [mother, acknowledged, man], homes: family.homes ?? [] },
    application: cancel({ facts: { entry: { of: "acknowledgement", formerName: "簡語彤" }, proof: "papers" } }),
    expect: missing("ruling-missing"),
  },
  {
    name: "he is not the father, a court found: the child has the former name again",
    article: "Civil Code, Article 1070",
    given: { people: [mother, { ...acknowledged, nationalId: child.nationalId }, man], homes: family.homes ?? [] },
    application: cancel({ facts: { entry: { of: "acknowledgement", formerName: "簡語彤" } } }),
    expect: allowed([], { changes: { [personKey(child)]: { father: null, fatherName: null, name: "簡語彤" } } }),
  },
  {
    name: "who was entered as dead is alive: marriage and household revive",
    article: "Household Registration Act, Article 23",
    given: ofDead,
    application: cancel({
      facts: { person: dead.nationalId, entry: revived, proof: "papers" },
      by: [[dead, "self"]],
      judged: { "void-to-be-judged": "本人到場", "office-only-if-announced": "最後戶籍地" },
    }),
    expect: allowed(["void-to-be-judged", "office-only-if-announced"], {
      changes: { [personKey(dead)]: { status: "present", relation: "spouse" } },
    }),
  },
  {
    name: "the spouse of one entered as dead applies, and is married again",
    article: "Household Registration Act, Articles 23 and 46",
    given: ofDead,
    application: cancel({
      facts: { person: dead.nationalId, entry: revived, proof: "papers" },
      by: [[widow, "original-applicant"]],
      judged: { "void-to-be-judged": "本人到場", "office-only-if-announced": "最後戶籍地" },
    }),
    expect: allowed(["void-to-be-judged", "office-only-if-announced"], {
      tell: ["spouse:exchange-card"],
      changes: {
        [personKey(dead)]: { status: "present", statusOn: null, householdNo: "A0500009", relation: "spouse" },
        [personKey(widow)]: { maritalStatus: "married", spouse: dead.nationalId },
      },
    }),
  },
  {
    name: "one renamed by a void entry has the former name and one change less",
    article: "Household Registration Act, Article 23",
    given: { ...family, people: [{ ...mother, renamed: 2 }, child, man] },
    application: cancel({
      facts: { person: mother.nationalId, entry: { of: "name-change", formerName: "簡秀琴", counted: true } },
      by: [[mother, "self"]],
    }),
    expect: allowed([], { changes: { [personKey(mother)]: { name: "簡秀琴", renamed: 1 } } }),
  },
];
