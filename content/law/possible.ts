import { type Facts, LawError } from "@troad/law";
import { requirePossibleIncome } from "./income/contradictions.ts";
import { requirePossibleEstate } from "./taxes/estate.ts";
import { requirePossibleSale } from "./taxes/sale.ts";

/** Refuses facts that cannot all be true, whichever law they are of; throws LawError `law.range` with the fact at fault. */
export function requirePossible(facts: Facts): void {
  requirePossibleIncome(facts);
  requirePossibleSale(facts);
  requirePossibleEstate(facts);
  for (const held of ["rise", "gain"]) requireHolding(facts[`${held}.acquired`], facts[`${held}.sold`], `${held}.sold`);
}

/** Nobody sells before they have it. */
function requireHolding(acquired: unknown, sold: unknown, subject: string): void {
  if (typeof acquired === "string" && typeof sold === "string" && sold < acquired)
    throw new LawError("law.range", subject, {
      "zh-Hant": "賣出的日期不能早於取得的日期",
      en: "cannot be before the day on which it was acquired",
    });
}
