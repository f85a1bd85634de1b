import { consumerBan, daysOf, termOf, termPlus } from "@troad/invoice-formats";
import type { ModuleContext } from "@troad/kernel";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { Shop } from "./access.ts";
import { shopFailure, shopField } from "./errors.ts";
import type { Line, Named, ShopMessages } from "./messages.ts";
import type { ShopSending } from "./sending.ts";
import { booksOf, unusedOf } from "./shop-store.ts";

type Parts = { ctx: Pick<ModuleContext, "db">; sending: ShopSending; messages: ShopMessages };
export type Typed = Readonly<Record<string, string>>;

const mostItems = 5;
const tries = 5;
const fresh = /^number\.taken$/;

/** The items that were typed: a line with a name has a quantity and a price. */
function linesIn(typed: Typed): Line[] {
  const items = Array.from({ length: mostItems }, (_, at) => ({
    description: typed[`item${at}`] ?? "",
    quantity: typed[`quantity${at}`] || "1",
    unitPrice: typed[`price${at}`] ?? "",
    at,
  })).filter(({ description }) => description !== "");
  if (items.length === 0) throw shopField("shop.field-missing", "item0");
  return items.map(({ at, ...line }) => {
    if (!/^\d{1,9}$/.test(line.quantity)) throw shopField("shop.field-form", `quantity${at}`);
    if (!/^\d{1,9}$/.test(line.unitPrice)) throw shopField("shop.field-form", `price${at}`);
    return line;
  });
}

/** What a shop does with its invoices at its desk: each act is a message, as its till would send it. */
export function openShopActs({ ctx: { db }, sending, messages }: Parts) {
  const { today } = messages;
  const own = (shop: Shop, term: string, number: string): Promise<StoredInvoice> => messages.own(shop, { term, number });
  const invoiceOf = (shop: Shop, typed: Typed, number: string): object =>
    messages.invoice(shop, { ...typed, lines: linesIn(typed) }, number);
  /** The number that comes next in a book; in the newest one where none is named. */
  const nextNumber = async ({ ban }: Shop, wanted?: string): Promise<string> => {
    const books = (await booksOf(db, ban, [termOf(today())])).filter(({ next, type }) => next !== null && type === "07");
    const book = books.find(({ track, first }) => wanted === `${track}${first}`) ?? books.at(-1);
    if (!book) throw shopFailure("shop.no-numbers");
    return `${book.track}${book.next}`;
  };

  return {
    own,
    /** Issues under the next number of a book, or the next one after that if another clerk took it; `again` keeps the number of a voided one. */
    issue: async (shop: Shop, typed: Typed, key: string): Promise<string> => {
      if (typed.again) {
        const [term = "", number = ""] = typed.again.split(" ");
        const former = await own(shop, term, number);
        await sending.one(shop, `form ${key}`, invoiceOf(shop, typed, former.number));
        return former.number;
      }
      for (let nth = 0; nth < tries; nth++) {
        const number = await nextNumber(shop, typed.book);
        try {
          await sending.one(shop, `form ${key} ${number}`, invoiceOf(shop, typed, number));
          return number;
        } catch (error) {
          const finding = (error as { params?: { finding?: unknown } }).params?.finding;
          if (typeof finding !== "string" || !fresh.test(finding)) throw error;
        }
      }
      throw shopFailure("shop.no-numbers");
    },
    nextNumber,
    cancel: async (shop: Shop, { reason, ...named }: Named & { reason: string }, key: string): Promise<void> => {
      const { code, body } = await messages.cancel(shop, named, reason);
      await sending.message(shop, `form ${key}`, code, body);
    },
    void: async (shop: Shop, { reason, ...named }: Named & { reason: string }, key: string): Promise<void> => {
      const { code, body } = await messages.void(shop, named, reason);
      await sending.message(shop, `form ${key}`, code, body);
    },
    allow: async (shop: Shop, { amount, ...named }: Named & { amount: string }, key: string): Promise<void> => {
      const { code, body } = await messages.allowance(shop, named, { amount, id: key });
      await sending.message(shop, `form ${key}`, code, body);
    },
    unused: (shop: Shop, term: string) => unusedOf(db, shop.ban, term),
    /** Reports what a period left unused, one message a track. */
    blank: async (shop: Shop, term: string, key: string): Promise<number> => {
      const unused = await unusedOf(db, shop.ban, term);
      if (unused.length === 0) throw shopFailure("shop.no-numbers");
      const groups = [...Map.groupBy(unused, ({ track, type }) => `${track}${type}`).values()];
      for (const own of groups) {
        const [{ track, type }] = own as [(typeof own)[0]];
        await sending.message(shop, `form ${key} ${track}${type}`, "E0402", {
          Main: { HeadBan: shop.ban, BranchBan: shop.ban, InvoiceType: type, YearMonth: term, InvoiceTrack: track },
          Details: { BranchTrackBlankItem: own.map(({ first, last }) => ({ InvoiceBeginNo: first, InvoiceEndNo: last })) },
        });
      }
      return unused.length;
    },
    books: (shop: Shop, terms: readonly string[]) => booksOf(db, shop.ban, terms),
    /** The period of today, and the one whose report is due. */
    terms: (): { now: string; before: string } => ({ now: termOf(today()), before: termPlus(termOf(today()), -1) }),
    today,
    isConsumer: ({ content }: StoredInvoice): boolean => content.buyer.ban === consumerBan,
    lastDay: (term: string): string => daysOf(term).last,
  };
}
export type ShopActs = ReturnType<typeof openShopActs>;
