import { units, wholeOf } from "./decimal.ts";

/** Rates of business tax as fractions of ten thousand (VAT Act articles 7, 10, 11, 12). */
export const standardRate = 500n;

/** The tax on untaxed sales in NT$ (texts of decimals), rounded to whole NT$, a half goes up. */
export const taxOn = (sales: string, perTenThousand: bigint = standardRate): bigint =>
  wholeOf((units(sales) * perTenThousand) / 10_000n);

/** Sales and tax that a tax-included total of whole NT$ is made of. */
export function fromTotal(total: bigint, perTenThousand: bigint = standardRate): { sales: bigint; tax: bigint } {
  const whole = 10_000n + perTenThousand;
  const sales = (total * 10_000n * 2n + whole) / (whole * 2n);
  return { sales, tax: total - sales };
}
