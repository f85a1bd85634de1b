import { type Facts, LawError } from "@troad/law";

/** What only a couple can have (所得稅法 §15: spouses file together). */
const ofSpouse = ["spouseSalary", "spouseOther", "spouseInterest", "spouseDividends", "spouseSenior", "spouseDisabled"] as const;
/** Each is some of the dependants; a person is in one of the first three only. */
const ages = ["seniors", "students", "preschoolers"] as const;

const amountOf = (facts: Facts, name: string): number => {
  const value = facts[`income.${name}`];
  return typeof value === "number" ? value : 0;
};

/**
 * Refuses a household whose facts cannot all be true, before anything is reckoned from them. Facts that were not given contradict
 * nothing. Throws LawError `law.range` with the fact at fault.
 */
export function requirePossibleIncome(facts: Facts): void {
  const refuse = (name: string, zh: string, en: string): never => {
    throw new LawError("law.range", `income.${name}`, { "zh-Hant": zh, en });
  };
  const married = facts["income.married"];
  if (married === false) {
    const given = ofSpouse.find((name) => facts[`income.${name}`] === true || amountOf(facts, name) > 0);
    if (given) refuse(given, "這是配偶的項目，但申報戶沒有配偶", "is a spouse's, and the household has none");
  }
  if (facts["income.dependants"] === undefined) return;
  const dependants = amountOf(facts, "dependants");
  for (const name of [...ages, "disabledDependants"] as const)
    if (amountOf(facts, name) > dependants)
      refuse(name, `人數超過扶養親屬 ${dependants} 人`, `counts more persons than the ${dependants} dependants`);
  if (ages.reduce((sum, name) => sum + amountOf(facts, name), 0) > dependants)
    refuse(
      "dependants",
      "扶養親屬應包含每一位尊親屬、就學子女與學前子女",
      "must count every parent, student and child of preschool age",
    );
  const household = dependants + (married === true ? 2 : 1);
  if (amountOf(facts, "care") > household)
    refuse("care", `人數超過申報戶 ${household} 人`, `counts more persons than the ${household} of the household`);
}
