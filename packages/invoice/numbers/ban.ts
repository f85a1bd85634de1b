/**
 * Business numbers (統一編號): eight digits with weights 1,2,1,2,1,2,4,1; the digits of the products are added up. The sum is a multiple
 * of 5 (the rule of the Fiscal Information Agency since numbers ran short in 2023; every older number, whose sum is a multiple of 10, fits
 * too). With 7 in seventh place the product 28 counts as 10, whose digits may be taken once more: the sum plus one is as good.
 */
const weights = [1, 2, 1, 2, 1, 2, 4, 1];

/** The buyer of an invoice to a consumer, who is not a business. */
export const consumerBan = "0000000000";

/** Whether a number can be a business's. */
export type BanCheck = (text: string) => boolean;

/** The rule, and numbers that were registered although they break it. */
export function banCheck(registered: Iterable<string>): BanCheck {
  const exceptions = new Set(registered);
  return (text) => isBan(text) || exceptions.has(text);
}

/** Format and check digit; says nothing about whether the number was ever assigned. */
export function isBan(text: string): boolean {
  if (!/^[0-9]{8}$/.test(text)) return false;
  let sum = 0;
  for (let at = 0; at < 8; at++) {
    const product = (text.charCodeAt(at) - 48) * weights[at]!;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 5 === 0 || (text[6] === "7" && (sum + 1) % 5 === 0);
}
