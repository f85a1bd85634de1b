import type { Law } from "@troad/law";
import { income } from "./income/law.ts";
import { benefits } from "./taxes/benefits.ts";
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
export const laws: ReadonlyMap<string, Law> = new Map(
  Object.entries({ tuition, income, late, vehicle, benefits, property, house, sale, business, cpi, consumption, insurance }),
);
export { shifted } from "./calendar.ts";
export { requirePossible } from "./income/contradictions.ts";
export { topics } from "./topics/index.ts";
