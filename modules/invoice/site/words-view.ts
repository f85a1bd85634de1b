import { formatDate, formatMoney, formatYear, tag } from "@troad/design";
import type { Html } from "@troad/html";
import { daysOf } from "@troad/invoice-formats";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { cancelled } from "../prizes/standing.ts";

/** How pages describe invoices. */

export const money = ({ lang }: FastifyRequest, amount: number): string => formatMoney(amount, lang);
export const day = ({ lang }: FastifyRequest, date: string): string => formatDate(date, { lang });

/** A month as 2026-07: 民國115年7月, or July 2026. */
export function monthName({ lang }: FastifyRequest, month: string): string {
  if (lang.startsWith("zh")) return `${formatYear(Number(month.slice(0, 4)), lang)}${Number(month.slice(5))}月`;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { year: "numeric", month: "long", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );
}

/** A month below a bar: 7月, or Jul. */
export const shortMonth = (month: string, lang: string): string =>
  lang.startsWith("zh")
    ? `${Number(month.slice(5))}月`
    : new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { month: "short", timeZone: "UTC" }).format(
        Date.parse(`${month}-01T00:00:00Z`),
      );

/** A year as 2026: 民國115年, or 2026. */
export const yearName = ({ lang }: FastifyRequest, year: string): string =>
  lang.startsWith("zh") ? formatYear(Number(year), lang) : year;

/** Months that can be viewed, newest first. */
export function monthsBack(today: string, count: number): string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
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

/** The donor of an invoice is not told which one won: the last three digits are hidden. */
export const numberOf = (invoice: StoredInvoice): string =>
  invoice.donatedTo === null ? invoice.number : `${invoice.number.slice(0, 7)}***`;

/** What happened to an invoice, if anything did. */
export function standingOf({ t }: FastifyRequest, invoice: StoredInvoice): string | undefined {
  if (cancelled(invoice)) return t("invoice.standing.cancelled");
  return invoice.donatedTo !== null ? t("invoice.standing.donated") : undefined;
}

export function standingTag(request: FastifyRequest, invoice: StoredInvoice): Html | undefined {
  const text = standingOf(request, invoice);
  return text === undefined ? undefined : tag({ text, classes: cancelled(invoice) ? "tr-tag--red" : "tr-tag--blue" });
}
