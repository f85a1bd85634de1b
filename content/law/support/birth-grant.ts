import {
  add,
  addDays,
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  le,
  match,
  not,
  nt,
  or,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2025-07-01";
const of = writer("person", "day", from, "C");
const tenMonths = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).count("birthGrant.tenMonths", ["設籍月數（北北基）", "Months of residence, Taipei, New Taipei, Keelung"], { [from]: 10 });
const twelve = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).count("birthGrant.twelve", ["設籍月數（桃園）", "Months of residence, Taoyuan"], { [from]: 12 });
const shortDays = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).count("birthGrant.shortDays", ["申請期限日數（臺北、基隆）", "Days to apply, Taipei and Keelung"], { [from]: 60 });
const halfYear = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).count("birthGrant.halfYear", ["申請期限月數（桃園）", "Months to apply, Taoyuan"], { [from]: 6 });
const fullYear = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).count("birthGrant.fullYear", ["申請期限年數（新北）", "Years to apply, New Taipei"], { [from]: 1 });
const taipeiOne = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.taipeiOne", ["臺北市第一名", "Taipei, first child"], { [from]: 40000 });
const taipeiTwo = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.taipeiTwo", ["臺北市第二名", "Taipei, second child"], { [from]: 45000 });
const one = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.one", ["第一名", "First child"], { [from]: 30000 });
const two = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.two", ["第二名", "Second child"], { [from]: 40000 });
const three = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.three", ["第三名以上", "Third child and more"], { [from]: 50000 });
const each = figuresOf(
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  "C",
  "a family charity on the birth grants of counties, July 2025",
).money("birthGrant.each", ["桃園市多胞胎每名加發", "Taoyuan, more for each of a multiple birth"], { [from]: 10000 });

const county = of.one(
  "birthGrant.county",
  ["縣市", "County"],
  codesOf({
    taipei: ["臺北市", "Taipei"],
    newTaipei: ["新北市", "New Taipei"],
    keelung: ["基隆市", "Keelung"],
    taoyuan: ["桃園市", "Taoyuan"],
  }),
);
const applicant = text("birthGrant.applicant", "申請人", "Applicant");
const father = text("birthGrant.father", "父", "Father");
const mother = text("birthGrant.mother", "母", "Mother");
const bornOn = of.date("birthGrant.bornOn", ["出生日", "Birth"]);
const since = of.date("birthGrant.since", ["設籍日", "Resident since"]);
const order = of.count("birthGrant.order", ["胎次", "Which child"], 20);
const multiple = of.fact("birthGrant.multiple", ["多胞胎", "Multiple birth"]);
const listed = of.fact("birthGrant.listed", ["已辦出生登記", "Birth registered"]);

const parent = of.yes(
  "birthGrant.parent",
  ["為新生兒父母", "Parent"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  or(eq(applicant, father), eq(applicant, mother)),
);
const entered = of.yes(
  "birthGrant.entered",
  ["已辦出生登記", "Birth registered"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  listed,
);
const resident = of.yes(
  "birthGrant.resident",
  ["設籍期間足夠", "Resident long enough"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  le(addMonths(since, match(county, { taipei: tenMonths, newTaipei: tenMonths, keelung: tenMonths, taoyuan: twelve })), bornOn),
);
const applyBy = of.day(
  "birthGrant.applyBy",
  ["申請期限", "Apply by"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  match(county, {
    taipei: addDays(bornOn, shortDays),
    newTaipei: addYears(bornOn, fullYear),
    keelung: addDays(bornOn, shortDays),
    taoyuan: addMonths(bornOn, halfYear),
  }),
);
const inTime = of.yes(
  "birthGrant.inTime",
  ["於期限內", "In time"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  le(day, applyBy),
);
const amount = of.money(
  "birthGrant.amount",
  ["獎勵金", "Grant"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  match(county, {
    taipei: when(le(order, whole(1)), taipeiOne)
      .when(eq(order, whole(2)), taipeiTwo)
      .otherwise(three),
    newTaipei: when(le(order, whole(1)), one)
      .when(eq(order, whole(2)), two)
      .otherwise(three),
    keelung: one,
    taoyuan: add(
      when(le(order, whole(1)), one)
        .when(eq(order, whole(2)), two)
        .otherwise(three),
      when(multiple, each).otherwise(nt(0)),
    ),
  }),
);
const eligible = of.yes(
  "birthGrant.eligible",
  ["符合規定", "As the rules say"],
  ["四縣市生育獎勵金規定", "Rules of four cities on birth grants"],
  and(entered, parent, resident, inTime),
);
const result = outcome(
  "birthGrant.outcome",
  from,
  {
    payable: ["可核給", "may be paid"],
    "not-registered": ["尚未辦理出生登記", "the birth is not registered"],
    "not-parent": ["不是新生兒父母", "not a parent"],
    "too-new": ["設籍期間不足", "resident for too short a time"],
    "too-late": ["已逾申請期限", "after the last day to apply"],
  },
  when(eligible, code("payable"))
    .when(not(entered), code("not-registered"))
    .when(not(parent), code("not-parent"))
    .when(not(resident), code("too-new"))
    .otherwise(code("too-late")),
);
/** Birth grants of four cities; certainty C. */
export const birthGrantLaw = createLaw(collect([result, eligible, applyBy, amount]));
