import { allowed, missing, refused } from "../short.ts";
import type { Case } from "../table.ts";
import { apart, divorces, husband, rules, wife } from "./divorce-cast.ts";

export const divorceByRuling: readonly Case[] = [
  {
    name: "by judgment: either applies within thirty days",
    article: "Household Registration Act, Article 34",
    ...rules({}),
    expect: { ...allowed(), due: "2026-03-04", fine: null, changes: apart },
  },
  {
    name: "the last day is a holiday: the next working day is in time",
    article: "Civil Code, Article 122",
    ...rules({ finalOn: "2026-01-29" }),
    expect: { ...allowed(), due: "2026-03-02", fine: null },
  },
  {
    name: "late: it is still accepted, and fined",
    article: "Household Registration Act, Article 79",
    ...rules({ finalOn: "2026-01-05" }),
    expect: { ...allowed(["late"]), due: "2026-02-04", fine: [300, 900] },
  },
  {
    name: "after a reminder the fine is 900",
    article: "Household Registration Act, Article 79",
    ...rules({ finalOn: "2026-01-05", reminderEndedOn: "2026-02-20" }),
    expect: { ...allowed(["late-after-reminder"]), fine: [900, 900] },
  },
  {
    name: "a mandate is enough where a court has decided",
    article: "Household Registration Act, Article 47",
    ...rules({}, { filers: [{ nationalId: wife.nationalId, as: "partner", present: "mandate" }] }),
    expect: allowed(),
  },
  {
    name: "a judgment that is not final yet",
    article: "Household Registration Act, Article 48",
    ...rules({ ruling: "not-final" }),
    expect: missing("finality-missing"),
  },
  {
    name: "a settlement in court, of which the court gave notice",
    article: "Civil Code, Article 1052-1",
    ...rules({ by: "settlement", ruling: "court-notice" }),
    expect: allowed(),
  },
  {
    name: "the office itself, after a reminder that no one followed",
    article: "Household Registration Act, Article 48-2",
    ...rules({ finalOn: "2026-01-05" }, { by: [], exOfficio: { remindedOn: "2026-02-10" } }),
    expect: {
      ...allowed(["late-after-reminder"]),
      fine: [900, 900],
      tell: ["liable-applicants:entered-ex-officio"],
      changes: apart,
    },
  },
  {
    name: "the office itself without a reminder",
    article: "Household Registration Act, Article 48-2",
    ...rules({ finalOn: "2026-01-05" }, { by: [], exOfficio: { remindedOn: null } }),
    expect: missing("late", "reminder-missing"),
  },
  {
    name: "the judgment was final, then the husband died: they were divorced when he died",
    article: "Civil Code, Article 1052",
    ...rules({ finalOn: "2026-02-02" }, {}, [
      { ...husband, status: "dead", statusOn: "2026-02-20" },
      { ...wife, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: { ...allowed(["divorced-before-death"]), changes: apart },
  },
  {
    name: "he died before the judgment was final",
    article: "Civil Code, Article 1052",
    ...rules({ finalOn: "2026-02-02" }, {}, [
      { ...husband, status: "dead", statusOn: "2026-02-01" },
      { ...wife, maritalStatus: "widowed", spouse: null, spouseName: null },
    ]),
    expect: refused("ended-by-death"),
  },
  {
    name: "a judgment of tomorrow",
    article: "Household Registration Act, Article 48",
    ...rules({ finalOn: "2026-03-03" }),
    expect: refused("day-in-future"),
  },
  {
    name: "divorced abroad from a foreigner; the papers are not verified",
    article: "Enforcement Rules, Article 14",
    ...divorces(
      {
        by: "abroad",
        second: null,
        secondName: "安娜",
        finalOn: "2026-02-02",
        agreementShown: undefined,
        witnesses: undefined,
        abroad: { verified: false, translated: true },
      },
      { by: [[husband, "spouse"]], judged: { "office-only-if-announced": "本人現住本轄" } },
      [{ ...husband, spouse: null, spouseName: "安娜" }],
    ),
    expect: missing("document-not-verified", "office-only-if-announced"),
  },
];
