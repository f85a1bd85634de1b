import type { Calculator } from "./calculator.ts";
import { benefitCalculators } from "./calculators/benefits.ts";
import { businessCalculators } from "./calculators/business.ts";
import { incomeCalculators } from "./calculators/income.ts";
import { lateCalculators } from "./calculators/late.ts";
import { propertyCalculators } from "./calculators/property.ts";
import { ruleCalculators } from "./calculators/rules.ts";
import { vehicleCalculators } from "./calculators/vehicle.ts";

/** Everything that can be worked out, in the order of the first page. */
export const calculators: readonly Calculator[] = [
  ...incomeCalculators,
  ...vehicleCalculators,
  ...lateCalculators,
  ...benefitCalculators,
  ...propertyCalculators,
  ...businessCalculators,
  ...ruleCalculators,
];

const byId = new Map(calculators.map((one) => [one.id, one]));
export const calculatorOf = (id: string): Calculator | undefined => byId.get(id);
