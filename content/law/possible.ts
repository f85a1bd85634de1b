import type { Facts } from "@troad/law";
import { requirePossibleIncome } from "./income/contradictions.ts";
import { requirePossibleEstate } from "./taxes/estate.ts";
import { requirePossibleSale } from "./taxes/sale.ts";

/** Refuses facts that cannot all be true, whichever law they are of; throws LawError `law.range` with the fact at fault. */
export function requirePossible(facts: Facts): void {
  requirePossibleIncome(facts);
  requirePossibleSale(facts);
  requirePossibleEstate(facts);
}
