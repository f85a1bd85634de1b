import {
  and,
  code,
  createLaw,
  eq,
  gt,
  le,
  loadParameters,
  multiply,
  nt,
  oneOf,
  or,
  parameter,
  round,
  step,
  table,
  when,
} from "@troad/law";
import { counties } from "../counties.ts";
import parameters from "../parameters/house.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("house", "day", "2024-07-01");
const uses = {
  sole: { "zh-Hant": "全國單一自住房屋", en: "the family's only home nationwide" },
  home: { "zh-Hant": "自住（三戶以內）", en: "own home (up to three)" },
  publicInterest: { "zh-Hant": "公益出租人出租", en: "let by a public-interest lessor" },
  rented: { "zh-Hant": "出租申報達租金標準，或繼承共有", en: "let at the standard rent, or inherited jointly" },
  other: { "zh-Hant": "其他住家用（含非自住、空置）", en: "other dwelling, including vacant ones" },
  business: { "zh-Hant": "營業用", en: "for business" },
  nonBusiness: { "zh-Hant": "非住家非營業用", en: "neither residential nor business" },
} as const;

const value = of.amount("house.worth", ["房屋現值", "Assessed value of the house"]);
const use = of.one("house.use", ["房屋的使用情形", "How the house is used"], uses);
const county = of.one("house.county", ["房屋所在縣市", "County where the house is"], counties);
/** Houses are counted over the whole country, a category at a time, and all of them bear the rate of the count (全額累進). */
const count = of.count("house.count", ["名下同類房屋全國戶數", "Number of such houses owned nationwide"], 10_000);
const article = ["房屋稅條例第 5 條、第 6 條", "House Tax Act, Articles 5 and 6"] as const;

const cap = table(county, "house.soleCap");
const knownCap = gt(cap, nt(0));
const inNewTaipei = eq(county, code("newTaipei"));
const isOnly = eq(use, code("sole"));
const small = and(
  le(value, parameter("money", "house.lowValue")),
  oneOf(use, "sole", "home", "publicInterest", "rented", "other"),
);
/** Three houses of so little value are exempt. Of four and more of the category these may be the three, the others being worth more. */
const exempt = of.yes(
  "house.exempt",
  ["現值在免稅額以下的住家", "Dwelling with an exempt value"],
  ["房屋稅條例第 15 條", "House Tax Act, Article 15"],
  and(small, le(count, parameter("integer", "house.lowValueHomes"))),
);
/** New Taipei alone has a table that was read; elsewhere the law's own bounds are all that is certain. */
const local = (bound: "house.least" | "house.most") =>
  when(and(inNewTaipei, eq(use, code("other"))), step(count, "house.newTaipeiOther"))
    .when(and(inNewTaipei, eq(use, code("rented"))), step(count, "house.newTaipeiRented"))
    .when(and(inNewTaipei, eq(use, code("business"))), parameter("rate", "house.newTaipeiBusiness"))
    .when(and(inNewTaipei, eq(use, code("nonBusiness"))), parameter("rate", "house.newTaipeiNonBusiness"))
    .otherwise(table(use, bound));
/** Above its county's limit an only home is an ordinary home; where the limit was not found, either can be. */
const leastRate = of.rate(
  "house.leastRate",
  ["適用稅率下限", "Minimum rate"],
  article,
  when(and(isOnly, knownCap, gt(value, cap)), parameter("rate", "house.homeRate")).otherwise(local("house.least")),
);
const mostRate = of.rate(
  "house.mostRate",
  ["適用稅率上限", "Maximum rate"],
  article,
  when(and(isOnly, or(gt(value, cap), le(cap, nt(0)))), parameter("rate", "house.homeRate")).otherwise(local("house.most")),
);
const least = of.money(
  "house.leastTax",
  ["房屋稅（下限）", "House tax, minimum"],
  article,
  when(small, nt(0)).otherwise(round(multiply(value, leastRate), "down")),
);
const most = of.money(
  "house.mostTax",
  ["房屋稅（上限）", "House tax, maximum"],
  article,
  when(exempt, nt(0)).otherwise(round(multiply(value, mostRate), "down")),
);

/** House tax 2.0, from the levy of May 2025 on: exact where the rate is national or the county's table was read, else its bounds. */
export const house = createLaw({
  inputs: [value, use, county, count],
  variables: [exempt, leastRate, mostRate, least, most],
  parameters: loadParameters(parameters),
});
