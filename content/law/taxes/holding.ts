import { add, addMonths, type Expr, lt, months, type Operand, when, whole } from "@troad/law";

/** Months from one day to another, where a month that has begun counts: more than two years are 25 months or more. */
export const monthsBegun = (from: Operand<"date">, to: Operand<"date">): Expr<"number"> => {
  const full = months(from, to);
  return when(lt(addMonths(from, full), to), add(full, whole(1))).otherwise(full);
};
