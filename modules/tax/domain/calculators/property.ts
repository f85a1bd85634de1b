import { laws, requirePossible } from "@troad/content-law";
import { ask, type Calculator, calculator, type SlipRule } from "../calculator.ts";
import { inThousandths, priceIndex } from "../price-index.ts";

const property = laws.get("property")!;
const years = [2022, 2023, 2024, 2025, 2026];
const one = (
  id: string,
  facts: readonly string[],
  want: readonly string[],
  vary: { fact: string; most: number },
  slip?: SlipRule,
): Calculator =>
  calculator({
    id,
    group: "tax",
    law: property,
    pages: [{ id: "start", ask: facts.map((fact) => ask(property, fact)) }],
    want,
    years,
    vary,
    ...(slip ? { slip } : {}),
  });
const assessed = (category: string, month: number, day: number, result: string): SlipRule => ({
  category: () => category,
  due: { month, day },
  result,
});

const houseLaw = laws.get("house")!;
const counted = { field: "use", in: ["rented", "other", "business", "nonBusiness"] };
/** Where the county decides and its table was not read, the answer is a range. */
const house = calculator({
  id: "house",
  group: "tax",
  law: houseLaw,
  pages: [
    { id: "start", ask: [ask(houseLaw, "house.worth"), ask(houseLaw, "house.use")] },
    { id: "county", ask: [ask(houseLaw, "house.county")] },
    { id: "count", ask: [ask(houseLaw, "house.count", { min: 1 })], showWhen: counted },
  ],
  want: ["house.mostTax", "house.leastTax", "house.mostRate", "house.leastRate"],
  years: [2025, 2026],
  monthDay: "05-01",
  more: ({ count }) => (count === undefined ? { "house.count": 1 } : {}),
  vary: { fact: "house.worth", most: 5_000_000 },
  tidy: (results) => {
    const [most, least, rate] = results;
    if (!most || !least || !rate || most.value !== least.value) return results;
    return [
      { ...most, label: { "zh-Hant": "房屋稅", en: "House tax" } },
      { ...rate, label: { "zh-Hant": "適用稅率", en: "Rate that applies" } },
    ];
  },
  slip: { ...assessed("11201", 5, 31, "house.mostTax"), sameAs: "house.leastTax" },
});

const home = { type: "yes-no", name: "home", label: "tax.land.home" } as const;
const rise = laws.get("land-rise")!;
const landRise = calculator({
  id: "land-increment",
  group: "tax",
  law: property,
  pages: [
    {
      id: "start",
      ask: [
        ask(rise, "rise.value", { hint: "tax.land-increment.value-hint" }),
        ask(rise, "rise.earlier", { hint: "tax.land-increment.earlier-hint" }),
        priceIndex,
        home,
      ],
    },
    {
      id: "held",
      ask: [ask(rise, "rise.acquired", { hint: "tax.land-increment.acquired-hint" }), ask(rise, "rise.sold")],
      showWhen: { field: "home", isNot: true },
    },
    { id: "costs", optional: true, ask: [ask(rise, "rise.costs", { optional: true })] },
  ],
  readers: { index: inThousandths },
  derived: [
    {
      law: rise,
      gives: ({ home: own }) => ({
        "lvit.rise": "rise.amount",
        ...(own === true ? {} : { "lvit.before": "rise.before", "lvit.months": "rise.months" }),
      }),
      more: ({ index }) => ({ "rise.index": inThousandths(index) }),
    },
  ],
  want: ["lvit.chosen"],
  years,
  more: ({ home: own }) => ({ "lvit.home": own === true }),
  vary: { fact: "lvit.rise", most: 20_000_000 },
});

const saleLaw = laws.get("sale")!;
const gain = laws.get("sale-gain")!;
const sale = calculator({
  id: "house-sale",
  group: "tax",
  law: saleLaw,
  pages: [
    { id: "start", ask: [ask(gain, "gain.price"), ask(gain, "gain.cost")] },
    { id: "held", ask: [ask(gain, "gain.acquired", { hint: "tax.house-sale.acquired-hint" }), ask(gain, "gain.sold")] },
    { id: "seller", ask: [ask(saleLaw, "sale.isResident"), ask(saleLaw, "sale.isHome")] },
    {
      id: "deducted",
      optional: true,
      ask: [
        ask(gain, "gain.expenses", { optional: true, hint: "tax.house-sale.expenses-hint" }),
        ask(gain, "gain.rise", { optional: true, hint: "tax.house-sale.rise-hint" }),
      ],
    },
    {
      id: "special",
      optional: true,
      ask: [ask(saleLaw, "sale.isSpecial", { optional: true }), ask(saleLaw, "sale.losses", { optional: true })],
    },
  ],
  derived: [{ law: gain, gives: () => ({ "sale.gain": "gain.taxable", "sale.months": "gain.months" }) }],
  check: requirePossible,
  want: ["sale.tax", "sale.taxable", "sale.rate"],
  years,
  vary: { fact: "sale.gain", most: 20_000_000 },
});

const heirs = (fact: string) => ask(property, `estate.${fact}`, { optional: true });
const estate = calculator({
  id: "estate",
  group: "tax",
  law: property,
  pages: [
    { id: "start", ask: [ask(property, "estate.gross"), ask(property, "estate.hasSpouse"), ask(property, "estate.descendants")] },
    { id: "heirs", optional: true, ask: ["minorYears", "parents", "disabledHeirs"].map(heirs) },
    { id: "debts", optional: true, ask: [heirs("debts"), heirs("spouseClaim")] },
    { id: "gifts", optional: true, ask: [heirs("givenBefore"), heirs("giftTaxPaid")] },
  ],
  want: ["estate.taxOfReturn", "estate.netOfReturn", "estate.personal"],
  check: requirePossible,
  years,
  vary: { fact: "estate.gross", most: 200_000_000 },
});

const gift = calculator({
  id: "gift",
  group: "tax",
  law: property,
  pages: [
    { id: "start", ask: [ask(property, "gift.total")] },
    { id: "burden", optional: true, ask: [ask(property, "gift.totalBurden", { optional: true })] },
  ],
  want: ["gift.ofYear", "gift.taxable"],
  years,
  vary: { fact: "gift.total", most: 100_000_000 },
});

export const propertyCalculators: readonly Calculator[] = [
  house,
  one(
    "land-home",
    ["lvt.homeValue"],
    ["lvt.homeTax"],
    { fact: "lvt.homeValue", most: 20_000_000 },
    assessed("11331", 11, 30, "lvt.homeTax"),
  ),
  landRise,
  sale,
  one("deed", ["deed.kind", "deed.price"], ["deed.tax"], { fact: "deed.price", most: 20_000_000 }),
  estate,
  gift,
];
