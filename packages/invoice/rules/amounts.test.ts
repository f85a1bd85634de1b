import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invoice } from "../invoice/invoice.ts";
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
