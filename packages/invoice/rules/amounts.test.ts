import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invoice } from "../invoice/invoice.ts";
import { fromTotal } from "../tax/business-tax.ts";
import { businessInvoice, sampleInvoice } from "../test/samples.ts";
import { invoiceRules } from "./invoice.ts";

const item = sampleInvoice.items[0]!;
const whole: Invoice = { ...sampleInvoice, items: [item, { ...item, amount: "96" }] };
const mixed: Invoice = { ...whole, taxType: "9", sales: "200", exemptSales: "16" };
const rules = (invoice: Invoice) => invoiceRules(invoice, { proof: true, zeroReason: true });
/** The same amounts with a place behind the point, which are never taken for whole ones. */
const exact = (invoice: Invoice): Invoice => {
  const point = (text: string): string => `${text}.0`;
  const { sales, exemptSales, zeroSales, tax, total, items } = invoice;
  return {
    ...invoice,
    ...{
      sales: point(sales),
      exemptSales: point(exemptSales),
      zeroSales: point(zeroSales),
      tax: point(tax),
      total: point(total),
    },
    items: items.map((one) => ({ ...one, amount: point(one.amount) })),
  };
};

test("a business's total with tax is taken apart so that it is taken, and NT$1 of rounding is", () => {
  const business = (sales: number, tax: number, items: readonly string[]): Invoice => {
    const lines = items.map((amount) => ({ ...item, quantity: "1", unitPrice: amount, amount }));
    return { ...businessInvoice, items: lines, sales: String(sales), tax: String(tax), total: String(sales + tax) };
  };
  for (let total = 2n; total <= 10_000n; total++) {
    const parts = fromTotal(total);
    assert.deepEqual(rules(business(Number(parts.sales), Number(parts.tax), [String(total)])), [], String(total));
  }
  for (const tax of [1906, 1907]) assert.deepEqual(rules(business(38_126, tax, ["190630", "-95315", "-57189"])), [], String(tax));
  assert.deepEqual(rules(business(33, 2, ["50.00", "-16.50"])), []);
  assert.deepEqual(
    [rules(business(1000, 52, ["1000"])), rules(business(1000, 48, ["1000"]))].map(([first]) => first?.code),
    ["amount.tax", "amount.tax"],
  );
  assert.equal(rules(business(32, 1, ["50.00", "-16.50"]))[0]?.code, "amount.items");
});

test("a buyer of eight zeros is no business, and said to be so", () => {
  const invoice = { ...whole, buyer: { ban: "00000000", name: "0000" } };
  assert.deepEqual(rules(invoice), [{ code: "ban.form", field: "buyerBan" }]);
});

test("whole amounts are judged as exact fractions are, each right and each off by one", () => {
  for (const invoice of [whole, mixed, businessInvoice]) {
    assert.deepEqual([rules(invoice), rules(exact(invoice))], [[], []]);
    for (const field of ["sales", "exemptSales", "zeroSales", "tax", "total"] as const)
      for (const by of [-1, 1, 1000]) {
        const off = String(Number(invoice[field]) + by);
        if (off.startsWith("-")) continue;
        const bent = { ...invoice, [field]: off };
        assert.notDeepEqual(rules(bent), [], `${field} ${off}`);
        assert.deepEqual(rules(bent), rules(exact(bent)), `${field} ${off}`);
      }
    const bent = { ...invoice, items: [...invoice.items, item] };
    assert.notDeepEqual(rules(bent), []);
    assert.deepEqual(rules(bent), rules(exact(bent)));
  }
});
