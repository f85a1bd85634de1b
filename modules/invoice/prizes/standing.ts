import { consumerBan, daysOf, drawDay } from "@troad/invoice-formats";
import { isEnding } from "../intake/message-rows.ts";
import type { StoredInvoice } from "../invoices/invoices-store.ts";

/** Whether an invoice is no longer valid. */
export const cancelled = ({ actions }: Pick<StoredInvoice, "actions">): boolean => actions.some(isEnding);

/** Whether its kind is in draws at all: a consumer's, with an amount above zero. */
export const hasPart = ({ content, total }: Pick<StoredInvoice, "content" | "total">): boolean =>
  content.buyer.ban === consumerBan && total > 0;

/**
 * Whether an invoice may have a prize: a consumer's, with an amount above zero, and valid, or cancelled after its draw, when an officer
 * decides. Receipt before the draw is checked with the list (`WinningLists.prizeOf`).
 */
export const takesPart = (invoice: StoredInvoice): boolean => hasPart(invoice) && (!cancelled(invoice) || undecided(invoice));

const undecided = ({ review }: StoredInvoice): boolean => review === "open" || review === "keep";

/** Whether it can still be donated: before its draw, once, by a consumer. */
export const donatable = (invoice: StoredInvoice, today: string): boolean =>
  invoice.donatedTo === null &&
  !cancelled(invoice) &&
  invoice.content.buyer.ban === consumerBan &&
  today < drawDay(daysOf(invoice.term).last);
