import { add, day, days as daysBetween, earliest, firstOfYear, lastOfYear, latest, max, whole } from "@troad/law";
import { writer } from "./write.ts";

const of = writer("vehicle", "day", "2014-01-01", "C");
const articles = ["使用牌照稅法第 13 條、第 16 條", "Vehicle License Tax Act, Articles 13 and 16"] as const;
const from = of.date("vehicle.from", ["開始使用日", "First day of use"]);
const to = of.date("vehicle.to", ["停止使用日", "Last day of use"]);

/** Of the year asked: what lies before or after it does not count. */
export const days = of.whole(
  "vehicle.days",
  ["本年使用日數", "Days of use in the year"],
  articles,
  max(whole(0), add(daysBetween(latest(from, firstOfYear(day)), earliest(to, lastOfYear(day))), whole(1))),
);
export const yearDays = of.whole(
  "vehicle.yearDays",
  ["全年日數", "Days in the year"],
  articles,
  add(daysBetween(firstOfYear(day), lastOfYear(day)), whole(1)),
);
/** From one day to another of the year asked, or the whole of it. */
export const use = { inputs: [from, to], variables: [days, yearDays] };
