import { units } from "@troad/invoice-formats";
import { type InvoiceRow, isConsumer, type Row } from "../intake/message-rows.ts";

const parts = ["sales", "zeroSales", "exemptSales", "tax", "total"] as const;
/** What a request adds to a seller's day, by kind of buyer; amounts are ten-millionths. */
export type SalesChange = { term: string; seller: string; date: string; business: boolean; issued: number } & Record<
  (typeof parts)[number],
  bigint
>;

/** The sums of the invoices among these rows, a row a seller, day and kind of buyer. */
export function changesOf(rows: readonly Row[]): SalesChange[] {
  const found = new Map<string, SalesChange>();
  for (const row of rows) {
    if (row.table !== "invoice") continue;
    const { term, seller, invoice } = row;
    const business = !isConsumer(invoice);
    const key = `${term} ${seller} ${invoice.date} ${business}`;
    let sum = found.get(key);
    if (!sum) {
      const none = { sales: 0n, zeroSales: 0n, exemptSales: 0n, tax: 0n, total: 0n };
      sum = { term, seller, date: invoice.date, business, issued: 0, ...none };
      found.set(key, sum);
    }
    sum.issued++;
    for (const part of parts) sum[part] += units(invoice[part]);
  }
  return [...found.values()];
}

/** Invoices that were issued again: their version before no longer counts as ended. */
export const reissued = (rows: readonly Row[]): InvoiceRow[] =>
  rows.filter((row): row is InvoiceRow => row.table === "invoice" && (row.version ?? 1) > 1);
