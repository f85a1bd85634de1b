import { add, divide, match, max, multiply, nt, parameter, round, subtract, whole } from "@troad/law";
import { children, insured, pension, scheme } from "./facts.ts";

export const npBirth = pension.money(
  "np.birth",
  ["國民年金生育給付", "National pension birth benefit"],
  ["國民年金法第 32 條之 1", "National Pension Act, Article 32-1"],
  multiply(insured, parameter("integer", "np.birthMonths"), children),
);
export const labourBirth = pension.money(
  "labour.birth",
  ["勞保生育給付", "Labour insurance birth benefit"],
  ["勞工保險條例第 32 條", "Labor Insurance Act, Article 32"],
  round(multiply(divide(insured, whole(30)), parameter("integer", "labour.birthDays"), children), "half-up"),
);
export const farmersBirth = pension.money(
  "farmers.birth",
  ["農保生育給付", "Farmers' insurance birth benefit"],
  ["農民健康保險條例第 24 條", "Farmers Health Insurance Act, Article 24"],
  multiply(insured, parameter("integer", "farmers.birthMonths"), children),
);
export const support = ["生育補助方案", "Birth support programme"] as const;
export const birthInsured = pension.money(
  "birth.insured",
  ["社會保險生育給付", "Insurance birth benefit"],
  support,
  match(scheme, { national_pension: npBirth, labour: labourBirth, farmers: farmersBirth, none: nt(0) }),
);
export const topUp = pension.money(
  "birth.topUp",
  ["生育補助差額", "Top-up to the birth support"],
  support,
  max(nt(0), subtract(multiply(parameter("money", "birth.perChild"), children), birthInsured)),
);
export const birthTotal = pension.money(
  "birth.total",
  ["生育給付合計", "Total birth benefits"],
  support,
  add(birthInsured, topUp),
);

/** What a birth brings when it is asked by itself: the insured amount of the national pension is the law's, others are given. */
export const npBirthOfYear = pension.money(
  "np.birthOfYear",
  ["國民年金生育給付（依當年月投保金額）", "National pension birth benefit, by the year's insured amount"],
  ["國民年金法第 32 條之 1", "National Pension Act, Article 32-1"],
  multiply(parameter("money", "np.insured"), parameter("integer", "np.birthMonths"), children),
);
export const claimInsured = pension.money(
  "birth.claimInsured",
  ["社會保險生育給付", "Social insurance birth benefit"],
  support,
  match(scheme, { national_pension: npBirthOfYear, labour: labourBirth, farmers: farmersBirth, none: nt(0) }),
);
export const claimTopUp = pension.money(
  "birth.claimTopUp",
  ["生育補助差額", "Top-up to the birth support"],
  support,
  max(nt(0), subtract(multiply(parameter("money", "birth.perChild"), children), claimInsured)),
);
export const claimTotal = pension.money(
  "birth.claimTotal",
  ["生育時可請領的合計", "Total that can be claimed for a birth"],
  support,
  add(claimInsured, claimTopUp),
);
