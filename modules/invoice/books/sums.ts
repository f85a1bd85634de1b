import { fromTotal } from "@troad/invoice-formats";
import type { SalesSum } from "../sums/sales-store.ts";
import type { AllowanceSum, PurchaseSum } from "./books-store.ts";

/** What a return has of a period, in whole NT$: 401 where everything is taxed or zero-rated, 403 where exempt sales come in. */
export type ReturnSums = {
  form: "401" | "403";
  invoices: number;
  sales: number;
  outputTax: number;
  zeroSales: number;
  exemptSales: number;
  allowedSales: number;
  allowedTax: number;
  allSales: number;
  purchases: number;
  inputTax: number;
  assets: number;
  assetTax: number;
  barred: number;
  barredTax: number;
  returnedPurchases: number;
  returnedTax: number;
  /** Hundredths of the input tax that exempt sales bar; only in 403. */
  barredShare: number;
  deductible: number;
  /** To pay, or below zero to carry forward. */
  balance: number;
};

const whole = (amount: number): number => Math.sign(amount) * Math.round(Math.abs(amount));
const none = { count: 0, sales: 0, zero: 0, exempt: 0, tax: 0, total: 0 };

/**
 * The sums of a return. Tax to and from businesses is what the invoices state, one by one: worked out again from the sums it would differ
 * by the roundings of each. What consumers paid has its tax in the price, and is split once for the period.
 */
export function returnSums(
  sold: readonly SalesSum[],
  bought: readonly PurchaseSum[],
  allowances: readonly AllowanceSum[],
): ReturnSums {
  const business = sold.find((one) => one.business) ?? none;
  const consumer = sold.find((one) => !one.business) ?? none;
  const prices = fromTotal(BigInt(Math.max(0, whole(consumer.sales))));
  const [given, received] = [true, false].map((side) => allowances.find((one) => one.given === side) ?? { sales: 0, tax: 0 });
  const byMark = (...marks: number[]) =>
    bought
      .filter(({ mark }) => marks.includes(mark))
      .reduce((sum, { sales, tax }) => ({ sales: sum.sales + whole(sales), tax: sum.tax + whole(tax) }), { sales: 0, tax: 0 });
  const [goods, assets, barred] = [byMark(1), byMark(2), byMark(3, 4)];
  const sales = whole(business.sales) + Number(prices.sales);
  const outputTax = whole(business.tax) + Number(prices.tax);
  const [zeroSales, exemptSales] = [whole(business.zero + consumer.zero), whole(business.exempt + consumer.exempt)];
  const allowedTax = whole(given!.tax);
  const allSales = sales + zeroSales + exemptSales - whole(given!.sales);
  const inputTax = goods.tax + assets.tax - whole(received!.tax);
  const barredShare = exemptSales > 0 && allSales > 0 ? Math.min(100, Math.floor((exemptSales * 100) / allSales)) : 0;
  const deductible = Math.max(0, inputTax - Math.floor((Math.max(0, inputTax) * barredShare) / 100));
  return {
    ...{ form: exemptSales > 0 ? "403" : "401", invoices: business.count + consumer.count },
    ...{ sales, outputTax, zeroSales, exemptSales, allowedSales: whole(given!.sales), allowedTax, allSales },
    ...{ purchases: goods.sales, inputTax: goods.tax, assets: assets.sales, assetTax: assets.tax },
    ...{
      barred: barred.sales,
      barredTax: barred.tax,
      returnedPurchases: whole(received!.sales),
      returnedTax: whole(received!.tax),
    },
    ...{ barredShare, deductible, balance: outputTax - allowedTax - deductible },
  };
}
