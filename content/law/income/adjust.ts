import { defineInput, progressive, round } from "@troad/law";
import { art5, money } from "./write.ts";

const MOST = 4_000_000_000;
/** A net income that someone else has worked out. */
export const netGiven = defineInput({
  name: "income.netGiven",
  entity: "household",
  type: "money",
  label: { "zh-Hant": "綜合所得淨額（已知）", en: "Net income, already known" },
  least: 0,
  most: MOST,
});
/** The tax by the brackets alone. */
export const bracketTax = money(
  "bracketTax",
  ["依級距計算的稅額", "Tax by brackets"],
  art5,
  round(progressive(netGiven, "income.brackets"), "down"),
);
