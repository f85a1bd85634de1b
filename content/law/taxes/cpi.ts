import { add, createLaw, divide, multiply, round } from "@troad/law";
import { writer } from "./write.ts";

const of = writer("amount", "day", "1990-01-01");
const amount = of.amount("cpi.amount", ["調整前金額", "Amount before adjustment"]);
const rise = of.share("cpi.rise", ["物價指數上漲率", "Rise of the price index"]);
const unit = of.count("cpi.unit", ["進位單位", "Rounding unit"], 1_000_000);

/** The rise, not the sum, is rounded to the unit, half up. */
const adjusted = of.money(
  "cpi.adjusted",
  ["調整後金額", "Amount after adjustment"],
  ["所得稅法第 5 條、第 5 條之 1", "Income Tax Act, Articles 5 and 5-1"],
  add(amount, multiply(unit, round(divide(multiply(amount, rise), unit), "half-up"))),
);

/** Amounts that follow the consumer price index. */
export const cpi = createLaw({ inputs: [amount, rise, unit], variables: [adjusted], parameters: [] });
