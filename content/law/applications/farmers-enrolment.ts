import { addYears, and, code, day, defineVariable, divide, type Expr, eq, ge, not, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw } from "./insured.ts";

const from = "2023-11-29";
const of = writer("person", "day", from);
const name = "從事農業工作農民申請參加農民健康保險認定標準及資格審查辦法";
const standard = (zh: string) => [`${name}第 ${zh}`, "Standards for joining farmers' health insurance, Article 2"] as const;
const figures = (zh: string) => figuresOf(standard(zh), "A", "law.moj.gov.tw pcode=M0090017 art. 2");

const bornOn = of.date("enrol.bornOn", ["出生日", "Birthday"]);
const days = of.count("enrol.days", ["每年從事農業工作日數", "Days of farm work a year"], 366);
const fullTime = of.fact("enrol.fullTime", ["農業以外之專任職業", "Another full-time job"]);
const oldAge = of.fact("enrol.oldAge", ["已領社會保險老年給付", "Got an old-age benefit of social insurance"]);
const labour = of.one("enrol.labour", ["勞保投保狀態", "Labour insurance"], {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
});
const land = of.one("enrol.land", ["從農類別", "What is farmed"], {
  field: { "zh-Hant": "農地", en: "fields" },
  forest: { "zh-Hant": "林地", en: "forest" },
  indoor: { "zh-Hant": "室內固定農業設施", en: "indoors" },
  bees: { "zh-Hant": "養蜂", en: "bees" },
});
const tenure = of.one("enrol.tenure", ["土地使用", "Whose land"], {
  own: { "zh-Hant": "自有", en: "own, or of close kin" },
  tenancy: { "zh-Hant": "三七五減租耕地", en: "an old tenancy (37.5% rent)" },
  lease: { "zh-Hant": "承租", en: "leased" },
});
const area = of.count("enrol.area", ["面積（平方公尺）", "Square metres"], 100_000_000);
const persons = of.count("enrol.persons", ["以該土地加保的人數", "People insured by that land"], 50);
const hives = of.count("enrol.hives", ["蜂箱數", "Hives"], 100_000);
const sales = of.amount("enrol.sales", ["全年平均每人銷售金額", "Yearly sales a person"]);
const inputs = of.amount("enrol.inputs", ["全年平均每人投入農業資材", "Yearly supplies bought a person"]);

const count = (code: string, zh: string, label: readonly [string, string], value: number): Expr<"number"> =>
  figures(zh).count(`enrol.${code}`, label, { [from]: value });
const age = count("age", "2 條第 1 項第 1 款", ["年齡", "Age"], 15);
const least = count("leastDays", "2 條第 1 項第 2 款", ["農業工作日數", "Days"], 90);
const ownField = count("ownField", "2 條第 1 項第 4 款第 1 目", ["自有農地（平方公尺）", "Own fields"], 1_000);
const ownForest = count("ownForest", "2 條第 1 項第 4 款第 1 目", ["自有林地（平方公尺）", "Own forest"], 2_000);
const indoors = count("indoors", "2 條第 1 項第 4 款第 1 目", ["室內設施（平方公尺）", "Indoors"], 500);
const tenancyField = count("tenancyField", "2 條第 1 項第 4 款第 2 目", ["三七五耕地（平方公尺）", "Old tenancy"], 2_000);
const leaseField = count("leaseField", "2 條第 1 項第 4 款第 2 目", ["承租農地（平方公尺）", "Leased fields"], 2_000);
const leaseForest = count("leaseForest", "2 條第 1 項第 4 款第 2 目", ["承租林地（平方公尺）", "Leased forest"], 4_000);
const leastHives = count("leastHives", "2 條第 1 項第 4 款第 3 目", ["蜂箱數", "Hives"], 100);
const leastSales = figures("2 條第 1 項第 5 款").money("enrol.leastSales", ["銷售金額", "Sales"], { [from]: 30_600 });
const leastInputs = figures("2 條第 1 項第 5 款").money("enrol.leastInputs", ["資材", "Supplies"], { [from]: 5_100 });

const needed = when(eq(land, code("indoor")), indoors)
  .when(eq(tenure, code("tenancy")), tenancyField)
  .when(and(eq(tenure, code("own")), eq(land, code("forest"))), ownForest)
  .when(eq(tenure, code("own")), ownField)
  .when(eq(land, code("forest")), leaseForest)
  .otherwise(leaseField);
const landEnough = of.yes(
  "enrol.landEnough",
  ["土地或蜂箱足夠", "Enough land or hives"],
  standard("2 條第 1 項第 4 款"),
  when(eq(land, code("bees")), ge(hives, leastHives)).otherwise(ge(divide(area, persons), needed)),
);
const earns = of.yes(
  "enrol.earns",
  ["銷售或資材足夠", "Enough sales or supplies"],
  standard("2 條第 1 項第 5 款"),
  or(ge(sales, leastSales), ge(inputs, leastInputs)),
);
const farms = of.yes(
  "enrol.farms",
  ["年滿十五歲且從事農業", "15 or older, and farming"],
  standard("2 條第 1 項第 1 款、第 2 款、第 3 款"),
  and(ge(day, addYears(bornOn, age)), ge(days, least), not(fullTime)),
);
const begins = of.day(
  "enrol.from",
  ["保險效力開始日", "Insured from"],
  ["農民健康保險條例第 9 條", "Farmers Health Insurance Act, Article 9"],
  day,
);
const eligible = of.yes(
  "enrol.eligible",
  ["書面條件符合", "Fulfils what papers can show"],
  ["農民健康保險條例第 5 條、第 6 條", "Farmers Health Insurance Act, Articles 5 and 6"],
  and(farms, landEnough, earns, not(oldAge), not(eq(labour, code("insured")))),
);
const outcome = defineVariable({
  ...{ name: "enrol.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    fits: { "zh-Hant": "條件符合", en: "fits" },
    "not-farming": { "zh-Hant": "年齡或從農條件不符", en: "not farming, or too young" },
    "little-land": { "zh-Hant": "土地或蜂箱不足", en: "not enough land" },
    "little-sold": { "zh-Hant": "銷售或資材不足", en: "not enough sold" },
    "old-age": { "zh-Hant": "已領老年給付", en: "an old-age benefit" },
    "other-insurance": { "zh-Hant": "參加勞保中", en: "in labour insurance" },
  },
  formula: when(not(farms), code("not-farming"))
    .when(oldAge, code("old-age"))
    .when(eq(labour, code("insured")), code("other-insurance"))
    .when(not(landEnough), code("little-land"))
    .when(not(earns), code("little-sold"))
    .otherwise(code("fits")),
});

/** Who may join farmers' health insurance, so far as papers show it; the land is looked at, and a panel decides. */
export const farmersEnrolment = insuranceLaw([outcome, eligible, begins]);
