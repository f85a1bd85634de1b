import { fromTotal, type MessageCode, migDay, mobileBarcode, taxOn } from "@troad/invoice-formats";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { InvoiceLookup, StoredInvoice } from "../invoices/lookup.ts";
import type { Shop } from "./access.ts";
import { shopFailure, shopField } from "./errors.ts";

/** A line of an invoice; prices with tax for consumers, without it for businesses. */
export type Line = { description: string; quantity: string; unitPrice: string };
/** What is sold, and to whom; everything else follows. */
export type Sale = { lines: readonly Line[]; buyer?: string; buyerName?: string; carrier?: string; donation?: string };
export type Named = { term: string; number: string };
export type Message = { code: MessageCode; body: object };
type Parts = { ctx: Pick<ModuleContext, "clock" | "ids">; find: InvoiceLookup["find"] };

const timeOf = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);
const partiesOf = ({ content }: StoredInvoice) => ({ BuyerId: content.buyer.ban, SellerId: content.seller.ban });
const reasonIn = (reason: string): string => {
  if (reason === "" || [...reason].length > 20) throw shopField("shop.field-missing", "reason");
  return reason;
};

/** The messages that a till would send for what a shop does: at its desk, or by a program that it named. */
export function openShopMessages({ ctx: { clock, ids }, find }: Parts) {
  const today = (): string => taipeiDate(clock.now());
  const stamp = () => ({ day: migDay(today()), time: timeOf(clock.now()) });
  const own = async ({ ban }: Shop, { term, number }: Named): Promise<StoredInvoice> => {
    const invoice = await find(term, number);
    if (invoice?.content.seller.ban !== ban) throw shopFailure("shop.unknown");
    return invoice;
  };
  return {
    today,
    own,
    invoice: (shop: Shop, { lines, buyer = "", buyerName = "", carrier = "", donation = "" }: Sale, number: string): object => {
      const items = lines.map((line, at) => ({
        ...{ ...line, amount: String(Number(line.quantity) * Number(line.unitPrice)), taxType: "1", sequence: String(at + 1) },
      }));
      const sum = items.reduce((all, { amount }) => all + Number(amount), 0);
      const isBusiness = buyer !== "";
      const tax = isBusiness ? taxOn(String(sum)) : 0n;
      return {
        ...{ number, date: today(), time: timeOf(clock.now()), seller: { ban: shop.ban, name: shop.name } },
        ...(isBusiness ? { buyer: { ban: buyer, name: buyerName || buyer } } : {}),
        ...(carrier === "" ? {} : { carrier: { type: mobileBarcode, id1: carrier } }),
        ...(donation === "" ? {} : { donatedTo: donation }),
        ...{ print: carrier === "" && donation === "", items, taxType: "1", taxRate: "0.05" },
        ...(isBusiness ? {} : { randomNumber: String(1000 + (ids.random(2).readUInt16BE(0) % 9000)) }),
        ...{ sales: String(sum), tax: String(tax), total: String(BigInt(sum) + tax) },
      };
    },
    cancel: async (shop: Shop, named: Named, reason: string): Promise<Message> => {
      const invoice = await own(shop, named);
      const { day, time } = stamp();
      const about = { CancelInvoiceNumber: named.number, InvoiceDate: migDay(invoice.date), ...partiesOf(invoice) };
      return { code: "F0501", body: { ...about, CancelDate: day, CancelTime: time, CancelReason: reasonIn(reason) } };
    },
    void: async (shop: Shop, named: Named, reason: string): Promise<Message> => {
      const invoice = await own(shop, named);
      const { day, time } = stamp();
      const about = { VoidInvoiceNumber: named.number, InvoiceDate: migDay(invoice.date), ...partiesOf(invoice) };
      return { code: "F0701", body: { ...about, VoidDate: day, VoidTime: time, VoidReason: reasonIn(reason) } };
    },
    /** An allowance of a sum with tax; the message has sales and tax apart. `id`: letters and digits that make its number. */
    allowance: async (shop: Shop, named: Named, { amount, id }: { amount: string; id: string }): Promise<Message> => {
      const { content, date } = await own(shop, named);
      if (!/^[1-9]\d{0,10}$/.test(amount)) throw shopField("shop.field-form", "amount");
      const { sales, tax } = fromTotal(BigInt(amount));
      const original = { OriginalInvoiceDate: migDay(date), OriginalInvoiceNumber: named.number };
      const item = {
        ...{ ...original, OriginalDescription: content.items[0]!.description.slice(0, 256), Quantity: "1" },
        ...{ UnitPrice: String(sales), Amount: String(sales), Tax: String(tax), AllowanceSequenceNumber: "1", TaxType: "1" },
      };
      const body = {
        Main: {
          ...{ AllowanceNumber: id.replaceAll("-", "").slice(-16), AllowanceDate: stamp().day, AllowanceType: "2" },
          Seller: { Identifier: shop.ban, Name: content.seller.name },
          Buyer: { Identifier: content.buyer.ban, Name: content.buyer.name },
        },
        Details: { ProductItem: [item] },
        Amount: { TaxAmount: String(tax), TotalAmount: String(sales) },
      };
      return { code: "G0401", body };
    },
  };
}
export type ShopMessages = ReturnType<typeof openShopMessages>;
