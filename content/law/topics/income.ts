import type { Facts, Value } from "@troad/law";
import { LawError } from "@troad/law";
import { income } from "../income/law.ts";
import { requirePossible } from "../possible.ts";
import { basic, rareFacts } from "../taxes/basic.ts";
import { cpi as cpiLaw } from "../taxes/cpi.ts";
import { ask, number, rateText, rocYear, type Topic, text, wholeNumber, yesNo } from "./fields.ts";
import { readHousehold } from "./household.ts";

/** A return on which nothing is written yet. */
export const emptyReturn: Readonly<Record<string, Value>> = Object.fromEntries(
  income.inputs.map(({ name, type }) => [name, type === "boolean" ? false : 0]),
);
const of = (given: Record<string, Value>): Facts => {
  const facts: Facts = {
    ...emptyReturn,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`income.${name}`, value])),
  };
  requirePossible(facts);
  return facts;
};

/** The tax on a net income alone: other income of which nothing is taken off. */
const bracket: Topic = (input, law = income) => {
  const at = rocYear(input, "roc");
  const [tax] = ask(law, at, { "income.netGiven": wholeNumber(input, "net_income") }, "income.bracketTax");
  return { tax };
};

const oneEarner: Topic = (input, law = income) => {
  const at = rocYear(input, "roc");
  const married = yesNo(input, "married");
  const persons = wholeNumber(input, "persons");
  if (persons < (married ? 2 : 1)) throw new LawError("law.range", "persons", "must count the taxpayer and the spouse");
  const situation = of({
    salary: wholeNumber(input, "salary"),
    married,
    dependants: persons - (married ? 2 : 1),
    rent: wholeNumber(input, "rent"),
  });
  const [basic_living_diff, net, tax] = ask(law, at, situation, "income.difference", "income.net", "income.tax");
  return { basic_living_diff, net, tax };
};

const threshold: Topic = (input, law = income) => {
  const { dual, preschoolers, disabled, care, rent } = readHousehold(text(input, "household"));
  const situation = of({
    salary: 1,
    spouseSalary: dual ? 1 : 0,
    married: dual,
    preschoolers,
    disabledDependants: disabled,
    care,
    rent: rent ? 180_000 : 0,
    dependants: preschoolers + Math.max(disabled, care),
  });
  const [upTo] = ask(law, rocYear(input, "roc"), situation, "income.taxFreeSalary");
  return { gross_salary_tax_free_upto: upTo };
};

const AMT_FIELDS = {
  net: "net",
  overseas: "overseas",
  regular_tax: "regularTax",
  foreign_tax: "foreignTax",
  insurance: "insurance",
  death_benefit: "deathBenefit",
  unlisted_shares: "unlistedShares",
  donations_in_kind: "donationsInKind",
  dividends_apart: "dividendsApart",
};
const amt: Topic = (input) => {
  const at = rocYear(input, "roc");
  const situation = Object.fromEntries(
    Object.entries(AMT_FIELDS).map(([field, name]) => [
      `amt.${name}`,
      rareFacts.includes(`amt.${name}`) && input[field] === undefined ? 0 : wholeNumber(input, field),
    ]),
  );
  const [basic_income, basic_tax, payable_extra] = ask(basic, at, situation, "amt.basicIncome", "amt.basicTax", "amt.extra");
  return { basic_income, basic_tax, payable_extra };
};

/** The rise is rounded to the unit, half up, and added (所得稅法 §5, §5-1). */
const cpi: Topic = (input) => {
  const unit = wholeNumber(input, "unit");
  if (unit === 0) throw new LawError("law.range", "unit", "must be above 0");
  const amount = wholeNumber(input, "amount");
  const situation = { "cpi.amount": amount, "cpi.rise": `${rateText(number(input, "cpi_rise_pct"))}%`, "cpi.unit": unit };
  const [adjusted] = ask(cpiLaw, "2026-12-31", situation, "cpi.adjusted");
  return { adjusted };
};

export const incomeTopics: Readonly<Record<string, Topic>> = {
  "income.bracket": bracket,
  "income.salary_one_earner": oneEarner,
  "income.taxfree_threshold": threshold,
  amt,
  "cpi.adjust": cpi,
};
