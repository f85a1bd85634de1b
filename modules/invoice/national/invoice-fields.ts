import { consumerBan, migDay, rocYear } from "@troad/invoice-formats";
import type { StoredInvoice } from "../invoices/invoices-store.ts";
import { cancelled } from "../prizes/standing.ts";

/** Fields of answers as the national platform's clients parse them: which are texts, which are numbers, and how names are written. */

/** The status in words, for the calls by number. */
export const statusWords = (invoice: StoredInvoice): string =>
  invoice.actions.includes("void")
    ? "已註銷"
    : invoice.actions.includes("cancel")
      ? "已作廢"
      : invoice.actions.includes("reject")
        ? "已退回"
        : "已確認";

/** The status as a digit, for the calls by carrier: 2 is confirmed, 3 is everything that is no longer valid. */
export const statusDigit = (invoice: StoredInvoice): string => (cancelled(invoice) ? "3" : "2");

export const compactDay = (date: string): string => migDay(date);

export function sellerFields({ content }: StoredInvoice): Record<string, string> {
  return {
    sellerBan: content.seller.ban,
    sellerAddress: content.seller.address ?? "",
    invoiceTime: content.time.slice(0, 8),
    buyerBan: content.buyer.ban === consumerBan ? "" : content.buyer.ban,
    currency: content.currency === "TWD" ? "" : (content.currency ?? ""),
  };
}

/** The day as an object: ROC year, month from 1, midnight in Taiwan. */
export function dayObject(date: string): object {
  const midnight = Date.parse(`${date}T00:00:00+08:00`);
  return {
    year: Number(rocYear(date)),
    month: Number(date.slice(5, 7)),
    date: Number(date.slice(8, 10)),
    day: new Date(`${date}T00:00:00Z`).getUTCDay(),
    hours: 0,
    minutes: 0,
    seconds: 0,
    time: midnight,
    timezoneOffset: -480,
  };
}

/** The donor of an invoice is not told which one won: the last three digits are hidden. */
export const maskedNumber = (invoice: StoredInvoice): string =>
  invoice.donatedTo === null ? invoice.number : `${invoice.number.slice(0, 7)}***`;
