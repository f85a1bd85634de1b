import {
  createLaw,
  divide,
  loadParameters,
  lt,
  max,
  multiply,
  nt,
  parameter,
  progressive,
  round,
  step,
  subtract,
  table,
  when,
  whole,
} from "@troad/law";
import { office } from "../calendar.ts";
import gifts from "../parameters/gift.json" with { type: "json" };
import others from "../parameters/others.json" with { type: "json" };
import parameters from "../parameters/property.json" with { type: "json" };
import { estateReturn } from "./estate.ts";
import { giftsOfYear } from "./gift.ts";
import { estateOfHeirs } from "./heirs.ts";
import { landValueTax } from "./land-value.ts";
import { writer } from "./write.ts";

const estate = writer("estate", "day", "2017-05-12");
const net = estate.amount("estate.net", ["課稅遺產淨額", "Net estate"]);
const gift = estate.amount("gift.net", ["課稅贈與淨額", "Net gift"]);
const estateTax = estate.money(
  "estate.tax",
  ["遺產稅", "Estate tax"],
  ["遺產及贈與稅法第 13 條", "Estate and Gift Tax Act, Article 13"],
  round(progressive(net, "estate.brackets"), "down"),
);
const giftTax = estate.money(
  "gift.tax",
  ["贈與稅", "Gift tax"],
  ["遺產及贈與稅法第 19 條", "Estate and Gift Tax Act, Article 19"],
  round(progressive(gift, "gift.brackets"), "down"),
);

const total = estate.amount("gift.total", ["全年贈與總額", "Total gifts for the year"]);
const burden = estate.amount("gift.totalBurden", [
  "受贈人負擔的金額（例如土地增值稅、契稅）",
  "Amount borne by the recipients, such as land value increment tax and deed tax",
]);
const giftTaxable = estate.money(
  "gift.taxable",
  ["課稅贈與淨額（全年）", "Net gifts for the year"],
  ["遺產及贈與稅法第 21 條、第 22 條、第 25 條", "Estate and Gift Tax Act, Articles 21, 22 and 25"],
  max(nt(0), subtract(subtract(total, burden), parameter("money", "gift.exemption"))),
);
const giftOfYear = estate.money(
  "gift.ofYear",
  ["全年贈與稅", "Gift tax for the year"],
  ["遺產及贈與稅法第 19 條", "Estate and Gift Tax Act, Article 19"],
  round(progressive(giftTaxable, "gift.brackets"), "down"),
);

const land = writer("parcel", "day", "2005-02-01");
const value = land.amount("lvt.value", ["地價總額", "Total land value"]);
/** Each county announces it; none is 0, so that it is asked for and never taken to be. */
const start = land.amount("lvt.start", ["累進起點地價", "Starting value for progressive rates"], 1_000_000_000_000, 1);
const homeValue = land.amount("lvt.homeValue", ["自用住宅用地地價", "Value of the land of the home"]);
const art16 = ["土地稅法第 16 條", "Land Tax Act, Article 16"] as const;
const lvt = land.money("lvt.tax", ["地價稅", "Land value tax"], art16, landValueTax(value, start));
const lvtHome = land.money(
  "lvt.homeTax",
  ["自用住宅用地地價稅", "Land value tax on the home"],
  ["土地稅法第 17 條", "Land Tax Act, Article 17"],
  round(multiply(homeValue, parameter("rate", "lvt.selfUse")), "down"),
);
const rise = land.amount("lvit.rise", ["土地漲價總數額", "Total land value increment"]);
const before = land.amount("lvit.before", ["調整後前次現值", "Previous value, adjusted"]);
const held = land.count("lvit.months", ["持有月數（不滿 1 個月以 1 個月計）", "Months held, a part counting as one"], 2_400);
const art33 = ["土地稅法第 33 條", "Land Tax Act, Article 33"] as const;
/** More than twenty years is any part of the twenty-first. */
const yearsBegun = land.whole(
  "lvit.yearsBegun",
  ["持有年數（不滿 1 年以 1 年計）", "Years held, a part counting as one"],
  art33,
  round(divide(held, whole(12)), "up"),
);
const byYears = (of: string) => step(yearsBegun, `lvit.${of}`);
const lvit = land.money(
  "lvit.tax",
  ["土地增值稅", "Land value increment tax"],
  art33,
  round(
    when(lt(rise, before), multiply(rise, divide(whole(1), whole(5))))
      .when(lt(rise, multiply(before, whole(2))), subtract(multiply(rise, byYears("rate2")), multiply(before, byYears("back2"))))
      .otherwise(subtract(multiply(rise, byYears("rate3")), multiply(before, byYears("back3")))),
    "down",
  ),
);
const lvitHome = land.money(
  "lvit.homeTax",
  ["自用住宅用地土地增值稅", "Land value increment tax on the home"],
  ["土地稅法第 34 條", "Land Tax Act, Article 34"],
  round(multiply(rise, divide(whole(1), whole(10))), "down"),
);

const sellsHome = land.fact("lvit.home", ["出售的是自用住宅用地", "The land sold is that of the home"]);
/** What a seller owes: one's home bears the rate of its own. */
const lvitChosen = land.money(
  "lvit.chosen",
  ["應納土地增值稅", "Land value increment tax due"],
  ["土地稅法第 33 條、第 34 條", "Land Tax Act, Articles 33 and 34"],
  when(sellsHome, lvitHome).otherwise(lvit),
);

const house = writer("house", "day", "2014-06-04");
const houseValue = house.amount("house.value", ["房屋現值", "Value of the house"]);
const houseRate = house.share("house.rate", ["適用稅率", "Applicable rate"]);
const houseTax = house.money(
  "house.tax",
  ["房屋稅", "House tax"],
  ["房屋稅條例第 5 條", "House Tax Act, Article 5"],
  round(multiply(houseValue, houseRate), "down"),
);
const deedKinds = Object.fromEntries(
  Object.entries({ sale: "買賣", dian: "典權", exchange: "交換", gift: "贈與", partition: "分割", occupation: "占有" }).map(
    ([en, zh]) => [en, { "zh-Hant": zh, en }],
  ),
);
const deedKind = house.one("deed.kind", ["契約種類", "Kind of deed"], deedKinds);
const deedPrice = house.amount("deed.price", ["契價", "Deed price"]);
const deed = house.money(
  "deed.tax",
  ["契稅", "Deed tax"],
  ["契稅條例第 3 條", "Deed Tax Act, Article 3"],
  round(multiply(deedPrice, table(deedKind, "deed.rate")), "down"),
);

/** Estate and gift, land, house and deed. */
export const property = createLaw({
  inputs: [
    ...estateReturn.inputs,
    ...estateOfHeirs.inputs,
    ...giftsOfYear.inputs,
    net,
    gift,
    total,
    burden,
    sellsHome,
    value,
    start,
    homeValue,
    rise,
    before,
    held,
    houseValue,
    houseRate,
    deedKind,
    deedPrice,
  ],
  variables: [
    ...estateReturn.variables,
    ...estateOfHeirs.variables,
    ...giftsOfYear.variables,
    estateTax,
    giftTax,
    giftTaxable,
    giftOfYear,
    lvt,
    lvtHome,
    yearsBegun,
    lvit,
    lvitHome,
    lvitChosen,
    houseTax,
    deed,
  ],
  groups: [estateOfHeirs.group, giftsOfYear.group],
  parameters: loadParameters(parameters, others, gifts),
  calendars: [office],
});
