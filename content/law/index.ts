import type { Law } from "@troad/law";
import { benefits } from "./benefits/law.ts";
import { income } from "./income/law.ts";
import { rules } from "./rules.ts";
import { basic } from "./taxes/basic.ts";
import { business } from "./taxes/business.ts";
import { consumption } from "./taxes/consumption.ts";
import { cpi } from "./taxes/cpi.ts";
import { house } from "./taxes/house.ts";
import { insurance } from "./taxes/insurance.ts";
import { late } from "./taxes/late.ts";
import { property } from "./taxes/property.ts";
import { sale } from "./taxes/sale.ts";
import { vehicle } from "./taxes/vehicle.ts";
import { tuition } from "./tuition/law.ts";

/** Every law by its name; a service.json gives one in `decision.law`. */
export const laws: ReadonlyMap<string, Law> = new Map([
  ...Object.entries({
    tuition,
    income,
    late,
    vehicle,
    benefits,
    property,
    house,
    sale,
    basic,
    business,
    cpi,
    consumption,
    insurance,
  }),
  ...rules.map(({ id, law }) => [id, law] as const),
]);
export { daysBetween, daysByYear, daysOfYear, isWorkingDay, plusDays, shifted } from "./calendar.ts";
export { notKnown } from "./not-known.ts";
export { requirePossible } from "./possible.ts";
export type { Rule } from "./rule.ts";
export { rules } from "./rules.ts";
export { rareFacts } from "./taxes/basic.ts";
export { topics } from "./topics/index.ts";
export { surchargeRuleDay } from "./topics/late.ts";
