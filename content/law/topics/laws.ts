import { LawError } from "@troad/law";
import { benefits } from "../benefits/law.ts";
import { shifted } from "../calendar.ts";
import { income } from "../income/law.ts";
import supplementaryRule from "../rules/nhi-supplementary/rule.ts";
import { business } from "../taxes/business.ts";
import { insurance } from "../taxes/insurance.ts";
import { property } from "../taxes/property.ts";
import { sale } from "../taxes/sale.ts";
import { lawTopic } from "./derived.ts";
import { ask, type Topic, wholeNumber } from "./fields.ts";

const premiumLaw = supplementaryRule.law;
const amountsOf = (law: typeof income): string[] => law.inputs.filter(({ type }) => type !== "boolean").map(({ name }) => name);

/** The last day to file and pay the income tax of a year, moved where it is a day off. */
const slip: Topic = (input) => {
  const year = wholeNumber(input, "year");
  const last = income.definitions.valueOn("income.filingEnd", `${year}-12-31`, undefined);
  if (!last) throw new LawError("law.out-of-range", "year", `the filing of ${year} is not known`);
  return { due: shifted(String(last.given)) };
};
/** All gifts of a calendar year, and what the donees bear of them. */
const giftOfYear: Topic = (input) => {
  const facts = {
    "gift.total": wholeNumber(input, "total"),
    "gift.totalBurden": input.taxes_paid_by_donee === undefined ? 0 : wholeNumber(input, "taxes_paid_by_donee"),
  };
  const [tax, taxable] = ask(property, `${wholeNumber(input, "year")}-12-31`, facts, "gift.ofYear", "gift.taxable");
  return { tax, taxable };
};
/** The supplementary premium of single payments; what is not named was not paid. */
const supplementary: Topic = (input) => {
  const facts = Object.fromEntries(premiumLaw.inputs.map(({ name }) => [name, 0]));
  for (const [field, value] of Object.entries(input)) {
    if (field === "year") continue;
    const name = `supplementary.${field}`;
    if (!premiumLaw.definitions.input(name))
      throw new LawError("law.unknown-input", field, "is no payment that bears the premium");
    facts[name] = wholeNumber({ [field]: value }, field);
  }
  const [premium] = ask(
    premiumLaw,
    `${input.year === undefined ? 2026 : wholeNumber(input, "year")}-12-31`,
    facts,
    "supplementary.premium",
  );
  return { premium };
};

/** The calculations of people's pages, each by one flat question. */
export const lawTopics: Readonly<Record<string, Topic>> = {
  "income.slip": slip,
  "nhi.supplementary": supplementary,
  income: lawTopic(
    income,
    ["income.tax", "income.mode", "income.dividendChoice", "income.net", "income.difference"],
    amountsOf(income),
  ),
  premiums: lawTopic(
    insurance,
    ["insurance.labourInsured", "insurance.labourPremium", "insurance.healthInsured", "insurance.healthPremium"],
    ["insurance.dependants"],
  ),
  "house-sale": lawTopic(sale, ["sale.tax", "sale.taxable", "sale.rate"], ["sale.losses"]),
  estate: lawTopic(
    property,
    ["estate.taxOfReturn", "estate.netOfReturn", "estate.personal"],
    property.inputs.filter(({ entity, type }) => entity === "estate" && type !== "boolean").map(({ name }) => name),
  ),
  "gift.year": giftOfYear,
  "corporate-income": lawTopic(business, ["cit.tax", "cit.credit"], ["cit.losses", "cit.abroad", "cit.paidAbroad"]),
  birth: lawTopic(
    benefits,
    ["birth.claimTotal", "parental.monthly", "parental.allowance", "parental.subsidy"],
    ["benefit.insured", "benefit.children"],
  ),
};
