import { add, createLaw, loadParameters, min, multiply, parameter, round, step, when, whole } from "@troad/law";
import parameters from "../parameters/insurance.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("person", "month", "2024-01-01", "C");
const wage = of.amount("insurance.wage", ["每月薪資", "Monthly wage"]);
const dependants = of.count("insurance.dependants", ["依附投保的眷屬人數", "Number of insured dependants"], 30);
const partTime = of.fact("insurance.partTime", ["部分工時", "Part-time employee"]);

/** The smallest grade that is not below the wage, the last one for all above. */
const labourInsured = of.money(
  "insurance.labourInsured",
  ["勞保月投保薪資", "Insured salary of the labour insurance"],
  ["勞工保險條例第 14 條", "Labor Insurance Act, Article 14"],
  when(partTime, step(wage, "insurance.partTimeGrades")).otherwise(step(wage, "insurance.labourGrades")),
);
const healthInsured = of.money(
  "insurance.healthInsured",
  ["健保投保金額", "Insured amount of the health insurance"],
  ["全民健康保險法第 19 條、第 20 條", "National Health Insurance Act, Articles 19 and 20"],
  step(wage, "insurance.healthGrades"),
);
const labour = of.money(
  "insurance.labourPremium",
  ["勞保費自付額（每月）", "Employee's monthly labour insurance premium"],
  ["勞工保險條例第 13 條、第 15 條", "Labor Insurance Act, Articles 13 and 15"],
  round(
    multiply(labourInsured, parameter("rate", "insurance.labourRate"), parameter("rate", "insurance.labourShare")),
    "half-up",
  ),
);
/** One person's share is rounded, then counted for the person and each dependant. */
const healthOne = of.money(
  "insurance.healthOne",
  ["健保費自付額（每人）", "Health insurance premium per person"],
  ["全民健康保險法第 18 條、第 27 條", "National Health Insurance Act, Articles 18 and 27"],
  round(
    multiply(healthInsured, parameter("rate", "insurance.healthRate"), parameter("rate", "insurance.healthShare")),
    "half-up",
  ),
);
const health = of.money(
  "insurance.healthPremium",
  ["健保費自付額（每月）", "Employee's monthly health insurance premium"],
  ["全民健康保險法第 18 條、第 27 條", "National Health Insurance Act, Articles 18 and 27"],
  multiply(healthOne, add(whole(1), min(dependants, parameter("integer", "insurance.mostDependants")))),
);
const both = of.money(
  "insurance.premiums",
  ["勞健保自付額合計（每月）", "Employee's monthly premiums, both insurances"],
  ["勞工保險條例第 15 條；全民健康保險法第 27 條", "Labor Insurance Act, Article 15; National Health Insurance Act, Article 27"],
  add(labour, health),
);

/** What an employee pays for labour and health insurance, from the grades of each year. */
export const insurance = createLaw({
  inputs: [wage, dependants, partTime],
  variables: [labourInsured, healthInsured, labour, healthOne, health, both],
  parameters: loadParameters(parameters),
});
