import { formatDate, formatMoney, formatYear, tag } from "@troad/design";
import type { Html } from "@troad/html";
import { daysOf } from "@troad/invoice-formats";
import type { FastifyRequest } from "fastify";
import { cancelled } from "../prizes/standing.ts";
import type { StoredInvoice } from "../store/invoices.ts";

/** How pages say things of invoices. */

export const money = ({ lang }: FastifyRequest, amount: number): string => formatMoney(amount, lang);
export const day = ({ lang }: FastifyRequest, date: string): string => formatDate(date, { lang });

/** A month as 2026-07: 民國115年7月, or July 2026. */
export function monthName({ lang }: FastifyRequest, month: string): string {
  if (lang.startsWith("zh")) return `${formatYear(Number(month.slice(0, 4)), lang)}${Number(month.slice(5))}月`;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { year: "numeric", month: "long", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );
}

/** A period by its two months: 民國115年5、6月, or May and June 2026. */
export function termName(request: FastifyRequest, term: string): string {
  const { first, last } = daysOf(term);
  const [year, from, to] = [Number(first.slice(0, 4)), Number(first.slice(5, 7)), Number(last.slice(5, 7))];
  if (request.lang.startsWith("zh")) return `${formatYear(year, request.lang)}${from}、${to}月`;
  const name = (month: number): string =>
    new Intl.DateTimeFormat(request.lang === "en" ? "en-GB" : request.lang, { month: "long", timeZone: "UTC" }).format(
      Date.UTC(2026, month - 1, 1),
    );
  return request.t("invoice.term", { from: name(from), to: name(to), year: String(year) });
}

/** Whoever donated an invoice is not told which it was when it wins: the last three digits are hidden. */
export const numberOf = (invoice: StoredInvoice): string =>
  invoice.donatedTo === null ? invoice.number : `${invoice.number.slice(0, 7)}***`;

/** What became of an invoice, where something did. */
export function standingTag({ t }: FastifyRequest, invoice: StoredInvoice): Html | undefined {
  if (cancelled(invoice)) return tag({ text: t("invoice.standing.cancelled"), classes: "tr-tag--red" });
  if (invoice.donatedTo !== null) return tag({ text: t("invoice.standing.donated"), classes: "tr-tag--blue" });
  return undefined;
}
