import { laws } from "@troad/content-law";
import type { Input, Law, Parameter, Variable } from "@troad/law";

/** What a variable or input is, with the law that it is part of. */
export type Fact = { law: Law; fact: Input | Variable };

/** Plurals of the entities, as a situation names them. */
export const plurals: Readonly<Record<string, string>> = {
  person: "persons",
  household: "households",
  company: "companies",
  parcel: "parcels",
  house: "houses",
  vehicle: "vehicles",
  estate: "estates",
  debt: "debts",
  amount: "amounts",
  sale: "sales",
  gift: "gifts",
  heir: "heirs",
  child: "children",
};
const labels: Readonly<Record<string, string>> = {
  person: "自然人 / person",
  household: "申報戶 / household",
  company: "營利事業 / company",
  parcel: "土地 / parcel of land",
  house: "房屋 / house",
  vehicle: "車輛 / vehicle",
  estate: "遺產與贈與 / estate",
  debt: "欠稅 / tax debt",
  amount: "金額 / amount",
  sale: "銷售或消費 / sale",
  gift: "贈與 / gift",
  heir: "繼承人與遺屬 / heir",
  child: "子女 / child",
};

const all = [...laws.values()];
/** Every variable and input by name. */
export const facts: ReadonlyMap<string, Fact> = new Map(
  all.flatMap((law) => [...law.inputs, ...law.variables].map((fact) => [fact.name, { law, fact }] as const)),
);
export const parameters: ReadonlyMap<string, Parameter> = new Map(
  all.flatMap((law) => law.parameters.map((one) => [one.name, one] as const)),
);
export const entities = () =>
  Object.fromEntries(Object.entries(plurals).map(([name, plural]) => [name, { description: labels[name] ?? name, plural }]));
