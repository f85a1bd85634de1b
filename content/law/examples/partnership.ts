import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const partnership = examplesOf("limited-partnership");
const charge = statute("有限合夥規費收費準則 §3");
const contributions = (amount: number) => ({ "limitedPartnership.capital": amount, "limitedPartnership.limitedOther": false });

/** Who registers a limited partnership, with what and for how much. */
export const ofPartnerships: readonly WorkedExample[] = [
  partnership("limitedPartnership.fee", today, contributions(4_003_999), 1_000, charge),
  partnership("limitedPartnership.fee", today, contributions(4_004_000), 1_001, charge),
  partnership("limitedPartnership.eligible", today, contributions(1), true, statute("有限合夥法 §14 I")),
  partnership(
    "limitedPartnership.outcome",
    today,
    { ...contributions(1), "limitedPartnership.limitedOther": true },
    "limited-in-kind",
    statute("有限合夥法 §14 I"),
  ),
];
