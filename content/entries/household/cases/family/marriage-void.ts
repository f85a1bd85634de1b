import { application, type Case, married, person, personKey } from "../table.ts";

const [husband, wife] = married(person("林先生", "male", "1985-01-01"), person("王太太", "female", "1987-01-01"));
const stranger = person("陳一", "female", "1970-01-01");
const given = { people: [husband, wife, stranger] };
const stated = {
  first: husband.nationalId,
  second: wife.nationalId,
  firstBefore: "single",
  secondBefore: "divorced",
  finalOn: "2026-02-02",
  ruling: "final",
};
const byWife = { filedOn: "2026-03-02", by: [[wife, "partner"]] } as const;
const elsewhere = { "office-only-if-announced": "當事人無戶籍地" };

export const marriageVoid: readonly Case[] = [
  {
    name: "a court found it void: both are what they were before",
    article: "Household Registration Act, Article 23",
    given,
    application: application("marriage-void", { ...stated, ground: "void" }, { ...byWife, judged: elsewhere }),
    expect: {
      result: "allowed",
      findings: ["entry-revoked", "office-only-if-announced"],
      due: "2026-03-04",
      changes: {
        [personKey(husband)]: { maritalStatus: "single", spouse: null, spouseName: null },
        [personKey(wife)]: { maritalStatus: "divorced", spouse: null, spouseName: null },
      },
    },
  },
  {
    name: "a court annulled it: it was a marriage until then",
    article: "Civil Code, Article 998",
    given,
    application: application("marriage-void", { ...stated, ground: "annulled" }, { ...byWife, judged: elsewhere }),
    expect: { result: "allowed", findings: ["entry-abolished", "office-only-if-announced"], fine: null },
  },
  {
    name: "someone with an interest applies, because neither of them does; both are told",
    article: "Household Registration Act, Article 46",
    given,
    application: application(
      "marriage-void",
      { ...stated, ground: "void" },
      { filedOn: "2026-03-02", by: [[stranger, "interested"]], judged: { ...elsewhere, "applicant-to-be-judged": "前婚配偶" } },
    ),
    expect: {
      result: "allowed",
      findings: ["applicant-to-be-judged", "entry-revoked", "office-only-if-announced"],
      tell: ["spouses:entry-changed"],
    },
  },
  {
    name: "without the ruling",
    article: "Enforcement Rules, Article 13",
    given,
    application: application("marriage-void", { ...stated, ground: "void", ruling: "none" }, { ...byWife, judged: elsewhere }),
    expect: { result: "missing", findings: ["office-only-if-announced", "ruling-missing"] },
  },
  {
    name: "they are not married to each other",
    article: "Civil Code, Article 988",
    given,
    application: application(
      "marriage-void",
      { ...stated, ground: "void", second: stranger.nationalId },
      { filedOn: "2026-03-02", by: [[husband, "spouse"]], judged: elsewhere },
    ),
    expect: { result: "refused", findings: ["not-married-to-each-other", "office-only-if-announced"] },
  },
  {
    name: "the other is stated as unregistered, though the record names them",
    article: "Civil Code, Article 988",
    given,
    application: application(
      "marriage-void",
      { ...stated, ground: "void", second: null },
      { ...byWife, by: [[husband, "spouse"]], judged: elsewhere },
    ),
    expect: { result: "refused", findings: ["not-married-to-each-other", "office-only-if-announced"] },
  },
];
