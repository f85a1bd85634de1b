import type { PersonRecord } from "../../records.ts";
import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, home, person, personKey, places } from "../table.ts";

const grandmother = person("林奶奶", "female", "1955-01-01");
const otherGrandmother = person("吳外婆", "female", "1957-01-01");
const father: PersonRecord = {
  ...childOf(person("林父", "male", "1980-01-01"), null, grandmother),
  status: "dead",
  statusOn: "2025-06-01",
};
const mother: PersonRecord = {
  ...childOf(person("吳母", "female", "1982-01-01"), null, otherGrandmother),
  status: "dead",
  statusOn: "2026-02-01",
};
const brother = childOf(person("林兄", "male", "2004-01-01"), father, mother);
const orphan: PersonRecord = { ...childOf(person("林孤", "female", "2014-01-01"), father, mother), responsibility: "both" };
const aunt = person("陳姑", "female", "1975-01-01");
const old = person("陳老", "male", "1945-01-01");

const living = (...people: readonly PersonRecord[]): readonly [PersonRecord, "head" | "grandchild" | "other-kin"][] =>
  people.map((one, at) => [one, at === 0 ? "head" : "other-kin"]);

type Fields = Partial<Parameters<typeof application>[2]>;

function guards(
  ward: PersonRecord,
  guardian: PersonRecord,
  facts: object = {},
  fields: Fields = {},
  together: readonly PersonRecord[] = [ward],
) {
  const stated = {
    ward: ward.nationalId,
    by: "court",
    event: "begins",
    guardian: { nationalId: guardian.nationalId, name: guardian.name },
    finalOn: "2026-02-09",
    ruling: "final",
    ...facts,
  };
  const all = new Map(
    [grandmother, otherGrandmother, father, mother, brother, aunt, old, ward, guardian].map((one) => [one.nationalId, one]),
  );
  return {
    given: { people: [...all.values()], homes: [home("A0000001", places.zhongzheng.village, living(...together))] },
    application: application("guardianship", stated, { filedOn: "2026-03-02", by: [[guardian, "guardian"]], ...fields }),
  };
}

const byLaw = { by: "law", ruling: "none", reportedToCourt: true };

export const guardianship: readonly Case[] = [
  {
    name: "a court appoints an aunt for an orphan",
    article: "Civil Code, Article 1094",
    ...guards(orphan, aunt),
    expect: {
      ...allowed(),
      due: "2026-03-11",
      given: { guardian: "陳姑" },
      tell: ["guardian:list-of-property"],
      changes: { [personKey(orphan)]: { guardian: aunt.nationalId, responsibility: "guardian" } },
    },
  },
  {
    name: "by law the grandmother who lives with the orphan",
    article: "Civil Code, Article 1094",
    ...guards(orphan, grandmother, byLaw, {}, [grandmother, orphan]),
    expect: allowed(),
  },
  {
    name: "by law the brother who lives with her, where a grandmother does too: she comes first",
    article: "Civil Code, Article 1094",
    ...guards(orphan, brother, byLaw, {}, [grandmother, orphan, brother]),
    expect: judge("guardian-later-in-order"),
  },
  {
    name: "by law a grandmother who lives elsewhere, where no one else is",
    article: "Civil Code, Article 1094",
    ...guards(orphan, otherGrandmother, byLaw),
    expect: allowed(),
  },
  {
    name: "by law an aunt: only a court can choose her",
    article: "Civil Code, Article 1094",
    ...guards(orphan, aunt, byLaw),
    expect: refused("guardian-not-in-order"),
  },
  {
    name: "the court was not told within fifteen days",
    article: "Civil Code, Article 1094",
    ...guards(orphan, otherGrandmother, { ...byLaw, reportedToCourt: false }),
    expect: missing("report-to-court-missing"),
  },
  {
    name: "by the last parent's will, which is not shown",
    article: "Civil Code, Article 1093",
    ...guards(orphan, aunt, { by: "will", ruling: "none", reportedToCourt: true }),
    expect: missing("guardianship-deed-missing"),
  },
  {
    name: "by will, though the mother lives",
    article: "Civil Code, Article 1091",
    ...(() => {
      const done = guards(orphan, aunt, { by: "will", ruling: "none", reportedToCourt: true, deedShown: true });
      const people = done.given.people.map((one) =>
        one === mother ? { ...mother, status: "present" as const, statusOn: null } : one,
      );
      return { ...done, given: { ...done.given, people } };
    })(),
    expect: judge("parent-can-act"),
  },
  {
    name: "parents entrust an aunt for a time: their own rights stay",
    article: "Civil Code, Article 1092",
    ...guards(orphan, aunt, { by: "mandate", ruling: "none", deedShown: true, until: "2026-08-31" }),
    expect: { ...allowed(), changes: { [personKey(orphan)]: { guardian: aunt.nationalId, responsibility: "both" } } },
  },
  {
    name: "a mandate without an end",
    article: "Civil Code, Article 1092",
    ...guards(orphan, aunt, { by: "mandate", ruling: "none", deedShown: true }),
    expect: missing("mandate-term-missing"),
  },
  {
    name: "a guardian of 17",
    article: "Civil Code, Article 1096",
    ...guards(orphan, childOf(person("林二兄", "male", "2008-06-01"), father, mother)),
    expect: refused("unfit-minor"),
  },
  {
    name: "a guardian of 19 in 2022 was a minor",
    article: "Civil Code, Article 12",
    ...guards(orphan, person("陳十九", "female", "2003-06-01"), { finalOn: "2022-12-12" }, { filedOn: "2022-12-30" }),
    expect: refused("unfit-minor"),
  },
  {
    name: "a guardian under assistance",
    article: "Civil Code, Article 1096",
    ...guards(orphan, { ...aunt, assistant: grandmother.nationalId }),
    expect: refused("unfit-incapable"),
  },
  {
    name: "a guardian who is bankrupt",
    article: "Civil Code, Article 1096",
    ...guards(orphan, aunt, { guardian: { nationalId: aunt.nationalId, name: aunt.name, bankrupt: true } }),
    expect: refused("unfit-bankrupt"),
  },
  {
    name: "an adult is declared under guardianship; the court's own notice needs no one to apply, nor a reminder",
    article: "Civil Code, Article 1112-2",
    ...guards(old, aunt, { ruling: "court-notice" }, { by: [], exOfficio: { remindedOn: null } }, [old]),
    expect: { ...allowed(), changes: { [personKey(old)]: { guardian: aunt.nationalId, responsibility: null } } },
  },
  {
    name: "an adult by law: only a court",
    article: "Civil Code, Article 1110",
    ...guards(old, aunt, byLaw, {}, [old]),
    expect: refused("ward-is-adult"),
  },
  {
    name: "an adult as agreed before a notary: the deed is not shown",
    article: "Civil Code, Article 1113-3",
    ...guards(old, aunt, { by: "agreement" }, {}, [old]),
    expect: missing("guardianship-deed-missing"),
  },
  {
    name: "a welfare authority is guardian, under its unified number",
    article: "Civil Code, Article 1094",
    ...guards(
      orphan,
      aunt,
      { guardian: { nationalId: null, unifiedNumber: "52024101", name: "臺北市政府社會局" } },
      { judged: { "applicant-to-be-judged": "社會局派員，查驗公函" } },
    ),
    expect: { ...allowed(["applicant-to-be-judged"]), changes: { [personKey(orphan)]: { guardian: "52024101" } } },
  },
  {
    name: "a second guardian beside one who is there",
    article: "Civil Code, Article 1106",
    ...guards({ ...orphan, guardian: grandmother.nationalId, responsibility: "guardian" }, aunt),
    expect: refused("has-guardian"),
  },
  {
    name: "the court replaces the guardian",
    article: "Civil Code, Article 1106-1",
    ...guards({ ...orphan, guardian: grandmother.nationalId, responsibility: "guardian" }, aunt, { event: "changes" }),
    expect: { ...allowed(), changes: { [personKey(orphan)]: { guardian: aunt.nationalId } } },
  },
  {
    name: "it ends on the eighteenth birthday, and the ward applies",
    article: "Civil Code, Article 12",
    ...(() => {
      const grown: PersonRecord = {
        ...childOf(person("林成年", "female", "2008-02-20"), father, mother),
        guardian: aunt.nationalId,
        responsibility: "guardian",
      };
      return guards(
        grown,
        aunt,
        { event: "ends", guardian: undefined, by: "law", ruling: "none", finalOn: "2026-02-20" },
        { by: [[grown, "ward"]] },
      );
    })(),
    expect: {
      ...allowed(),
      changes: { [personKey(person("林成年", "female", "2008-02-20"))]: { guardian: null, responsibility: null } },
    },
  },
  {
    name: "the declaration over an adult is revoked by a court, not by itself",
    article: "Civil Code, Article 14",
    ...guards(
      { ...old, guardian: aunt.nationalId },
      aunt,
      { event: "ends", guardian: undefined, by: "agreement", ruling: "none" },
      {},
      [old],
    ),
    expect: missing("ruling-missing"),
  },
  {
    name: "late",
    article: "Household Registration Act, Article 79",
    ...guards(orphan, aunt, { finalOn: "2026-01-05" }),
    expect: { ...allowed(["late"]), due: "2026-02-04", fine: [300, 900] },
  },
  {
    name: "the grandmother applies for the guardian",
    article: "Household Registration Act, Article 35",
    ...guards(orphan, aunt, {}, { by: [[grandmother, "guardian"]] }),
    expect: refused("applicant-not-entitled"),
  },
];
