import { createLaw, le, loadParameters, min, multiply, parameter, round, table, when } from "@troad/law";
import parameters from "../parameters/consumption.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("sale", "day", "2018-01-01");
const goods = {
  tyreHeavy: { "zh-Hant": "大客車、大貨車輪胎", en: "tyres of buses and trucks" },
  tyre: { "zh-Hant": "其他輪胎", en: "other tyres" },
  juice: { "zh-Hant": "稀釋天然果蔬汁", en: "diluted juice" },
  drink: { "zh-Hant": "其他飲料品", en: "other drinks" },
  glass: { "zh-Hant": "平板玻璃", en: "flat glass" },
  fridge: { "zh-Hant": "電冰箱", en: "refrigerator" },
  airConditioner: { "zh-Hant": "冷暖氣機", en: "air conditioner" },
  centralAir: { "zh-Hant": "中央系統型冷暖氣機", en: "central air conditioning" },
  dehumidifier: { "zh-Hant": "除濕機", en: "dehumidifier" },
  oven: { "zh-Hant": "電烤箱", en: "electric oven" },
  carSmall: { "zh-Hant": "小客車（2,000 立方公分以下）", en: "car up to 2,000 cc" },
  carLarge: { "zh-Hant": "小客車（超過 2,000 立方公分）", en: "car above 2,000 cc" },
  truck: { "zh-Hant": "貨車、大客車及其他車輛", en: "truck, bus, other vehicle" },
  motorcycle: { "zh-Hant": "機車", en: "motorcycle" },
} as const;
const shows = {
  film: { "zh-Hant": "外國語言電影", en: "film in a foreign language" },
  mandarinFilm: { "zh-Hant": "本國語言電影", en: "film in Chinese" },
  professionalShow: { "zh-Hant": "職業性歌唱、說書、舞蹈、馬戲、魔術等表演", en: "professional song, dance, circus, magic" },
  drama: { "zh-Hant": "戲劇、音樂演奏及非職業性表演", en: "drama, concert, amateur performance" },
  contest: { "zh-Hant": "各種競技比賽", en: "contests" },
  danceHall: { "zh-Hant": "舞廳或舞場", en: "dance hall" },
  billiards: { "zh-Hant": "撞球場", en: "billiards" },
  bowling: { "zh-Hant": "保齡球館", en: "bowling" },
  golf: { "zh-Hant": "高爾夫球場", en: "golf" },
  other: { "zh-Hant": "其他娛樂設施", en: "other amusement" },
} as const;

const good = of.one("commodity.good", ["貨物", "Kind of goods"], goods);
const price = of.amount("commodity.price", ["完稅價格", "Taxable value"]);
const commodity = of.money(
  "commodity.tax",
  ["貨物稅", "Commodity tax"],
  ["貨物稅條例第 6 條至第 12 條", "Commodity Tax Act, Articles 6 to 12"],
  round(multiply(price, table(good, "commodity.rate")), "down"),
);
const horsepower = of.count(
  "commodity.tenthsOfHorsepower",
  ["最大馬力（十分之一英制馬力）", "Power in tenths of a horsepower"],
  50_000,
);
/** An electric car bears half of what a car of its class bears. */
const evRate = of.rate(
  "commodity.evRate",
  ["電動小客車貨物稅稅率", "Rate of the commodity tax on an electric car"],
  ["貨物稅條例第 12 條", "Commodity Tax Act, Article 12"],
  multiply(
    when(le(horsepower, parameter("integer", "commodity.evLimit")), parameter("rate", "commodity.evSmall")).otherwise(
      parameter("rate", "commodity.evLarge"),
    ),
    parameter("rate", "commodity.evFactor"),
  ),
);
const evExempt = of.money(
  "commodity.evExempt",
  ["電動小客車免徵的貨物稅", "Commodity tax that an electric car is exempt from"],
  ["貨物稅條例第 12 條之 3", "Commodity Tax Act, Article 12-3"],
  round(multiply(min(price, parameter("money", "commodity.evCap")), evRate), "down"),
);

const show = of.one("amusement.show", ["娛樂種類", "Kind of amusement"], shows);
const ticket = of.amount("amusement.price", ["票價或收費額", "Price of the ticket"]);
/** Counties set their rates below this one; theirs were not read. */
const amusement = of.money(
  "amusement.mostTax",
  ["娛樂稅（上限）", "Amusement tax, maximum"],
  ["娛樂稅法第 5 條", "Amusement Tax Act, Article 5"],
  round(multiply(ticket, table(show, "amusement.most")), "down"),
);

/** Commodity tax on goods, and the most that an amusement can bear. */
export const consumption = createLaw({
  inputs: [good, price, horsepower, show, ticket],
  variables: [commodity, evRate, evExempt, amusement],
  parameters: loadParameters(parameters),
});
