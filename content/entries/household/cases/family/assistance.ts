import type { PersonRecord } from "../../records.ts";
import { application, type Case, home, person, personKey, places } from "../table.ts";

const old = person("陳老", "male", "1945-01-01");
const daughter = person("陳女", "female", "1975-01-01");
const son = person("陳子", "male", "1978-01-01");

function assists(facts: object, fields: Partial<Parameters<typeof application>[2]> = {}, who: PersonRecord = old) {
  const stated = {
    person: old.nationalId,
    event: "begins",
    assistant: { nationalId: daughter.nationalId, name: daughter.name },
    finalOn: "2026-02-09",
    ruling: "final",
    ...facts,
  };
  return {
    given: { people: [who, daughter, son], homes: [home("A0000001", places.zhongzheng.village, [[who, "head"]])] },
    application: application("assistance", stated, { filedOn: "2026-03-02", by: [[daughter, "assistant"]], ...fields }),
  };
}

export const assistance: readonly Case[] = [
  {
    name: "a court declares assistance; the assistant applies",
    article: "Civil Code, Article 1113-1",
    ...assists({}),
    expect: {
      result: "allowed",
      findings: [],
      due: "2026-03-11",
      changes: { [personKey(old)]: { assistant: daughter.nationalId, guardian: null } },
    },
  },
  {
    name: "the person under assistance applies themselves",
    article: "Household Registration Act, Article 35",
    ...assists({}, { by: [[old, "person"]] }),
    expect: { result: "allowed", findings: [] },
  },
  {
    name: "another child applies",
    article: "Household Registration Act, Article 35",
    ...assists({}, { by: [[son, "assistant"]] }),
    expect: { result: "refused", findings: ["applicant-not-entitled"] },
  },
  {
    name: "a guardianship becomes assistance",
    article: "Civil Code, Article 14",
    ...assists({}, {}, { ...old, guardian: son.nationalId }),
    expect: {
      result: "allowed",
      findings: ["guardianship-becomes-assistance"],
      changes: { [personKey(old)]: { guardian: null, assistant: daughter.nationalId } },
    },
  },
  {
    name: "the assistant is missing",
    article: "Civil Code, Article 1113-1",
    ...assists({ assistant: { nationalId: daughter.nationalId, name: daughter.name, missing: true } }),
    expect: { result: "refused", findings: ["unfit-gone-missing"] },
  },
  {
    name: "the court revokes it",
    article: "Civil Code, Article 15-1",
    ...assists({ event: "ends", assistant: undefined }, { by: [[old, "person"]] }, { ...old, assistant: daughter.nationalId }),
    expect: { result: "allowed", findings: [], changes: { [personKey(old)]: { assistant: null } } },
  },
  {
    name: "the office itself, after a reminder that still runs",
    article: "Enforcement Rules, Article 19",
    ...assists({ finalOn: "2026-01-05" }, { by: [], exOfficio: { remindedOn: "2026-02-25" } }),
    expect: { result: "missing", findings: ["late", "reminder-running"], fine: [300, 900] },
  },
];
