import { consumerBan, daysOf, fromTotal, migDay, mobileBarcode, taxOn, termOf, termPlus } from "@troad/invoice-formats";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { InvoiceLookup, StoredInvoice } from "../invoices/lookup.ts";
import type { Shop } from "./access.ts";
import { shopFailure, shopField } from "./errors.ts";
import type { ShopSending } from "./sending.ts";
import { booksOf, unusedOf } from "./shop-store.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "ids">; sending: ShopSending; find: InvoiceLookup["find"] };
export type Typed = Readonly<Record<string, string>>;

const mostItems = 5;
const tries = 5;
const timeOf = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);
const fresh = /^number\.taken$/;

/** The items that were typed: a line with a name has a quantity and a price. */
function itemsIn(typed: Typed) {
  const items = Array.from({ length: mostItems }, (_, at) => ({
    description: typed[`item${at}`] ?? "",
    quantity: typed[`quantity${at}`] || "1",
    unitPrice: typed[`price${at}`] ?? "",
    at,
  })).filter(({ description }) => description !== "");
  if (items.length === 0) throw shopField("shop.field-missing", "item0");
  return items.map(({ at, ...item }, index) => {
    if (!/^\d{1,9}$/.test(item.quantity)) throw shopField("shop.field-form", `quantity${at}`);
    if (!/^\d{1,9}$/.test(item.unitPrice)) throw shopField("shop.field-form", `price${at}`);
    return { ...item, amount: String(Number(item.quantity) * Number(item.unitPrice)), taxType: "1", sequence: String(index + 1) };
  });
}

/** What a shop does with its invoices at its desk: each act is a message, as its till would send it. */
export function openShopActs({ ctx, sending, find }: Parts) {
  const { db, clock, ids } = ctx;
  const today = (): string => taipeiDate(clock.now());
  const stamp = () => ({ day: migDay(today()), time: timeOf(clock.now()) });
  const own = async ({ ban }: Shop, term: string, number: string): Promise<StoredInvoice> => {
    const invoice = await find(term, number);
    if (invoice?.content.seller.ban !== ban) throw shopFailure("shop.unknown");
    return invoice;
  };
  const partiesOf = ({ content }: StoredInvoice) => ({ BuyerId: content.buyer.ban, SellerId: content.seller.ban });
  const reasonIn = (reason: string): string => {
    if (reason === "" || [...reason].length > 20) throw shopField("shop.field-missing", "reason");
    return reason;
  };
  const invoiceOf = (shop: Shop, typed: Typed, number: string): object => {
    const items = itemsIn(typed);
    const sum = items.reduce((all, { amount }) => all + Number(amount), 0);
    const { buyer = "", carrier = "", donation = "" } = typed;
    const isBusiness = buyer !== "";
    const tax = isBusiness ? taxOn(String(sum)) : 0n;
    return {
      ...{ number, date: today(), time: timeOf(clock.now()), seller: { ban: shop.ban, name: shop.name } },
      ...(isBusiness ? { buyer: { ban: buyer, name: typed.buyerName || buyer } } : {}),
      ...(carrier === "" ? {} : { carrier: { type: mobileBarcode, id1: carrier } }),
      ...(donation === "" ? {} : { donatedTo: donation }),
      ...{ print: carrier === "" && donation === "", items, taxType: "1", taxRate: "0.05" },
      ...(isBusiness ? {} : { randomNumber: String(1000 + (ids.random(2).readUInt16BE(0) % 9000)) }),
      ...{ sales: String(sum), tax: String(tax), total: String(BigInt(sum) + tax) },
    };
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
        const books = (await booksOf(db, shop.ban, [termOf(today())])).filter(({ next, type }) => next !== null && type === "07");
        const book = books.find(({ track, first }) => typed.book === `${track}${first}`) ?? books.at(-1);
        if (!book) throw shopFailure("shop.no-numbers");
        const number = `${book.track}${book.next}`;
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
    cancel: async (
      shop: Shop,
      { term, number, reason }: { term: string; number: string; reason: string },
      key: string,
    ): Promise<void> => {
      const invoice = await own(shop, term, number);
      const { day, time } = stamp();
      const body = { CancelInvoiceNumber: number, InvoiceDate: migDay(invoice.date), ...partiesOf(invoice) };
      await sending.message(shop, `form ${key}`, "F0501", {
        ...body,
        CancelDate: day,
        CancelTime: time,
        CancelReason: reasonIn(reason),
      });
    },
    void: async (
      shop: Shop,
      { term, number, reason }: { term: string; number: string; reason: string },
      key: string,
    ): Promise<void> => {
      const invoice = await own(shop, term, number);
      const { day, time } = stamp();
      const body = { VoidInvoiceNumber: number, InvoiceDate: migDay(invoice.date), ...partiesOf(invoice) };
      await sending.message(shop, `form ${key}`, "F0701", {
        ...body,
        VoidDate: day,
        VoidTime: time,
        VoidReason: reasonIn(reason),
      });
    },
    /** An allowance of a sum with tax; the message has sales and tax apart. */
    allow: async (
      shop: Shop,
      { term, number, amount }: { term: string; number: string; amount: string },
      key: string,
    ): Promise<void> => {
      const { content, date } = await own(shop, term, number);
      if (!/^[1-9]\d{0,10}$/.test(amount)) throw shopField("shop.field-form", "amount");
      const { sales, tax } = fromTotal(BigInt(amount));
      const { day } = stamp();
      const item = {
        ...{
          OriginalInvoiceDate: migDay(date),
          OriginalInvoiceNumber: number,
          OriginalDescription: content.items[0]!.description.slice(0, 256),
        },
        ...{
          Quantity: "1",
          UnitPrice: String(sales),
          Amount: String(sales),
          Tax: String(tax),
          AllowanceSequenceNumber: "1",
          TaxType: "1",
        },
      };
      await sending.message(shop, `form ${key}`, "G0401", {
        Main: {
          ...{ AllowanceNumber: key.replaceAll("-", "").slice(-16), AllowanceDate: day, AllowanceType: "2" },
          Seller: { Identifier: shop.ban, Name: content.seller.name },
          Buyer: { Identifier: content.buyer.ban, Name: content.buyer.name },
        },
        Details: { ProductItem: [item] },
        Amount: { TaxAmount: String(tax), TotalAmount: String(sales) },
      });
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
