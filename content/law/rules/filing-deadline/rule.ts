import {
  add,
  addDays,
  addMonths,
  divide,
  firstOfYear,
  match,
  months,
  multiply,
  parameter,
  round,
  whole,
  workingDay,
} from "@troad/law";
import { office } from "../../calendar.ts";
import income from "../../parameters/income.json" with { type: "json" };
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = [
  "所得稅法第 71 條、第 14 條之 5；遺產及贈與稅法第 23 條、第 24 條；營業稅法第 35 條；土地稅法第 49 條；契稅條例第 16 條",
  [
    "Income Tax Act, Articles 71 and 14-5; Estate and Gift Tax Act, Articles 23 and 24; Business Tax Act, Article 35",
    "Land Tax Act, Article 49; Deed Tax Act, Article 16",
  ].join("; "),
] as const;
const of = writer("debt", "day", "2019-01-01");
const kind = of.one("filing.kind", ["要申報的稅", "Tax to be filed"], {
  income: { "zh-Hant": "綜合所得稅、營利事業所得稅", en: "individual and corporate income tax" },
  business: { "zh-Hant": "營業稅（兩個月一期）", en: "business tax, every two months" },
  estate: { "zh-Hant": "遺產稅", en: "estate tax" },
  gift: { "zh-Hant": "贈與稅", en: "gift tax" },
  houseSale: { "zh-Hant": "房地合一所得稅", en: "income tax on a house sale" },
  landIncrement: { "zh-Hant": "土地增值稅（土地移轉現值）", en: "land value increment" },
  deed: { "zh-Hant": "契稅", en: "deed tax" },
});
const event = of.date("filing.event", [
  "所得或銷售的日期、死亡日、贈與日、移轉登記日或訂約日",
  "Day of the income or sale, of death, of the gift, of the registration or of the contract",
]);
/** Periods begin with odd months; the return is due within fifteen days of the next one. */
const monthsOfPeriods = multiply(whole(2), round(divide(months(firstOfYear(event), event), whole(2)), "down"));
const nextPeriod = addDays(addMonths(firstOfYear(event), add(monthsOfPeriods, whole(2))), whole(14));
const within30 = addDays(event, whole(30));
const due = of.day(
  "filing.due",
  ["申報截止日（遇假日順延）", "Filing deadline, moved if it is a day off"],
  article,
  workingDay(
    match(kind, {
      income: parameter("date", "income.filingEnd", event),
      business: nextPeriod,
      estate: addMonths(event, whole(6)),
      gift: within30,
      houseSale: within30,
      landIncrement: within30,
      deed: within30,
    }),
    office,
  ),
);

export default rule({
  id: "filing-deadline",
  group: "late",
  title: ["申報截止日", "Filing deadline"],
  lead: ["各稅目的申報截止日，遇假日順延。", "The filing deadline of each tax, moved if it is a day off."],
  parameters: [{ groups: income.groups.filter(({ parameters }) => parameters.some(({ name }) => name === "income.filingEnd")) }],
  calendars: [office],
  results: [due],
  years: [2024, 2025, 2026],
  examples: [
    ["2025-12-31", { kind: "gift", event: "2025-11-06" }, "2025-12-08", "G0340072 art. 24: 6 December 2025 is a Saturday"],
    ["2025-12-31", { kind: "income", event: "2024-08-01" }, "2025-06-30", "extension of 2025 by the Ministry of Finance"],
    ["2026-12-31", { kind: "income", event: "2025-08-01" }, "2026-06-01", "G0340003 art. 71: 31 May 2026 is a Sunday"],
    ["2026-12-31", { kind: "business", event: "2026-03-20" }, "2026-05-15", "G0340080 art. 35: March and April by 15 May"],
    [
      "2026-12-31",
      { kind: "business", event: "2026-12-31" },
      "2027-01-15",
      "G0340080 art. 35: November and December by 15 January",
    ],
    ["2026-12-31", { kind: "estate", event: "2026-01-31" }, "2026-07-31", "G0340072 art. 23: six months"],
    ["2026-12-31", { kind: "houseSale", event: "2026-03-02" }, "2026-04-01", "G0340003 art. 14-5: 30 days from the day after"],
    ["2026-12-31", { kind: "landIncrement", event: "2026-03-02" }, "2026-04-01", "G0340096 art. 49: 30 days"],
    ["2026-12-31", { kind: "deed", event: "2026-03-02" }, "2026-04-01", "G0340105 art. 16: 30 days"],
  ],
});
