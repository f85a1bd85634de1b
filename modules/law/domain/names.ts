import { laws } from "@troad/content-law";
import type { Group, Input, Law, Parameter, Variable } from "@troad/law";

/** A variable or input with the law that it belongs to. */
export type Fact = { name: string; law: Law; fact: Input | Variable };

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
/** The groups of all laws: an entity lists its members by them. */
export const groups: readonly Group[] = all.flatMap((law) => law.groups);
/** Every variable and input by name. */
export const facts: ReadonlyMap<string, Fact> = new Map(
  [...laws].flatMap(([name, law]) => [...law.inputs, ...law.variables].map((fact) => [fact.name, { name, law, fact }] as const)),
);
export const parameters: ReadonlyMap<string, Parameter> = new Map(
  all.flatMap((law) => law.parameters.map((one) => [one.name, one] as const)),
);
/** What a group's members can be, as the entity that lists them names them. */
const rolesOf = (entity: string) =>
  groups
    .filter(({ of }) => of === entity)
    .flatMap(({ name, member, role, most = {} }) => [
      [name, { description: labels[member] ?? member, plural: name }] as const,
      ...Object.entries(role?.codes ?? {}).map(([code, text]) => {
        const limit = most[code];
        return [
          code,
          { description: `${text["zh-Hant"]} / ${text.en}`, plural: code, ...(limit ? { max: limit } : {}) },
        ] as const;
      }),
    ]);
export const entities = () =>
  Object.fromEntries(
    Object.entries(plurals).map(([name, plural]) => {
      const roles = rolesOf(name);
      const about = { description: labels[name] ?? name, plural };
      return [name, roles.length > 0 ? { ...about, roles: Object.fromEntries(roles) } : about];
    }),
  );
