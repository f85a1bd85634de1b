import { daysOf, mobileBarcode, termOf, termPlus } from "@troad/invoice-formats";
import { kernelFailure, type ModuleContext } from "@troad/kernel";
import { countInCarriers, countInStretch, findInvoice, invoicesInCarriers } from "../invoices/invoices-store.ts";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { AwardRules } from "../prizes/award-rules.ts";
import { type Spent, spentByMonth } from "../spending/spending-store.ts";
import type { CarrierId } from "./carriers-store.ts";
import type { Holders } from "./holders.ts";
import type { CarrierService } from "./service.ts";

export type { Spent } from "../spending/spending-store.ts";

/** A carrier of a person; `barcode` is what it is joined to. */
export type Held = CarrierId & { name: string; barcode: string | undefined };

/** What is in the carriers of a person. */
export type Holdings = {
  /** All carriers of a person: their own and those joined to their barcodes. */
  of(subject: string): Promise<Held[]>;
  /** The invoices of a month, at most `mostInvoices`, oldest first. */
  ofMonth(carriers: readonly CarrierId[], month: string): Promise<StoredInvoice[]>;
  /** How many there are in a month, counted to `mostInvoices`. */
  countOfMonth(carriers: readonly CarrierId[], month: string): Promise<number>;
  /** Those of a period that may have won: their last three digits are among `tails`, or the cloud draw names them. */
  mayHaveWon(carriers: readonly CarrierId[], term: string, tails: readonly string[]): Promise<StoredInvoice[]>;
  /** The invoices of a period. */
  ofTerm(carriers: readonly CarrierId[], term: string): Promise<StoredInvoice[]>;
  /** The invoices of some days of any periods, oldest first; of more than `mostInvoices` the newest. */
  ofDays(carriers: readonly CarrierId[], from: string, to: string): Promise<StoredInvoice[]>;
  /** How many invoices are in some carriers, counted to one more than `mostInvoices`. */
  count(carriers: readonly CarrierId[]): Promise<number>;
  /** An invoice of the person; one of someone else is as if it were not there (`request.not-found`). */
  own(subject: string, term: string, number: string): Promise<StoredInvoice>;
  /** What was spent since a day, by month and shop. */
  spent(query: { terms: readonly string[]; from: string; carriers: readonly CarrierId[] }): Promise<Spent[]>;
};

/** Nobody buys more in a month or period; anyone who does is told that there is more. */
export const mostInvoices = 10_000;
const rowsAtOnce = 500;

export function openHoldings(
  ctx: Pick<ModuleContext, "db">,
  desk: CarrierService,
  holders: Holders,
  rules: AwardRules,
): Holdings {
  // invoices are in partitions: to plan a statement for the period costs several times what it takes to run it
  const planned = ctx.db.lane("generic");
  const nameOf = (type: string, name = ""): string => name || (rules.carrierTypes.get(type) ?? type);

  const of: Holdings["of"] = async (subject) => {
    const own = await holders.of(subject);
    const found = new Map<string, Held>();
    const keep = (one: Held): void => void found.set(`${one.type} ${one.id}`, one);
    for (const { type, id } of own) keep({ type, id, name: nameOf(type), barcode: undefined });
    const barcodes = own.filter(({ type }) => type === mobileBarcode);
    const joined = await Promise.all(barcodes.map(async ({ id }) => ({ id, linked: await desk.linked(id) })));
    for (const { id, linked } of joined)
      for (const one of linked) keep({ ...one, name: nameOf(one.type, one.name), barcode: id });
    return [...found.values()];
  };

  async function between(
    carriers: readonly CarrierId[],
    term: string,
    [from, to]: readonly [string, string],
    tails?: readonly string[],
  ): Promise<StoredInvoice[]> {
    const all: StoredInvoice[] = [];
    for (let offset = 0; offset < mostInvoices; offset += rowsAtOnce) {
      const stretch = { term, from, to, carriers, offset, limit: rowsAtOnce };
      const rows = await invoicesInCarriers(planned, tails ? { ...stretch, tails } : stretch);
      all.push(...rows);
      if (rows.length < rowsAtOnce) break;
    }
    return all;
  }

  async function ofDays(carriers: readonly CarrierId[], from: string, to: string): Promise<StoredInvoice[]> {
    let all: StoredInvoice[] = [];
    for (let term = termOf(to); term >= termOf(from) && all.length < mostInvoices; term = termPlus(term, -1)) {
      const { first, last } = daysOf(term);
      all = [...(await between(carriers, term, [first < from ? from : first, last > to ? to : last])), ...all];
    }
    return all.slice(-mostInvoices);
  }

  return {
    of,
    ofDays,
    count: (carriers) => countInCarriers(ctx.db, carriers, mostInvoices + 1),
    ofMonth: (carriers, month) => between(carriers, termOf(`${month}-01`), daysOfMonth(month)),
    countOfMonth: (carriers, month) => {
      const [from, to] = daysOfMonth(month);
      return countInStretch(planned, { term: termOf(from), from, to, carriers }, mostInvoices);
    },
    mayHaveWon: (carriers, term, tails) => between(carriers, term, [daysOf(term).first, daysOf(term).last], tails),
    ofTerm: (carriers, term) => between(carriers, term, [daysOf(term).first, daysOf(term).last]),
    own: async (subject, term, number) => {
      const [invoice, held] = await Promise.all([findInvoice(ctx.db, term, number), of(subject)]);
      const carrier = invoice?.content.carrier;
      if (!invoice || !carrier || !held.some(({ type, id }) => type === carrier.type && id === carrier.id2))
        throw kernelFailure("request.not-found");
      return invoice;
    },
    spent: (query) => spentByMonth(ctx.db, query),
  };
}

const daysOfMonth = (month: string): [string, string] => [`${month}-01`, lastDayOf(month)];
const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
