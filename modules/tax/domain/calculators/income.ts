import { laws, rareFacts, requirePossible } from "@troad/content-law";
import { ask, type Calculator, calculator } from "../calculator.ts";

const income = laws.get("income")!;
const basic = laws.get("basic")!;
const years = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];
const own = (name: string) => ask(income, `income.${name}`);
const maybe = (name: string) => ask(income, `income.${name}`, { optional: true });
const ofSpouse = (name: string) => ask(income, `income.${name}`, { optional: true, showWhen: { field: "married", is: true } });

/** The yearly income tax: a salary is enough for a first answer, everything else can be added. */
const incomeTax = calculator({
  id: "income",
  group: "tax",
  law: income,
  pages: [
    { id: "start", ask: [own("salary"), own("married")] },
    { id: "spouse", ask: [own("spouseSalary")], showWhen: { field: "married", is: true } },
    {
      id: "family",
      optional: true,
      ask: [maybe("dependants"), maybe("preschoolers"), maybe("students"), maybe("seniors"), maybe("care")],
    },
    {
      id: "age-and-disability",
      optional: true,
      ask: [
        maybe("senior"),
        ofSpouse("spouseSenior"),
        maybe("disabled"),
        ofSpouse("spouseDisabled"),
        maybe("disabledDependants"),
      ],
    },
    {
      id: "deductions",
      optional: true,
      ask: ["rent", "mortgage", "insurance", "health", "medical", "donations"].map(maybe),
    },
    {
      id: "other-income",
      optional: true,
      ask: [
        maybe("interest"),
        ofSpouse("spouseInterest"),
        maybe("dividends"),
        ofSpouse("spouseDividends"),
        maybe("other"),
        ofSpouse("spouseOther"),
      ],
    },
  ],
  want: ["income.tax", "income.mode", "income.dividendChoice", "income.net", "income.difference"],
  years,
  vary: { fact: "income.salary", most: 5_000_000 },
  check: requirePossible,
  slip: { category: () => "15001", due: "income.filingEnd", result: "income.tax" },
});

/** The basic tax of persons: income from abroad, and what the income tax leaves out. */
const basicTax = calculator({
  id: "basic-tax",
  group: "tax",
  law: basic,
  pages: [
    {
      id: "start",
      ask: [
        ask(basic, "amt.net", { hint: "tax.basic-tax.net-hint" }),
        ask(basic, "amt.overseas"),
        ask(basic, "amt.regularTax", { hint: "tax.basic-tax.regular-hint" }),
      ],
    },
    { id: "more", optional: true, ask: rareFacts.map((name) => ask(basic, name, { optional: true })) },
  ],
  want: ["amt.extra", "amt.basicTax", "amt.basicIncome", "amt.credit"],
  years,
  vary: { fact: "amt.overseas", most: 20_000_000 },
});

export const incomeCalculators: readonly Calculator[] = [incomeTax, basicTax];
