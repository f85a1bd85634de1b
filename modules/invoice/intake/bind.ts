import { termPlus } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { BoundState } from "./binding.ts";
import { boundAllowances, boundInvoices, inPeriods } from "./bindings-store.ts";
import { type BoundRow, sharesOf } from "./message-rows.ts";

/** How many periods before and after are searched for an invoice with a wrong date: a year. */
const periodsAround = 6;

/** Reads the invoices and allowances that these messages are about. Their sellers are locked. */
export async function boundState(tx: Queryable, rows: readonly BoundRow[]): Promise<BoundState> {
  const invoices = rows.flatMap((row): Asked[] => {
    if (row.table === "invoice_action") return [row];
    return row.table === "allowance" ? sharesOf(row).map(({ term, number }) => ({ term, number, seller: row.seller })) : [];
  });
  const allowances = rows.flatMap((row) => (row.table === "invoice_action" ? [] : [row]));
  const column = (of: readonly Asked[], name: keyof Asked): string[] => of.map((one) => one[name]);
  const there = await boundInvoices(tx, column(invoices, "term"), column(invoices, "number"));
  const given =
    allowances.length === 0
      ? []
      : await boundAllowances(tx, column(allowances, "term"), column(allowances, "seller"), column(allowances, "number"));
  const keys = new Set([...there, ...given].map(({ term, number }) => `${term} ${number}`));
  const asked = allowances.filter(({ table }) => table === "allowance_action");
  const absent: Asked[] = [...invoices, ...asked].filter(({ term, number }) => !keys.has(`${term} ${number}`));
  const elsewhere = new Set<string>();
  for (const [term, own] of Map.groupBy(absent, (one) => one.term)) {
    const around = Array.from({ length: 2 * periodsAround + 1 }, (_, at) => termPlus(term, at - periodsAround));
    const others = around.filter((one) => one !== term);
    for (const { key } of await inPeriods(tx, others, column(own, "seller"), column(own, "number"))) elsewhere.add(key);
  }
  return new BoundState(there, given, elsewhere);
}

type Asked = { readonly term: string; readonly number: string; readonly seller: string };
