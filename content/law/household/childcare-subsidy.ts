import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  firstOfMonth,
  ge,
  latest,
  lt,
  match,
  ne,
  not,
  nt,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { carerOf } from "./carer.ts";

const from = "2024-01-01";
const of = writer("person", "day", from, "C");
const article = (zh: string, en: string) =>
  [`托育補助作業要點（${zh}）`, `Directions for the childcare subsidy (${en})`] as const;
const figures = figuresOf(
  article("補助標準", "amounts"),
  "C",
  "news of 2026-01 that quotes the ministry's annex; the directions were not read",
);
const unread = "between the amounts that were read; not read itself";
const count = (name: string, zh: string, en: string, value: number) =>
  figures.count(`nursery.${name}`, [zh, en], { [from]: [value, "D", "a page of 2022 and memory; the directions were not read"] });
const placedBelow = count("placedBelow", "送托時未滿幾個月", "Placed below so many months", 24);
const paidBelow = count("paidBelow", "發給至未滿幾個月", "Paid below so many months", 36);
const leastHours = count("leastHours", "每週最少時數", "Least hours a week", 30);

const { isParent, bornOn } = carerOf(of, "nursery", article("申請人", "applicants"));
const place = of.one("nursery.place", ["托育方式", "Kind of care"], {
  public: { "zh-Hant": "公共化", en: "public" },
  quasiPublic: { "zh-Hant": "準公共", en: "quasi-public" },
  private: { "zh-Hant": "其他私立", en: "other private" },
});
const startOn = of.date("nursery.startOn", ["開始送托日", "In care since"]);
const hours = of.count("nursery.hours", ["每週時數", "Hours a week"], 168);

const young = of.yes(
  "nursery.young",
  ["未滿二歲送托且未滿三歲", "Placed before two, and below three"],
  article("年齡", "age"),
  and(lt(startOn, addMonths(bornOn, placedBelow)), lt(day, addMonths(bornOn, paidBelow))),
);
const subsidised = ne(place, code("private"));
const enough = ge(hours, leastHours);
const begins = of.day(
  "nursery.from",
  ["自何日之月起發給", "Paid from the month of"],
  article("發給", "payment"),
  latest(startOn, firstOfMonth(day)),
);
const eligible = of.yes(
  "nursery.eligible",
  ["可以請領托育補助", "Entitled to the subsidy"],
  article("資格", "who is entitled"),
  and(isParent, young, subsidised, enough),
);
const outcome = defineVariable({
  ...{ name: "nursery.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "not-parent": { "zh-Hant": "戶籍上不是父母", en: "not registered as a parent" },
    "too-old": { "zh-Hant": "年齡不符", en: "too old" },
    "not-subsidised": { "zh-Hant": "不是公共化或準公共托育", en: "neither public nor quasi-public" },
    "too-few-hours": { "zh-Hant": "時數不足", en: "too few hours" },
  },
  formula: when(eligible, code("granted"))
    .when(not(isParent), code("not-parent"))
    .when(not(young), code("too-old"))
    .when(not(subsidised), code("not-subsidised"))
    .otherwise(code("too-few-hours")),
});

const care = of.one("nursery.care", ["受補助的托育方式", "Subsidised care"], {
  quasiPublic: { "zh-Hant": "準公共", en: "quasi-public" },
  public: { "zh-Hant": "公共", en: "public" },
});
const order = of.count("nursery.order", ["子女排序", "Order of the child"], 30);
const lowIncome = of.one("nursery.lowIncome", ["低收入資格", "Low income"], {
  low: { "zh-Hant": "低收入戶", en: "low" },
  "mid-low": { "zh-Hant": "中低收入戶", en: "middle-to-low" },
  none: { "zh-Hant": "無", en: "none" },
});
const money = (name: string, zh: string, en: string, value: number, certainty: "C" | "D") =>
  figures.money(`nursery.${name}`, [zh, en], { [from]: certainty === "C" ? value : [value, "D", unread] });
const byIncome = (kind: "public" | "quasi", zh: string, en: string, general: number, midLow: number, low: number) =>
  match(lowIncome, {
    low: money(`${kind}Low`, `${zh}（低收入戶）`, `${en}, low income`, low, "C"),
    "mid-low": money(`${kind}MidLow`, `${zh}（中低收入戶）`, `${en}, middle-to-low income`, midLow, "D"),
    none: money(`${kind}General`, `${zh}（一般家庭）`, `${en}, others`, general, "C"),
  });
const more = money("moreAnOrder", "第二胎、第三胎以上每序加發", "More for each place in the order, up to the third", 1_000, "D");
const monthly = of.money(
  "nursery.monthly",
  ["每月托育補助", "Subsidy a month"],
  article("補助標準", "amounts"),
  add(
    match(care, {
      public: byIncome("public", "公共化托育補助", "Public care", 7_000, 9_000, 11_000),
      quasiPublic: byIncome("quasi", "準公共托育補助", "Quasi-public care", 13_000, 15_000, 17_000),
    }),
    when(lt(order, whole(2)), nt(0))
      .when(lt(order, whole(3)), more)
      .otherwise(add(more, more)),
  ),
);

/** Who gets the childcare subsidy, from which month on and how much; the directions were not read, the ends of the amounts were. */
export const childcareSubsidy = createLaw(collect([outcome, begins, monthly]));
