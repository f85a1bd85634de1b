import type { Invoice } from "../invoice/invoice.ts";
import { consumerBan } from "../numbers/ban.ts";
import { units, wholeOf } from "../tax/decimal.ts";
import type { Field, ReportBroken } from "./field.ts";

/** Rates by tax type, in ten-thousandths: special businesses have rates of their own (VAT Act articles 11 to 13). */
const rates: Readonly<Record<string, readonly number[]>> = {
  "1": [500],
  "2": [0],
  "3": [0],
  "4": [0, 100, 200, 500, 1500, 2500],
  "9": [500],
};
const one = 10_000_000n;

/** Tax type, rate, sums and items of an invoice. If figures contradict each other, the finding names the one that alone could be wrong. */
export function amountRules(invoice: Invoice, found: ReportBroken): void {
  const rate = Math.round(Number(invoice.taxRate) * 10_000);
  typeRules(invoice, rate, found);
  if (agreeWhole(invoice)) return;
  const sums = sumsOf(invoice, rate);
  for (const field of ["total", "sales", "exemptSales", "zeroSales"] as const)
    if (units(invoice[field]) < (field === "total" ? 1n : 0n)) found("amount.not-positive", field);
  if (!agree(sums)) blame(invoice, sums, found);
}

/** The tax type against the rate, the kinds of sales and the type of the invoice. */
function typeRules(invoice: Invoice, rate: number, found: ReportBroken): void {
  const { taxType, type } = invoice;
  const has = { taxed: filled(invoice.sales), exempt: filled(invoice.exemptSales), zero: filled(invoice.zeroSales) };
  const wrongRate = !rates[taxType]?.includes(rate);
  const kinds = [has.taxed, has.exempt, has.zero].filter(Boolean).length;
  const wrongKind =
    taxType === "9"
      ? kinds < 2
      : (taxType !== "1" && taxType !== "4" && has.taxed) || (taxType !== "3" && has.exempt) || (taxType !== "2" && has.zero);
  if (wrongKind) found("tax.type", "taxType");
  else if (wrongRate) found("tax.rate", "taxRate");
  // 01-06 are the types of paper times, which 3.x still knows
  if (type === "08" && taxType !== "4") found("tax.special-type", "type");
  if (type === "07" && taxType === "4") found("tax.special-type", "taxType");
}

const filled = (amount: string): boolean => Number(amount) !== 0;

/** Digits only, few enough that their sums are exact in a number; anything else is not a number, which equals nothing. */
const whole = (text: string): number => (/^\d{1,11}$/.test(text) ? Number(text) : Number.NaN);

/**
 * Most invoices are a consumer's in whole NT$, without separate tax, and consistent: checked without exact fractions, which cost ten times
 * as much.
 */
function agreeWhole(invoice: Invoice): boolean {
  const total = whole(invoice.total);
  if (invoice.buyer.ban !== consumerBan || invoice.tax !== "0" || !(total > 0)) return false;
  let items = 0;
  for (const { amount } of invoice.items) items += whole(amount);
  return items === total && whole(invoice.sales) + whole(invoice.exemptSales) + whole(invoice.zeroSales) === total;
}

type Sums = { taxed: bigint; other: bigint; tax: bigint; total: bigint; items: bigint; rate: bigint; consumer: boolean };

function sumsOf(invoice: Invoice, rate: number): Sums {
  let items = 0n;
  for (const item of invoice.items) items += units(item.amount);
  return {
    taxed: units(invoice.sales),
    other: units(invoice.exemptSales) + units(invoice.zeroSales),
    tax: units(invoice.tax),
    total: units(invoice.total),
    items,
    rate: BigInt(rate),
    consumer: invoice.buyer.ban === consumerBan,
  };
}

/**
 * Taxes of lines and down payments are rounded separately, and a price with tax is split so that both parts add up again: on an invoice to
 * a business the tax may differ by NT$1 from that of its sales. Untaxed sales have none.
 */
const taxAgrees = (sums: Sums): boolean => {
  const off = sums.tax - taxOf(sums);
  return off === 0n || (!sums.consumer && sums.taxed > 0n && sums.rate > 0n && sums.tax >= 0n && off >= -one && off <= one);
};

/** For a consumer the price includes the tax; for a business it is stated, in whole NT$, a half rounded up. */
const taxOf = (sums: Sums): bigint => (sums.consumer ? 0n : wholeOf((sums.taxed * sums.rate) / 10_000n) * one);

/**
 * The items add up to the sales. Tills also print prices with tax on invoices to businesses, so theirs may add up to the total instead.
 * Items have decimals, so both are compared rounded.
 */
function itemsAgree({ items, taxed, other, total, consumer }: Sums): boolean {
  const rounded = wholeOf(items);
  if (rounded === wholeOf(taxed + other) || rounded === wholeOf(total)) return true;
  // untaxed prices of lines that were rounded one by one, as the tax
  const off = items - (taxed + other);
  return !consumer && off > -one && off < one;
}

const agree = (sums: Sums): boolean => taxAgrees(sums) && sums.taxed + sums.other + sums.tax === sums.total && itemsAgree(sums);

/** Names the figure that alone, if changed, makes all agree; if there is none, everything that disagrees. */
function blame(invoice: Invoice, sums: Sums, found: ReportBroken): void {
  const sales: Field =
    filled(invoice.sales) || sums.other === 0n ? "sales" : filled(invoice.exemptSales) ? "exemptSales" : "zeroSales";
  const untaxed = sums.total - sums.tax;
  const other = sales === "sales" ? { taxed: untaxed - sums.other } : { other: untaxed - sums.taxed };
  const totalAlone = agree({ ...sums, total: sums.taxed + sums.other + sums.tax });
  // if the tax is off by no more than rounding allows, it is the likelier one
  if (totalAlone && sums.tax === taxOf(sums)) found("amount.total", "total");
  else if (agree({ ...sums, tax: taxOf(sums) })) found("amount.tax", "tax");
  else if (totalAlone) found("amount.total", "total");
  else if (agree({ ...sums, ...other })) found("amount.sales", sales);
  else {
    if (!taxAgrees(sums)) found("amount.tax", "tax");
    if (sums.taxed + sums.other + sums.tax !== sums.total) found("amount.total", "total");
    if (!itemsAgree(sums)) blameItem(invoice, found);
  }
}

/** An item whose amount is not quantity times price is the likely one; if all are, the list as a whole is named. */
function blameItem(invoice: Invoice, found: ReportBroken): void {
  const wrong = invoice.items.findIndex(
    ({ quantity, unitPrice, amount }) => wholeOf((units(quantity) * units(unitPrice)) / one) !== wholeOf(units(amount)),
  );
  if (wrong < 0) found("amount.items", "items");
  else found("amount.items", "itemAmount", wrong);
}
