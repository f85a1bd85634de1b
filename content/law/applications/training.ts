import {
  addDays,
  addMonths,
  addYears,
  and,
  code,
  day,
  defineVariable,
  eq,
  ge,
  gt,
  le,
  lt,
  multiply,
  ne,
  not,
  or,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw } from "./insured.ts";

const from = "2022-04-29";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [`就業促進津貼實施辦法第 ${zh}`, `Regulations for employment allowances, Article ${en}`] as const;
const count = (name: string, zh: string, en: string, label: readonly [string, string], value: number) =>
  figuresOf(rules(zh, en), "A", `law.moj.gov.tw pcode=N0090025 art. ${en}`).count(`training.${name}`, label, { [from]: value });

const group = of.one("training.group", ["參訓身分", "Group"], {
  involuntary: { "zh-Hant": "非自願離職", en: "lost a job against one's will" },
  older: { "zh-Hant": "中高齡", en: "45 to 65" },
  disabled: { "zh-Hant": "身心障礙", en: "disabled" },
  "low-income": { "zh-Hant": "低收入戶或中低收入戶", en: "low or middle-to-low income" },
  other: { "zh-Hant": "獨力負擔家計、原住民、長期失業等", en: "sole carer, indigenous, long out of work and others" },
});
const bornOn = of.date("training.bornOn", ["出生日", "Birthday"]);
const insurance = of.one("training.insured", ["就業保險", "Employment insurance"], {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
});
const lowIncome = of.one("training.lowIncome", ["低收入資格", "Low income"], {
  low: { "zh-Hant": "低收入戶", en: "low" },
  "mid-low": { "zh-Hant": "中低收入戶", en: "middle-to-low" },
  none: { "zh-Hant": "無", en: "none" },
});
const disability = of.one("training.disability", ["身心障礙等級", "Degree of disability"], {
  mild: { "zh-Hant": "輕度", en: "mild" },
  moderate: { "zh-Hant": "中度", en: "moderate" },
  severe: { "zh-Hant": "重度", en: "severe" },
  profound: { "zh-Hant": "極重度", en: "profound" },
  none: { "zh-Hant": "無", en: "none" },
});
const used = of.count("training.used", ["二年內已領月數", "Months paid within two years"], 24);
const pension = of.fact("training.pension", ["領取老年或退休給付", "Gets an old-age or military pension"]);
const startOn = of.date("training.startOn", ["開訓日", "First day of the course"]);
const length = of.count("training.months", ["訓練月數", "Months of the course"], 36);
const weekly = of.count("training.days", ["每星期訓練日數", "Days a week"], 7);
const daily = of.count("training.hours", ["每日日間訓練時數", "Hours a day"], 24);
const monthlyHours = of.count("training.monthHours", ["每月總訓練時數", "Hours a month"], 400);

const leastMonths = count("leastMonths", "18 條第 2 項", "18", ["訓練月數", "Months"], 1);
const leastDays = count("leastDays", "18 條第 2 項", "18", ["每星期日數", "Days a week"], 4);
const leastHours = count("leastHours", "18 條第 2 項", "18", ["每日時數", "Hours a day"], 4);
const leastTotal = count("leastTotal", "18 條第 2 項", "18", ["每月時數", "Hours a month"], 100);
const within = count("within", "19 條", "19", ["開訓後申請日數", "Days after the start"], 15);
const most = count("most", "20 條第 1 項", "20", ["最長月數", "Months at most"], 6);
const longest = count("longest", "20 條第 1 項", "20", ["身心障礙者最長月數", "Months at most, with a disability"], 12);
const young = count("olderFrom", "2 條（就業服務法第 24 條第 1 項第 2 款）", "2", ["中高齡下限", "Older from"], 45);
const old = count("olderTo", "2 條（就業服務法第 24 條第 1 項第 2 款）", "2", ["中高齡上限", "Older to"], 65);
const wage = figuresOf(rules("20 條第 1 項", "20"), "D", "from memory: the minimum wage of 2026").money(
  "training.minimumWage",
  ["每月基本工資", "Minimum wage a month"],
  { "2026-01-01": 29_500 },
);
const rate = figuresOf(rules("20 條第 1 項", "20"), "A", "law.moj.gov.tw pcode=N0090025 art. 20").rate(
  "training.rate",
  ["基本工資的比率", "Share of it"],
  { [from]: "0.6" },
);

const fullTime = of.yes(
  "training.fullTime",
  ["全日制", "Full time"],
  rules("18 條第 2 項", "18, paragraph 2"),
  and(ge(length, leastMonths), ge(weekly, leastDays), ge(daily, leastHours), ge(monthlyHours, leastTotal)),
);
const inTime = of.yes(
  "training.inTime",
  ["開訓後十五日內", "Within fifteen days"],
  rules("19 條", "19"),
  le(day, addDays(startOn, within)),
);
const has = (value: "involuntary" | "older" | "disabled" | "low-income" | "other") => eq(group, code(value));
const disabled = and(has("disabled"), ne(disability, code("none")));
const belongs = of.yes(
  "training.belongs",
  ["身分符合", "Belongs to the group"],
  rules("2 條", "2"),
  or(
    and(has("involuntary"), eq(insurance, code("ended"))),
    and(has("older"), ge(day, addYears(bornOn, young)), lt(day, addYears(bornOn, old))),
    disabled,
    and(has("low-income"), ne(lowIncome, code("none"))),
    has("other"),
  ),
);
const left = of.whole(
  "training.left",
  ["尚可領月數", "Months left"],
  rules("20 條第 1 項、第 26 條", "20 and 26"),
  subtract(when(disabled, longest).otherwise(most), used),
);
/** The months paid before count as if the course had begun so much earlier. */
const countedFrom = of.day(
  "training.countedFrom",
  ["月數起算日", "Day from which months count"],
  rules("26 條第 1 項", "26"),
  addMonths(startOn, multiply(whole(-1), used)),
);
const insured = of.yes(
  "training.byInsurance",
  ["就業保險給付", "Paid by employment insurance"],
  ["就業保險法第 19 條、第 11 條第 1 項第 3 款", "Employment Insurance Act, Articles 19 and 11"],
  has("involuntary"),
);
const longer = of.yes("training.longer", ["最長一年", "Up to a year"], rules("20 條第 1 項", "20, paragraph 1"), disabled);
const doubtful = of.yes("training.doubtful", ["須人工審查", "An officer looks at it"], rules("19 條", "19"), has("other"));
const eligible = of.yes(
  "training.eligible",
  ["可以請領", "Entitled"],
  rules("2 條、第 18 條", "2 and 18"),
  and(belongs, fullTime, inTime, gt(left, whole(0)), or(not(pension), ne(lowIncome, code("none")))),
);
const monthly = of.money(
  "training.monthly",
  ["每月津貼（非就業保險）", "Monthly allowance outside insurance"],
  rules("20 條第 1 項", "20, paragraph 1"),
  round(multiply(wage, rate), "half-up"),
);
const outcome = defineVariable({
  ...{ name: "training.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "not-in-group": { "zh-Hant": "身分不符", en: "not in the group" },
    "part-time": { "zh-Hant": "非全日制", en: "not full time" },
    "too-late": { "zh-Hant": "逾十五日", en: "after fifteen days" },
    "used-up": { "zh-Hant": "已領滿", en: "used up" },
    pension: { "zh-Hant": "已領老年或退休給付", en: "a pension" },
  },
  formula: when(not(belongs), code("not-in-group"))
    .when(not(fullTime), code("part-time"))
    .when(not(inTime), code("too-late"))
    .when(not(gt(left, whole(0))), code("used-up"))
    .when(not(eligible), code("pension"))
    .otherwise(code("granted")),
});

/** Who is paid while in full-time vocational training, by which fund and for how many months. */
export const training = insuranceLaw([outcome, doubtful, insured, longer, countedFrom, monthly]);
