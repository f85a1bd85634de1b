import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("late");
const days = (count: number) => ({ "late.days": count });
const old = official("law-out.mof.gov.tw GL003879: one percent every two days");
const since = official("hcct.gov.tw, Ministry of Finance 2021-12-23: none within three days, then 1 % every three, 10 % at most");

export const late: readonly WorkedExample[] = [
  of("late.percent", "2021-06-01", days(2), 0, old),
  of("late.percent", "2021-06-01", days(3), 1, old),
  of("late.percent", "2021-06-01", days(40), 15, old),
  of("late.percent", "2026-04-30", days(3), 0, since),
  of("late.percent", "2026-04-30", days(4), 1, since),
  of("late.percent", "2026-04-30", days(90), 10, since),
  of("late.fee", "2026-04-30", { "late.tax": 7_120, ...days(20) }, 427, statute("稅捐稽徵法 §20: six times three days, 427.2")),
  of("late.interestDays", "2026-06-01", days(92), 62, statute("所得稅法 §112 II: from the day after the 30th")),
  of("late.interestDays", "2026-06-01", days(30), 0, statute("所得稅法 §112 II: none within 30 days")),
  of(
    "late.interest",
    "2024-01-01",
    { "late.tax": 100_000, "late.segmentDays": 183, "late.yearDays": 366, "late.rate": "1.6%" },
    800,
    statute("所得稅法 §112 II, §123: 100,000 x 1.6 % x 183 / 366"),
  ),
];
