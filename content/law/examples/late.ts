import { example, type WorkedExample } from "./write.ts";

export const late: readonly WorkedExample[] = [
  // 20 days late: six full steps of three days
  example("late", "late.fee", "2026-04-30", { "late.tax": 7_120, "late.days": 20 }, 427),
  example("late", "late.percent", "2021-06-01", { "late.days": 40 }, 15),
  example("late", "late.interestDays", "2026-06-01", { "late.days": 92 }, 62),
  example(
    "late",
    "late.interest",
    "2024-01-01",
    { "late.tax": 100_000, "late.segmentDays": 183, "late.yearDays": 366, "late.rate": "1.6%" },
    800,
  ),
];
