import { and, ge, le, lt, type Operand, or, type Variable } from "@troad/law";
import { figuresOf } from "../figures.ts";
import type { writer } from "../taxes/write.ts";

const from = "2023-02-10";
const article = [
  "勞工保險條例第 54 條之 2、第 63 條；國民年金法第 40 條",
  "Labor Insurance Act, Articles 54-2 and 63; National Pension Act, Article 40",
] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=N0050001 art. 54-2");
const age = (name: string, zh: string, en: string, value: number) =>
  figures.count(`survivors.${name}`, [zh, en], { [from]: value });
const older = age("olderAge", "配偶、父母年齡", "Age of a spouse or parent", 55);
const middle = age("middleAge", "收入未超過第一級的配偶年齡", "Age of a spouse with little pay", 45);
const school = age("schoolAge", "在學子女年齡上限", "Age up to which a child is at school", 25);
const adult = figuresOf(["民法第 12 條", "Civil Code, Article 12"], "A", "law.moj.gov.tw pcode=B0000001 art. 12").count(
  "survivors.adultAge",
  ["成年", "Of age"],
  { [from]: 18 },
);

type Who = { isSpouse: Operand<"boolean">; isChild: Operand<"boolean">; isParent: Operand<"boolean">; age: Operand<"number"> };

/** Whether a survivor meets the conditions of their relation. */
export function conditionsOf(
  of: ReturnType<typeof writer>,
  { isSpouse, isChild, isParent, age: years }: Who,
): Variable<"boolean"> {
  const unable = of.fact("survivors.unable", ["無謀生能力", "Unable to work"]);
  const student = of.fact("survivors.student", ["在學", "At school"]);
  const raisesChild = of.fact("survivors.raisesChild", ["扶養符合條件的子女", "Raises a child that meets the conditions"]);
  const marriedYear = of.fact("survivors.marriedYear", ["婚姻存續一年以上", "Married for a year"]);
  const lowPay = of.fact("survivors.lowPay", ["收入未超過第一級", "Pay within the lowest grade"]);
  return of.yes(
    "survivors.meets",
    ["符合遺屬的條件", "Meets the conditions of a survivor"],
    article,
    or(
      and(isSpouse, or(unable, raisesChild, and(marriedYear, ge(years, older)), and(marriedYear, lowPay, ge(years, middle)))),
      and(isChild, or(unable, lt(years, adult), and(student, lowPay, le(years, school)))),
      and(isParent, lowPay, ge(years, older)),
    ),
  );
}
