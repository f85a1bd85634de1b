import { shiftDay } from "@troad/law";
import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("late");
/** Paid so many days after a last day of payment that is a working day. */
const days = (due: string, count: number) => ({ "late.due": due, "late.paid": shiftDay("days", due, count, "late.paid") });
const old = official("law-out.mof.gov.tw GL003879: one percent every two days");
const since = official("hcct.gov.tw, Ministry of Finance 2021-12-23: none within three days, then 1 % every three, 10 % at most");
const [before, spring, summer] = ["2021-06-01", "2026-04-30", "2026-06-01"] as const;
const half = { "late.tax": 100_000, "late.due": "2023-12-01", "late.paid": "2024-07-01", "late.kind": "income" };

export const late: readonly WorkedExample[] = [
  of("late.percent", before, days(before, 2), 0, old),
  of("late.percent", before, days(before, 3), 1, old),
  of("late.percent", before, days(before, 40), 15, old),
  of("late.percent", spring, days(spring, 3), 0, since),
  of("late.percent", spring, days(spring, 4), 1, since),
  of("late.percent", spring, days(spring, 90), 10, since),
  of(
    "late.percent",
    "2021-12-15",
    { "late.due": "2021-12-15", "late.paid": "2022-01-20" },
    10,
    statute("稅捐稽徵法 §20 II: within the 30 days on 2022-01-01, so that the new limit applies"),
  ),
  of("late.fee", spring, { "late.tax": 7_120, ...days(spring, 20) }, 427, statute("稅捐稽徵法 §20: six times three days, 427.2")),
  of("late.interestDays", summer, days(summer, 92), 62, statute("所得稅法 §112 II: from the day after the 30th")),
  of("late.interestDays", summer, days(summer, 30), 0, statute("所得稅法 §112 II: none within 30 days")),
  of("late.interest", "2023-12-01", half, 800, statute("所得稅法 §112 II, §123: 100,000 x 1.6 % x 183 / 366")),
  of(
    "late.interest",
    "2023-11-01",
    { ...half, "late.due": "2023-11-01", "late.paid": "2024-01-10" },
    164,
    statute("所得稅法 §112 II, §123: 100,000 x 1.475 % x 30 / 365 and 100,000 x 1.6 % x 10 / 366, 121 and 43"),
  ),
  of(
    "late.interest",
    "2023-12-01",
    { ...half, "late.kind": "house" },
    0,
    statute("所得稅法 §112: local taxes have no such clause"),
  ),
  of(
    "late.total",
    spring,
    { "late.tax": 7_120, ...days(spring, 20), "late.kind": "vehicle" },
    7_547,
    statute("稅捐稽徵法 §20: 7,120 and 427"),
  ),
  of(
    "remedy.interest",
    "2023-12-31",
    { "late.tax": 100_000, "late.due": "2023-12-31", "remedy.notice": "2024-07-01" },
    800,
    statute("稅捐稽徵法 §38 III: 100,000 x 1.6 % x 183 / 366"),
  ),
  of(
    "late.lastDay",
    "2025-05-31",
    { "late.due": "2025-05-31" },
    "2025-06-02",
    statute("行政程序法 §48 IV: a Saturday moves to Monday"),
  ),
  of(
    "late.graceUntil",
    "2022-02-21",
    { "late.due": "2022-02-21" },
    "2022-02-24",
    official("Ministry of Finance: shops and online take payments until the third day after the last one, midnight"),
  ),
  of(
    "late.onlineUntil",
    summer,
    { "late.due": summer },
    "2026-07-01",
    official("Ministry of Finance: from 2026 national taxes are payable online within 30 days after the last day"),
  ),
];
