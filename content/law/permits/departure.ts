import { and, code, collect, createLaw, eq, gt, match, not, or, when, whole } from "@troad/law";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2019-06-21";
const of = writer("person", "day", from);

const applicant = text("departure.applicant", "申請人", "Applicant");
const operator = text("departure.operator", "漁船經營者", "Operator of the vessel");
const captain = text("departure.captain", "最近一次出港的船長", "Captain of the newest departure");
const period = of.one(
  "departure.period",
  ["期間", "Period"],
  codesOf({ "this-year": ["今年", "this year"], "last-year": ["去年", "last year"] }),
);
const tripsThis = of.count("departure.tripsThisYear", ["今年出港次數", "Departures this year"], 10_000);
const tripsLast = of.count("departure.tripsLastYear", ["去年出港次數", "Departures last year"], 10_000);
const hoursThis = of.count("departure.hoursThisYear", ["今年出海時數", "Hours at sea this year"], 9_000);
const hoursLast = of.count("departure.hoursLastYear", ["去年出海時數", "Hours at sea last year"], 9_000);

const concerned = of.yes(
  "departure.concerned",
  ["與申請人有關", "It concerns the applicant"],
  ["行政程序法第 46 條", "Administrative Procedure Act, Article 46"],
  or(eq(applicant, operator), eq(applicant, captain)),
);
const trips = of.whole(
  "departure.trips",
  ["出港次數", "Departures"],
  ["海岸巡防法第 3 條", "Coast Guard Act, Article 3"],
  match(period, { "this-year": tripsThis, "last-year": tripsLast }),
);
const hours = of.whole(
  "departure.hours",
  ["出海時數", "Hours at sea"],
  ["漁業動力用油優惠油價標準第 6 條", "Standards for Preferential Fuel for Fisheries, Article 6"],
  match(period, { "this-year": hoursThis, "last-year": hoursLast }),
);
const recorded = gt(trips, whole(0));
const eligible = of.yes(
  "departure.eligible",
  ["可證明", "Can be certified"],
  ["海岸巡防法第 3 條；國家安全法第 5 條", "Coast Guard Act, Article 3; National Security Act, Article 5"],
  and(concerned, recorded),
);
const result = outcome(
  "departure.outcome",
  from,
  {
    certified: ["可證明", "it can be certified"],
    "not-yours": ["與申請人無關", "it does not concern the applicant"],
    "no-record": ["查無紀錄", "there is no record"],
  },
  when(eligible, code("certified")).when(not(concerned), code("not-yours")).otherwise(code("no-record")),
);

/** Whose departures and hours at sea are certified. */
export const departure = createLaw(collect([result, eligible, trips, hours]));
