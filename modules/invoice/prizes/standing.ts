import { consumerBan, daysOf, drawDay } from "@troad/invoice-formats";
import type { StoredInvoice } from "../store/invoices.ts";

/** Whether an invoice no longer stands. */
export const cancelled = ({ actions }: Pick<StoredInvoice, "actions">): boolean =>
  actions.some((kind) => kind === "cancel" || kind === "void" || kind === "reject");

/** Whether an invoice takes part in its draw: a consumer's, of more than nothing, and standing. */
export const takesPart = (invoice: StoredInvoice): boolean =>
  invoice.content.buyer.ban === consumerBan && invoice.total > 0 && !cancelled(invoice);

/** Whether it can still be given away: before its draw, once, by a consumer. */
export const donatable = (invoice: StoredInvoice, today: string): boolean =>
  invoice.donatedTo === null &&
  !cancelled(invoice) &&
  invoice.content.buyer.ban === consumerBan &&
  today < drawDay(daysOf(invoice.term).last);
