import { add, lt, match, max, multiply, nt, parameter, round, when, whole } from "@troad/law";
import { addon, adjust, blocked, insured, pension, scheme, years } from "./facts.ts";

export const npAct = ["國民年金法第 30 條", "National Pension Act, Article 30"] as const;
export const labourAct = ["勞工保險條例第 58 條之 1、第 58 條之 2", "Labor Insurance Act, Articles 58-1 and 58-2"] as const;
export const npA = pension.money(
  "np.formulaA",
  ["老年年金 A 式", "Old-age pension, formula A"],
  npAct,
  round(add(multiply(insured, years, parameter("rate", "np.rateA")), addon), "half-up"),
);
export const npB = pension.money(
  "np.formulaB",
  ["老年年金 B 式", "Old-age pension, formula B"],
  npAct,
  round(multiply(insured, years, parameter("rate", "np.rateB")), "half-up"),
);
export const npPay = pension.money(
  "np.pay",
  ["國民年金老年年金", "National old-age pension"],
  npAct,
  when(blocked, npB).otherwise(max(npA, npB)),
);
export const npFuneral = pension.money(
  "np.funeral",
  ["國民年金喪葬給付", "National pension funeral benefit"],
  ["國民年金法第 39 條", "National Pension Act, Article 39"],
  multiply(insured, parameter("integer", "np.funeralMonths")),
);
export const labourA = pension.money(
  "labour.formulaA",
  ["勞保老年年金 A 式", "Labour old-age pension, formula A"],
  labourAct,
  round(add(multiply(insured, years, parameter("rate", "labour.rateA")), parameter("money", "labour.addon")), "half-up"),
);
export const labourB = pension.money(
  "labour.formulaB",
  ["勞保老年年金 B 式", "Labour old-age pension, formula B"],
  labourAct,
  round(multiply(insured, years, parameter("rate", "labour.rateB")), "half-up"),
);
export const fifteen = whole(15);
export const labourPay = pension.money(
  "labour.pay",
  ["勞保老年年金（每月）", "Monthly labour old-age pension"],
  labourAct,
  when(lt(years, fifteen), nt(0)).otherwise(round(multiply(max(labourA, labourB), add(whole(1), adjust)), "half-up")),
);
/** Under fifteen years there is no pension but one month's salary a year. */
export const labourLumpSum = pension.money(
  "labour.lumpSum",
  ["勞保老年一次金", "Labour old-age lump sum"],
  ["勞工保險條例第 58 條第 1 項第 2 款、第 59 條", "Labor Insurance Act, Article 58, paragraph 1, and Article 59"],
  when(lt(years, fifteen), round(multiply(insured, years), "half-up")).otherwise(nt(0)),
);
export const farmersFuneral = pension.money(
  "farmers.funeral",
  ["農保喪葬津貼", "Farmers' insurance funeral benefit"],
  ["農民健康保險條例第 40 條", "Farmers Health Insurance Act, Article 40"],
  multiply(insured, parameter("integer", "farmers.funeralMonths")),
);

/** Of an insured person who died: five months of the average insured salary (勞工保險條例 §63-2 I 1). */
export const labourFuneral = pension.money(
  "labour.funeral",
  ["勞保喪葬津貼", "Labour insurance funeral benefit"],
  ["勞工保險條例第 63 條之 2", "Labor Insurance Act, Article 63-2"],
  multiply(insured, parameter("integer", "labour.funeralMonths")),
);

export const funeral = pension.money(
  "funeral.paid",
  ["喪葬給付", "Funeral benefit"],
  ["國民年金法第 39 條；農民健康保險條例第 40 條", "National Pension Act, Article 39; Farmers Health Insurance Act, Article 40"],
  match(scheme, {
    national_pension: multiply(parameter("money", "np.insured"), parameter("integer", "np.funeralMonths")),
    farmers: farmersFuneral,
    labour: labourFuneral,
    none: nt(0),
  }),
);
