import { laws } from "@troad/content-law";
import { ask, type Calculator, calculator } from "../calculator.ts";

const law = laws.get("business")!;
const years = [2022, 2023, 2024, 2025, 2026];
/** Of what the amount is, and on which paper it stands, each tax says. */
const amountOf = (id: string) => ask(law, "business.amount", { label: `tax.${id}.amount`, hint: `tax.${id}.amount-hint` });
const onAmount = (id: string, want: readonly string[], more: readonly string[] = [], most = 10_000_000): Calculator =>
  calculator({
    id,
    group: "tax",
    law,
    pages: [{ id: "start", ask: [...more.map((fact) => ask(law, fact)), amountOf(id)] }],
    want,
    years,
    vary: { fact: "business.amount", most },
  });

const rare = (fact: string) => ask(law, fact, { optional: true });
const corporate = calculator({
  id: "corporate-income",
  group: "tax",
  law,
  pages: [
    { id: "start", ask: [amountOf("corporate-income")] },
    { id: "losses", optional: true, ask: [rare("cit.losses")] },
    { id: "abroad", optional: true, ask: [rare("cit.abroad"), rare("cit.paidAbroad")] },
  ],
  want: ["cit.tax", "cit.net", "cit.credit"],
  years: [2018, 2019, 2020, 2021, ...years],
  vary: { fact: "business.amount", most: 1_000_000 },
  // Without losses and income from abroad the tax alone says everything.
  tidy: (results) => results.filter(({ value, name }, at) => at === 0 || (name === "cit.credit" && value !== 0)),
});
const consumption = laws.get("consumption")!;
const onSale = (id: string, facts: readonly string[], want: string, fact: string, most: number): Calculator =>
  calculator({
    id,
    group: "tax",
    law: consumption,
    pages: [{ id: "start", ask: facts.map((one) => ask(consumption, one)) }],
    want: [want],
    years,
    vary: { fact, most },
  });

/** Corporate income, business, stamp and securities tax: one amount each. */
export const businessCalculators: readonly Calculator[] = [
  corporate,
  onAmount("business-tax", ["vat.tax"]),
  onAmount("stamp", ["stamp.contractTax", "stamp.receiptTax", "stamp.movableTax"]),
  onAmount("securities", ["securities.tax"], ["securities.kind"]),
  onSale("commodity", ["commodity.good", "commodity.price"], "commodity.tax", "commodity.price", 2_000_000),
  onSale("amusement", ["amusement.show", "amusement.price"], "amusement.mostTax", "amusement.price", 2_000),
];
