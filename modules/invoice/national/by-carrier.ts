import { hashSerial, isCarrierType, isInvoiceNumber, mobileBarcode, termOf } from "@troad/invoice-formats";
import { type ModuleContext, type Queryable, taipeiDate } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";
import type { CarrierService } from "../carriers/service.ts";
import type { DonationRefusal, Donations } from "../donations/donate.ts";
import type { LoveCodes } from "../donations/love-codes.ts";
import { findInvoice, invoicesInCarriers, type StoredInvoice } from "../invoices/invoices-store.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { cancelled, donatable } from "../prizes/standing.ts";
import type { App } from "./apps-store.ts";
import { compactDay, dayObject, maskedNumber, sellerFields, statusDigit } from "./invoice-fields.ts";
import { type NationalCode, refuse } from "./refusal.ts";
import { need, needDay, type Parameters } from "./request.ts";

export type CarrierParts = {
  ctx: ModuleContext;
  /** Where queries of carriers go: a few statements, planned once, over the partitions of all periods. */
  reads: Queryable;
  carrierService: CarrierService;
  lists: WinningLists;
  loveCodes: LoveCodes;
  donations: Donations;
  /** Names of carriers by type. */
  carrierTypes: ReadonlyMap<string, string>;
};

/** Rows of one answer; 0.6 has pages (1.9 chapter 2 section 5), before it a narrower range is asked for. */
const pageSize = 500;

const morePages = "查詢發票筆數超過上限，請縮小查詢日期區間或以載具分頁功能接續查詢下一頁";

/** The carrier of a call, whose verification code is right, and all that is joined to it. */
async function provenCarrier(
  { carrierService }: CarrierParts,
  parameters: Parameters,
): Promise<{ carrier: CarrierId; family: CarrierId[] }> {
  const type = need(parameters, "cardType");
  if (!isCarrierType(type)) refuse(903);
  const carrier = { type, id: need(parameters, "cardNo", /^.{1,64}$/) };
  const family = await carrierService.open(carrier, need(parameters, "cardEncrypt"));
  return { carrier, family: family ?? refuse(919) };
}

/** How far back a query may begin: nine months before an odd month, eight before an even one (1.9), which covers 1.7's six. */
export function earliestDay(today: string): string {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return new Date(Date.UTC(year, month - 1 - (month % 2 === 1 ? 8 : 7), 1)).toISOString().slice(0, 10);
}

const todayOf = ({ ctx }: CarrierParts): string => taipeiDate(ctx.clock.now());

/** carrierInvChk 0.5 and 0.6: the invoices of a carrier in a part of a month; of a mobile barcode those of all that is joined to it. */
export async function carrierHeaders(parts: CarrierParts, parameters: Parameters): Promise<object> {
  const [from, to] = [needDay(parameters, "startDate"), needDay(parameters, "endDate")];
  const only = need(parameters, "onlyWinningInv", /^[YN]$/);
  const version = Number(parameters.version) >= 0.6 ? "0.6" : "0.5";
  const page = version === "0.6" ? Number(parameters.page ?? "1") : 1;
  if (from > to || from.slice(0, 7) !== to.slice(0, 7) || !Number.isInteger(page) || page < 1 || page > 10_000) refuse(903);
  const today = todayOf(parts);
  if (from < earliestDay(today)) refuse(903);
  const { family: carriers } = await provenCarrier(parts, parameters);
  const term = termOf(from);
  const offset = (page - 1) * pageSize;
  const found = await invoicesInCarriers(parts.reads, { term, from, to, carriers, offset, limit: pageSize + 1 });
  if (found.length > pageSize && version === "0.5") refuse(996);
  const rows = found.slice(0, pageSize);
  const wanted = only === "Y" ? rows.filter((invoice) => wins(parts, invoice)) : rows;
  // 0.6 says by 996 that another page follows, and gives this one
  const more = found.length > pageSize;
  return {
    v: version,
    code: more ? 996 : 200,
    msg: more ? morePages : "執行成功",
    onlyWinningInv: only,
    details: wanted.map((one, at) => headerRow(one, offset + at + 1, today)),
  };
}

/** Who gave an invoice away is not told that it won. */
const wins = ({ lists }: CarrierParts, invoice: StoredInvoice): boolean =>
  invoice.donatedTo === null && !cancelled(invoice) && lists.prizeOf(invoice) !== undefined;

const headerRow = (invoice: StoredInvoice, rowNum: number, today: string): object => ({
  rowNum,
  invNum: maskedNumber(invoice),
  cardType: invoice.content.carrier?.type ?? "",
  cardNo: invoice.content.carrier?.id2 ?? "",
  sellerName: invoice.content.seller.name,
  invStatus: statusDigit(invoice),
  invDonatable: donatable(invoice, today),
  amount: invoice.total,
  invPeriod: invoice.term,
  donateMark: invoice.donatedTo === null ? 0 : 1,
  invDate: dayObject(invoice.date),
  ...sellerFields(invoice),
});

/** The invoice of a call that is in the carrier or in one that is joined to it. */
async function ownInvoice(parts: CarrierParts, parameters: Parameters): Promise<{ invoice: StoredInvoice; carrier: CarrierId }> {
  const number = need(parameters, "invNum");
  if (!isInvoiceNumber(number)) refuse(903);
  const date = needDay(parameters, "invDate");
  const { carrier, family } = await provenCarrier(parts, parameters);
  const invoice = await findInvoice(parts.ctx.db, termOf(date), number);
  const held = invoice?.content.carrier;
  if (!invoice || !held || invoice.date !== date || !family.some(({ type, id }) => type === held.type && id === held.id2))
    refuse(915);
  return { invoice, carrier };
}

/** carrierInvDetail 0.5: every row has the number 1, and amounts are numbers, as clients know it. */
export async function carrierDetail(parts: CarrierParts, parameters: Parameters): Promise<object> {
  const { invoice } = await ownInvoice(parts, parameters);
  return {
    v: "0.5",
    code: 200,
    msg: "執行成功",
    invNum: invoice.number,
    invDate: compactDay(invoice.date),
    sellerName: invoice.content.seller.name,
    amount: invoice.total,
    invStatus: statusDigit(invoice),
    invPeriod: invoice.term,
    details: invoice.content.items.map((item) => ({
      rowNum: "1",
      description: item.description,
      quantity: item.quantity,
      unitPrice: item.unitPrice,
      amount: Number(item.amount),
    })),
    ...sellerFields(invoice),
  };
}

const donationCodes: Readonly<Record<DonationRefusal, NationalCode>> = {
  "code-unknown": 907,
  donated: 908,
  business: 913,
  closed: 903,
};

/** carrierInvDnt 0.1: gives an invoice away before its draw, for good. */
export async function donate(parts: CarrierParts, app: App, parameters: Parameters): Promise<object> {
  const serial = need(parameters, "serial", /^\d{10}$/);
  const wanted = need(parameters, "npoBan", /^\d{3,8}$/);
  const { invoice, carrier } = await ownInvoice(parts, parameters);
  const done = await parts.donations.give(invoice, { code: wanted, carrier, app: app.id, by: `app ${app.id}` });
  const at = "given" in done ? done.given : refuse(donationCodes[done.refused]);
  return {
    v: "0.1",
    code: 200,
    msg: "執行成功",
    hashSerial: hashSerial(serial, app.key),
    invNum: invoice.number,
    invDate: compactDay(invoice.date),
    NPOBan: wanted,
    invStatus: "已捐贈",
    invDntTimeStamp: String(Math.floor(Date.parse(at) / 1000)),
  };
}

/** qryCarrierAgg 1.0: what is joined to a mobile barcode. */
export async function aggregated(parts: CarrierParts, app: App, parameters: Parameters): Promise<object> {
  const serial = need(parameters, "serial", /^\d{10}$/);
  if (need(parameters, "cardType") !== mobileBarcode) refuse(903);
  const { id } = (await provenCarrier(parts, parameters)).carrier;
  const carriers = (await parts.carrierService.linked(id)).map((one) => ({
    carrierType: one.type,
    carrierId2: one.id,
    carrierName: one.name || (parts.carrierTypes.get(one.type) ?? one.type),
  }));
  return {
    v: "1.0",
    code: 200,
    hashSerial: hashSerial(serial, app.key),
    msg: "執行成功",
    cardType: mobileBarcode,
    cardNo: id,
    carriers,
  };
}
