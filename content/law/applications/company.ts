import { and, code, collect, createLaw, defineVariable, divide, eq, ge, max, not, or, round, subtract, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const of = writer("company", "day", "2022-11-24");
const article = [
  "公司登記規費收費準則第 3 條、第 6 條",
  "Regulations for Charging Company Registration Fees, Articles 3 and 6",
] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=J0080002 art. 3, 6");
const least = figures.money("company.leastFee", ["設立登記規費下限", "Least fee for the registration"], { "2022-11-24": 1_000 });
const online = figures.money("company.online", ["電子申請減收", "Reduction for applying online"], { "2022-11-24": 300 });
const per = figures.count("company.capitalPerDollar", ["每一元規費的資本額", "Capital for each dollar of the fee"], {
  "2022-11-24": 4_000,
});
const capital = of.amount("company.capital", ["資本總額", "Capital"]);

/** A dollar for each full 4,000 of capital; the rules do not say how to treat what is left over. */
const fee = of.money(
  "company.fee",
  ["設立登記規費（電子申請）", "Fee for the registration, applied for online"],
  article,
  subtract(max(least, round(divide(capital, per), "down")), online),
);

/** What it costs to register a company. */
export const company = createLaw(collect([fee]));

const since = "2023-02-08";
const body = writer("person", "day", since);
const civil = (zh: string, en: string) => [`人民團體法第 ${zh}`, `Civil Associations Act, Article ${en}`] as const;
const scope = body.one("association.scope", ["組織區域", "Area"], {
  national: { "zh-Hant": "全國", en: "the whole country" },
  local: { "zh-Hant": "直轄市或縣市", en: "one county" },
});
const founders = body.count("association.founders", ["發起人數", "Founders"], 10_000);
const adults = body.fact("association.adults", ["發起人均成年", "All founders are adults"]);
const barred = body.fact("association.barred", ["有發起人具消極資格", "A founder is barred"]);
const counties = body.count("association.counties", ["發起人分布縣市數", "Counties of the founders"], 22);
const resident = body.fact("association.resident", ["發起人設籍或工作於組織區域", "Founders live or work in the county"]);
const leastFounders = figuresOf(civil("8 條第 2 項", "8, paragraph 2"), "A", "law.moj.gov.tw pcode=D0050091 art. 8").count(
  "association.leastFounders",
  ["發起人數下限", "Least number of founders"],
  { [since]: 30 },
);
const leastCounties = figuresOf(
  ["全國性團體發起人分布（實務）", "Spread of founders (practice)"],
  "C",
  "reported practice; no rule was read",
).count("association.leastCounties", ["分布縣市數下限", "Least number of counties"], { [since]: 7 });
const enough = ge(founders, leastFounders);
const spread = body.yes(
  "association.spread",
  ["發起人分布符合", "The founders come from the area"],
  civil("5 條", "5"),
  when(eq(scope, code("national")), ge(counties, leastCounties)).otherwise(resident),
);
const permitted = body.yes(
  "association.eligible",
  ["可許可籌組", "May be founded"],
  civil("8 條", "8"),
  and(enough, adults, not(barred), spread),
);
const permit = defineVariable({
  ...{ name: "association.outcome", entity: "person", period: "day", type: "code", from: since },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    permitted: { "zh-Hant": "可許可籌組", en: "may be founded" },
    "too-few": { "zh-Hant": "發起人不足", en: "too few founders" },
    minors: { "zh-Hant": "發起人未成年", en: "a founder is a minor" },
    barred: { "zh-Hant": "發起人具消極資格", en: "a founder is barred" },
    "not-spread": { "zh-Hant": "發起人分布不符", en: "the founders do not come from the area" },
  },
  formula: when(permitted, code("permitted"))
    .when(not(enough), code("too-few"))
    .when(not(adults), code("minors"))
    .when(barred, code("barred"))
    .otherwise(code("not-spread")),
});
/** Who may found a social organisation. */
export const association = createLaw(collect([permit, permitted, spread]));
