import {
  add,
  addDays,
  addYears,
  and,
  code,
  date,
  day,
  days,
  defineVariable,
  divide,
  eq,
  ge,
  gt,
  le,
  lt,
  max,
  multiply,
  not,
  nt,
  or,
  parameter,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { farmersInsured, insuranceLaw, insuranceOf, pensionInsured } from "./insured.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const programme = writer("person", "day", from, "B");
const act = (zh: string, en: string) => [`勞工保險條例第 ${zh}`, `Labor Insurance Act, Article ${en}`] as const;
const read = (article: string) => `law.moj.gov.tw pcode=N0050001 art. ${article}`;

const status = of.one("maternity.status", ["投保狀態", "Insurance"], {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
});
const since = of.date("maternity.insuredSince", ["加保日", "Insured since"]);
const until = of.date("maternity.insuredUntil", ["退保日", "Insured until"]);
const wage = of.amount("maternity.averageWage", ["平均月投保薪資（前六個月）", "Average insured wage of the six months before"]);
const bornOn = of.date("maternity.bornOn", ["分娩日", "Day of the birth"]);
const children = of.count("maternity.children", ["胎數", "Children born"], 9);
const weeks = of.count("maternity.weeks", ["妊娠週數", "Weeks of pregnancy"], 45);
const farmers = insuranceOf(of, "maternity.farmers", ["農保", "Farmers' insurance"]);
const pension = insuranceOf(of, "maternity.pension", ["國民年金", "National pension"]);
const otherBenefit = of.fact("maternity.otherBenefit", ["已請領其他生育給付", "Gets another birth benefit"]);

const term = figuresOf(act("31 條", "31"), "A", read("31"));
const full = term.count("maternity.fullTerm", ["分娩的加保日數", "Days insured before a birth"], { [from]: 280 });
const early = term.count("maternity.earlyTerm", ["早產的加保日數", "Days insured before a premature birth"], { [from]: 181 });
const premature = figuresOf(act("31 條", "31"), "D", "from memory: the act does not say when a birth is premature").count(
  "maternity.prematureWeeks",
  ["足月的週數", "Weeks from which a birth is not premature"],
  { [from]: 37 },
);
const paidDays = figuresOf(act("32 條第 1 項第 2 款", "32, paragraph 1, item 2"), "A", read("32")).count(
  "maternity.paidDays",
  ["生育補助費日數", "Days paid for"],
  { [from]: 60 },
);

const isInsured = eq(status, code("insured"));
const covered = of.yes(
  "maternity.covered",
  ["分娩時在保", "Insured at the birth"],
  act("19 條", "19"),
  when(isInsured, le(since, bornOn)).otherwise(and(eq(status, code("ended")), ge(until, bornOn))),
);
/** The insurance ended during the pregnancy: the year after it still counts. */
const within = of.yes(
  "maternity.withinYear",
  ["懷孕時在保，退保一年內分娩", "Pregnant while insured, and the birth within a year after"],
  act("20 條第 2 項", "20, paragraph 2"),
  and(
    eq(status, code("ended")),
    lt(until, bornOn),
    le(bornOn, addYears(until, whole(1))),
    le(addDays(bornOn, subtract(whole(0), multiply(weeks, whole(7)))), until),
  ),
);
const insuredDays = when(covered, days(since, bornOn)).otherwise(days(since, until));
const longEnough = of.yes(
  "maternity.longEnough",
  ["加保日數已滿", "Insured for long enough"],
  act("31 條", "31"),
  or(ge(insuredDays, full), and(lt(weeks, premature), ge(insuredDays, early))),
);
const hasBirth = gt(children, whole(0));
const insured = or(covered, within);
const byLabour = of.money(
  "maternity.amount",
  ["勞保生育補助費", "Birth benefit of labour insurance"],
  act("32 條第 1 項第 2 款、第 3 款", "32, paragraph 1, items 2 and 3"),
  when(and(hasBirth, insured, longEnough), round(multiply(divide(wage, whole(30)), paidDays, children), "half-up")).otherwise(
    nt(0),
  ),
);
const byFarmers = of.money(
  "maternity.farmers",
  ["農保生育給付", "Birth benefit of farmers' insurance"],
  ["農民健康保險條例第 24 條、第 25 條第 1 項", "Farmers Health Insurance Act, Articles 24 and 25"],
  when(farmers.onDay(bornOn), multiply(farmersInsured, parameter("integer", "farmers.birthMonths"), children)).otherwise(nt(0)),
);
const byPension = of.money(
  "maternity.pension",
  ["國民年金生育給付", "Birth benefit of the national pension"],
  ["國民年金法第 32 條之 1 第 1 項", "National Pension Act, Article 32-1"],
  when(pension.onDay(bornOn), multiply(pensionInsured(bornOn), parameter("integer", "np.birthMonths"), children)).otherwise(
    nt(0),
  ),
);
const base = of.money(
  "maternity.insured",
  ["社會保險生育給付（擇一）", "Benefit of one social insurance"],
  [
    "勞工保險條例第 32 條第 3 項；農民健康保險條例第 25 條第 2 項、第 6 條第 3 項；國民年金法第 32 條之 1 第 2 項",
    "Labor Insurance Act, Article 32; Farmers Health Insurance Act, Articles 25 and 6; National Pension Act, Article 32-1",
  ],
  when(otherBenefit, nt(0)).otherwise(max(byLabour, byFarmers, byPension)),
);
const topUp = programme.money(
  "maternity.topUp",
  ["擴大生育補助", "Top-up"],
  ["好孕三方案（行政院 2025-09-18 核定）", "Birth support programme (Executive Yuan, 2025-09-18)"],
  when(
    and(hasBirth, not(otherBenefit), ge(bornOn, date("2026-01-01"))),
    max(nt(0), subtract(multiply(parameter("money", "birth.perChild"), children), base)),
  ).otherwise(nt(0)),
);
const inTime = of.yes(
  "maternity.inTime",
  ["請求權未消滅", "Claimed in time"],
  [
    "勞工保險條例第 30 條；國民年金法第 28 條；農民健康保險條例第 23 條",
    "Labor Insurance Act, Article 30; National Pension Act, Article 28; Farmers Health Insurance Act, Article 23",
  ],
  le(day, addYears(bornOn, whole(5))),
);
const total = programme.money("maternity.total", ["合計", "In all"], ["好孕三方案", "Birth support programme"], add(base, topUp));
const eligible = of.yes(
  "maternity.eligible",
  ["可以請領生育給付或補助", "Entitled to a birth benefit"],
  act("31 條、第 32 條", "31 and 32"),
  and(hasBirth, inTime, gt(total, nt(0))),
);

/** Cases that an officer looks at: the labour insurance has ended, or lasted for less than a year (article 19 paragraph 4 reckons in months then). */
const doubtful = of.yes(
  "maternity.doubtful",
  ["須人工審查", "An officer looks at it"],
  act("19 條第 4 項、第 20 條", "19, paragraph 4, and 20"),
  and(gt(byLabour, nt(0)), or(eq(status, code("ended")), and(isInsured, lt(days(since, bornOn), whole(365))))),
);

/** Which insurance pays, or why nothing is paid: the first reason that applies. */
const outcome = defineVariable({
  ...{ name: "maternity.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "勞保核給", en: "labour insurance" },
    farmers: { "zh-Hant": "農保核給", en: "farmers' insurance" },
    pension: { "zh-Hant": "國民年金核給", en: "national pension" },
    "top-up": { "zh-Hant": "生育補助", en: "birth support alone" },
    "no-birth": { "zh-Hant": "查無出生登記", en: "no birth is registered" },
    "not-insured": { "zh-Hant": "分娩時未加保", en: "not insured at the birth" },
    "too-short": { "zh-Hant": "加保日數不足", en: "not insured for long enough" },
    "other-benefit": { "zh-Hant": "已請領其他生育給付", en: "another birth benefit" },
    "too-late": { "zh-Hant": "逾五年未請領", en: "claimed after five years" },
  },
  formula: when(not(hasBirth), code("no-birth"))
    .when(otherBenefit, code("other-benefit"))
    .when(not(inTime), code("too-late"))
    .when(and(eligible, eq(base, nt(0))), code("top-up"))
    .when(and(eligible, eq(base, byLabour)), code("granted"))
    .when(and(eligible, eq(base, byFarmers)), code("farmers"))
    .when(eligible, code("pension"))
    .when(and(insured, not(longEnough)), code("too-short"))
    .otherwise(code("not-insured")),
});

/** The birth benefit of the social insurance that a woman is in, and what tops it up. */
export const maternity = insuranceLaw(
  [outcome, doubtful],
  "np.insured",
  "np.birthMonths",
  "farmers.birthMonths",
  "birth.perChild",
);
