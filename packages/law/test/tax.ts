import {
  add,
  countOf,
  createLaw,
  defineGroup,
  defineInput,
  defineVariable,
  ge,
  type Law,
  lastDay,
  loadParameters,
  max,
  multiply,
  nt,
  parameter,
  progressive,
  round,
  subtract,
  sumOf,
  whole,
  years,
} from "../index.ts";

const label = (en: string) => ({ "zh-Hant": `〔${en}〕`, en });
const citation = { "zh-Hant": "測試法第 1 條", en: "Test Act, Article 1" };
const value = (from: string, given: unknown, more: object = {}) => ({
  value: given,
  from,
  to: null,
  announced: from,
  citation,
  certainty: "A",
  source: "made up for the tests",
  ...more,
});

/** The parameters of a small made-up income tax, as a file would have them. */
export const taxParameters = {
  parameters: [
    {
      name: "tax.exemption",
      type: "money",
      label: label("exemption"),
      values: [value("2020-01-01", 88000), value("2022-01-01", 92000, { announced: "2021-11-01" })],
    },
    {
      name: "tax.brackets",
      type: "brackets",
      over: "money",
      of: "rate",
      label: label("brackets"),
      values: [
        value("2020-01-01", [
          { from: 0, value: "5%" },
          { from: 540000, value: "0.12" },
          { from: 1210000, value: "20%" },
        ]),
      ],
    },
  ],
};

const salary = defineInput({ name: "salary", entity: "person", type: "money", label: label("salary") });
const born = defineInput({ name: "born", entity: "person", type: "date", label: label("date of birth") });
const donation = defineInput({ name: "donation", entity: "household", type: "money", label: label("donation") });
const members = defineGroup({ name: "members", of: "household", member: "person" });
const year = { period: "year", from: "2020-01-01" } as const;

const old = defineVariable({
  ...year,
  name: "old",
  entity: "person",
  type: "boolean",
  label: label("70 or older"),
  article: null,
  formula: ge(years(born, lastDay), whole(70)),
});
const exemptions = defineVariable({
  ...year,
  name: "exemptions",
  entity: "household",
  type: "money",
  label: label("exemptions"),
  article: citation,
  formula: round(
    multiply(
      parameter("money", "tax.exemption"),
      add(countOf(members, ge(salary, nt(0))), multiply(countOf(members, old), parameter("rate", "tax.oldExtra"))),
    ),
    "half-up",
  ),
});
const net = defineVariable({
  ...year,
  name: "net",
  entity: "household",
  type: "money",
  label: label("net income"),
  article: citation,
  formula: max(nt(0), subtract(subtract(sumOf(members, salary), exemptions), donation)),
});
export const tax = defineVariable({
  ...year,
  name: "tax",
  entity: "household",
  type: "money",
  label: label("tax"),
  article: citation,
  formula: round(progressive(net, "tax.brackets"), "half-up"),
});

/** A household tax with members, an aggregation, brackets and two versions of a parameter. */
export function taxLaw(): Law {
  const extra = {
    name: "tax.oldExtra",
    type: "rate",
    label: label("extra for age"),
    values: [value("2020-01-01", "1/2", { certainty: "C" })],
  };
  return createLaw({
    inputs: [salary, born, donation],
    groups: [members],
    variables: [old, exemptions, net, tax],
    parameters: loadParameters(taxParameters, { parameters: [extra] }),
  });
}
