import type { Queryable } from "@troad/kernel";
import type { Barrier } from "../stream/intake.ts";
import { countDetailQuery, findInvoice, type InvoiceVersion, invoiceVersions, type StoredInvoice } from "./invoices-store.ts";

export type { StoredInvoice } from "./invoices-store.ts";

/** An invoice can be looked up by its codes only 99 times, because random codes are short. */
const mostLooks = 99;

/** Invoices by period and number, for callers that have proved their right to know them. */
export type InvoiceLookup = {
  find(term: string, number: string): Promise<StoredInvoice | undefined>;
  /** Counts a look-up by codes; false if there were too many. */
  countLook(term: string, number: string): Promise<boolean>;
  /** Versions that were voided and issued again, without the current one. */
  former(invoice: Pick<StoredInvoice, "term" | "number" | "version">): Promise<InvoiceVersion[]>;
};

export const openInvoiceLookup = (db: Queryable, barrier: Barrier): InvoiceLookup => ({
  find: (term, number) => barrier(() => findInvoice(db, term, number)),
  countLook: (term, number) => countDetailQuery(db, term, number, mostLooks),
  former: async ({ term, number, version }) => (await invoiceVersions(db, term, number)).filter((one) => one.version < version),
});
