import { shiftDay } from "@troad/law";
import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("late");
/** Paid so many days after the last day. */
const after = (due: string, count: number) => ({ "late.due": due, "late.paid": shiftDay("days", due, count, "late.paid") });
const old = official("law-out.mof.gov.tw GL003879: one percent every two days");
const since = official("hcct.gov.tw, Ministry of Finance 2021-12-23: none within three days, then 1 % every three, 10 % at most");

export const late: readonly WorkedExample[] = [
  of("late.percent", "2021-06-01", after("2021-06-01", 2), 0, old),
  of("late.percent", "2021-06-01", after("2021-06-01", 3), 1, old),
  of("late.percent", "2021-06-01", after("2021-06-01", 40), 15, old),
  of("late.percent", "2026-04-30", after("2026-04-30", 3), 0, since),
  of("late.percent", "2026-04-30", after("2026-04-30", 4), 1, since),
  of("late.percent", "2026-04-30", after("2026-04-30", 90), 10, since),
  of(
    "late.fee",
    "2026-04-30",
    { "late.tax": 7_120, ...after("2026-04-30", 20) },
    427,
    statute("稅捐稽徵法 §20: six times three days, 427.2"),
  ),
  of("late.interestDays", "2026-06-01", after("2026-06-01", 92), 62, statute("所得稅法 §112 II: from the day after the 30th")),
  of("late.interestDays", "2026-06-01", after("2026-06-01", 30), 0, statute("所得稅法 §112 II: none within 30 days")),
  of(
    "late.interest",
    "2024-01-01",
    { "late.tax": 100_000, "late.due": "2023-12-01", "late.paid": "2024-07-01", "late.kind": "income" },
    800,
    statute("所得稅法 §112 II, §123: 100,000 x 1.6 % x 183 / 366"),
  ),
  of(
    "late.total",
    "2026-04-30",
    { "late.tax": 7_120, "late.kind": "vehicle", ...after("2026-04-30", 20) },
    7_547,
    statute("稅捐稽徵法 §20: a local tax bears the surcharge of 427 alone"),
  ),
  of(
    "remedy.interest",
    "2024-06-30",
    { "late.tax": 100_000, "late.due": "2024-06-30", "remedy.notice": "2024-12-31" },
    804,
    statute("稅捐稽徵法 §38 III: 184 days at 1.6 %, 100,000 x 1.6 % x 184 / 366"),
  ),
  of(
    "late.graceUntil",
    "2022-02-21",
    { "late.due": "2022-02-21" },
    "2022-02-24",
    official("paytax.nat.gov.tw: three days after the last day"),
  ),
  of(
    "late.onlineUntil",
    "2026-04-30",
    { "late.due": "2026-04-30" },
    "2026-05-30",
    official("Ministry of Finance: national taxes online within 30 days from 2026 on"),
  ),
];
