import { consumerBan, daysOf, drawDay } from "@troad/invoice-formats";
import { isEnding } from "../intake/message-rows.ts";
import type { StoredInvoice } from "../invoices/invoices-store.ts";

/** Whether an invoice no longer stands. */
export const cancelled = ({ actions }: Pick<StoredInvoice, "actions">): boolean => actions.some(isEnding);

/** Whether its kind takes part in draws at all: a consumer's, of more than nothing. */
export const hasPart = ({ content, total }: Pick<StoredInvoice, "content" | "total">): boolean =>
  content.buyer.ban === consumerBan && total > 0;

/**
 * Whether an invoice may have a prize: a consumer's, of more than nothing, and standing, or cancelled after its draw, when an officer decides.
 * That it was received before the draw is looked at with the list (`WinningLists.prizeOf`).
 */
export const takesPart = (invoice: StoredInvoice): boolean => hasPart(invoice) && (!cancelled(invoice) || undecided(invoice));

const undecided = ({ review }: StoredInvoice): boolean => review === "open" || review === "keep";

/** Whether it can still be given away: before its draw, once, by a consumer. */
export const donatable = (invoice: StoredInvoice, today: string): boolean =>
  invoice.donatedTo === null &&
  !cancelled(invoice) &&
  invoice.content.buyer.ban === consumerBan &&
  today < drawDay(daysOf(invoice.term).last);
