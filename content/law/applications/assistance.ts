import { collect, createLaw, day, divide, firstOfMonth, lastOfYear, round } from "@troad/law";
import { writer } from "../taxes/write.ts";

const of = writer("household", "day", "2015-12-30");
const income = of.amount("assistance.income", ["家庭每月總收入", "Income of the household a month"]);
const heads = of.count("assistance.heads", ["應計算人口", "People who count"], 60);

/** The lines themselves are each county's and were not read: an officer compares. */
const perHead = of.money(
  "assistance.perHead",
  ["平均每人每月收入", "Income a head and month"],
  ["社會救助法第 4 條第 1 項", "Public Assistance Act, Article 4, paragraph 1"],
  round(divide(income, heads), "half-up"),
);
const validFrom = of.day(
  "assistance.validFrom",
  ["生效日", "In force from"],
  ["社會救助法第 10 條第 4 項", "Public Assistance Act, Article 10, paragraph 4"],
  firstOfMonth(day),
);
const validUntil = of.day(
  "assistance.validUntil",
  ["有效期限", "In force until"],
  [
    "社會救助法第 13 條第 1 項、施行細則第 10 條",
    "Public Assistance Act, Article 13, paragraph 1; Enforcement Rules, Article 10",
  ],
  lastOfYear(day),
);

/** What an approval of low income rests on and how long it lasts: from the month in which the papers are complete until the yearly survey. */
export const assistance = createLaw(collect([perHead, validFrom, validUntil]));
