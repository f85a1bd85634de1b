import { and, code, collect, createLaw, defineVariable, eq, gt, not, nt, or, when } from "@troad/law";
import { writer } from "./write.ts";

const from = "2015-01-01";
// no act says what such a certificate needs: it follows from what it says
const of = writer("person", "day", from, "C");
const act = ["稅捐稽徵法第 33 條第 1 項第 1 款", "Tax Collection Act, Article 33, paragraph 1, subparagraph 1"] as const;

const kind = of.one("clearance.kind", ["證明種類", "Certificate"], {
  "no-arrears": { "zh-Hant": "無欠稅", en: "no arrears" },
  paid: { "zh-Hant": "納稅情形", en: "taxes paid" },
});
const arrears = of.amount("clearance.arrears", ["目前欠稅", "In arrears"]);
const paid = of.amount("clearance.paid", ["該年度已納稅額", "Paid in the year"]);

const isClear = eq(kind, code("no-arrears"));
const owes = gt(arrears, nt(0));
const eligible = of.yes(
  "clearance.eligible",
  ["可以核發", "A certificate may be made"],
  act,
  or(and(isClear, not(owes)), and(not(isClear), gt(paid, nt(0)))),
);
const outcome = defineVariable({
  ...{ entity: "person", period: "day", type: "code", from, certainty: "C" },
  ...{ name: "clearance.outcome", label: { "zh-Hant": "結果", en: "Outcome" }, article: null },
  codes: {
    granted: { "zh-Hant": "核發", en: "made" },
    arrears: { "zh-Hant": "有欠稅", en: "in arrears" },
    "nothing-paid": { "zh-Hant": "該年度沒有納稅紀錄", en: "nothing was paid in the year" },
  },
  formula: when(eligible, code("granted")).when(isClear, code("arrears")).otherwise(code("nothing-paid")),
});

/** Whether a certificate of taxes paid, or of none in arrears, is made. */
export const taxClearance = createLaw(collect([outcome]));
