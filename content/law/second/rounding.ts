function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError("beyond exact whole numbers");
  return amount;
}

/** A quotient of whole numbers in whole dollars, rounded half up: where the acts do not say how to round. */
export const halfUp = (numerator: number, denominator: number): number =>
  Math.floor(exact(2 * numerator + denominator) / (2 * denominator));

/** A tax in whole dollars: what is below a dollar is not collected. */
export const whole = (numerator: number, denominator: number): number => Math.floor(exact(numerator) / denominator);
