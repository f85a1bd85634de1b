import { code, collect, createLaw, defineVariable, divide, max, not, round, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2015-12-09";
const of = writer("company", "day", from);
const charge = ["有限合夥規費收費準則第 3 條", "Regulations Governing Fees for Limited Partnership, Article 3"] as const;
const act = ["有限合夥法第 14 條第 1 項", "Limited Partnership Act, Article 14, paragraph 1"] as const;
const figures = figuresOf(charge, "A", "law.moj.gov.tw pcode=J0080056 art. 3, text of 2015-12-09");
const least = figures.money("limitedPartnership.leastFee", ["設立登記規費下限", "Least fee for the registration"], {
  [from]: 1_000,
});
const per = figures.count("limitedPartnership.perDollar", ["每一元規費的出資額", "Contributions for each dollar of the fee"], {
  [from]: 4_000,
});
const capital = of.amount("limitedPartnership.capital", ["出資總額", "All contributions"]);
const limitedOther = of.fact("limitedPartnership.limitedOther", [
  "有限合夥人以信用、勞務或其他利益出資",
  "A limited partner contributes credit, labour or other interests",
]);

const eligible = of.yes("limitedPartnership.eligible", ["出資方式合法", "The contributions are lawful"], act, not(limitedOther));
const outcome = defineVariable({
  ...{ name: "limitedPartnership.outcome", entity: "company", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    registrable: { "zh-Hant": "可以登記", en: "may be registered" },
    "limited-in-kind": { "zh-Hant": "有限合夥人的出資方式不合", en: "a limited partner may not contribute so" },
  },
  formula: when(eligible, code("registrable")).otherwise(code("limited-in-kind")),
});
/** A dollar for each full 4,000; the rules do not say how to treat what is left over. */
const fee = of.money(
  "limitedPartnership.fee",
  ["設立登記規費", "Fee for the registration"],
  charge,
  max(least, round(divide(capital, per), "down")),
);

/** Which contributions a limited partnership is registered with, and what that costs. */
export const limitedPartnership = createLaw(collect([outcome, fee]));
