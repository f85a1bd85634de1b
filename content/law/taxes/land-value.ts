import { add, type Expr, max, min, multiply, nt, type Operand, rate, round, subtract, whole } from "@troad/law";

/**
 * The tax on all land of an owner in one county (土地稅法 §16): each part of the value at so many thousandths. The parts lie between
 * multiples of the starting value, which the county announces.
 */
export function landValueTax(value: Operand<"number">, start: Operand<"number">): Expr<"number"> {
  const part = (from: number, to: number | null, thousandths: number): Expr<"number"> => {
    const high = to === null ? value : min(value, multiply(start, whole(to)));
    return multiply(max(nt(0), subtract(high, multiply(start, whole(from)))), rate(`${thousandths / 10}%`));
  };
  return round(
    add(part(0, 1, 10), part(1, 6, 15), part(6, 11, 25), part(11, 16, 35), part(16, 21, 45), part(21, null, 55)),
    "down",
  );
}
