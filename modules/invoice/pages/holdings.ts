import { daysOf, mobileBarcode, termOf, termPlus } from "@troad/invoice-formats";
import { kernelFailure } from "@troad/kernel";
import { todayOf } from "@troad/web";
import type { CarrierId } from "../store/carriers.ts";
import { carriersHeldBy } from "../store/holders.ts";
import { findInvoice, invoicesInCarriers, type StoredInvoice } from "../store/invoices.ts";
import type { Pages } from "./pages.ts";

/** A carrier of a person; `barcode` is what it is joined to. */
export type Held = CarrierId & { name: string; barcode: string | undefined };

/** All carriers of a person: their own and those joined to their barcodes. */
export async function holdingsOf({ ctx, desk, rules }: Pages, subject: string): Promise<Held[]> {
  const own = await carriersHeldBy(ctx.db, subject);
  const nameOf = (type: string, name = ""): string => name || (rules.carrierTypes.get(type) ?? type);
  const found = new Map<string, Held>();
  const keep = (one: Held): void => void found.set(`${one.type} ${one.id}`, one);
  for (const { type, id } of own) keep({ type, id, name: nameOf(type), barcode: undefined });
  for (const { type, id } of own)
    if (type === mobileBarcode)
      for (const one of await desk.linked(id)) keep({ ...one, name: nameOf(one.type, one.name), barcode: id });
  return [...found.values()];
}

/** Months that can be looked at, the newest first. */
export function monthsBack(today: string, count: number): string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}
export const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Rows that are looked at of one month or period; whoever has more is told so. */
export const mostRows = 500;

export const invoicesOfMonth = (pages: Pages, carriers: readonly CarrierId[], month: string): Promise<StoredInvoice[]> => {
  const from = `${month}-01`;
  return invoicesInCarriers(pages.ctx.db, {
    term: termOf(from),
    from,
    to: lastDayOf(month),
    carriers,
    offset: 0,
    limit: mostRows,
  });
};

/** All invoices of a period, at most ten thousand. */
export async function invoicesOfTerm(pages: Pages, carriers: readonly CarrierId[], term: string): Promise<StoredInvoice[]> {
  const { first: from, last: to } = daysOf(term);
  const all: StoredInvoice[] = [];
  for (let offset = 0; offset < 10_000; offset += mostRows) {
    const rows = await invoicesInCarriers(pages.ctx.db, { term, from, to, carriers, offset, limit: mostRows });
    all.push(...rows);
    if (rows.length < mostRows) break;
  }
  return all;
}

/** The periods whose prizes may still matter, the newest first. */
export const recentTerms = (pages: Pages, count: number): string[] =>
  Array.from({ length: count }, (_, back) => termPlus(termOf(todayOf(pages)), -back));

/** An invoice of the person; one of somebody else is as if it were not there. */
export async function ownInvoice(pages: Pages, subject: string, term: string, number: string): Promise<StoredInvoice> {
  const [invoice, holdings] = await Promise.all([findInvoice(pages.ctx.db, term, number), holdingsOf(pages, subject)]);
  const held = invoice?.content.carrier;
  if (!invoice || !held || !holdings.some(({ type, id }) => type === held.type && id === held.id2))
    throw kernelFailure("request.not-found");
  return invoice;
}
