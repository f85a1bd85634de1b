import { isInvoiceNumber, isRandomNumber, isTerm, termOf } from "@troad/invoice-formats";
import type { InvoiceLookup, StoredInvoice } from "../invoices/lookup.ts";
import { compactDay, sellerFields, statusWords } from "./invoice-fields.ts";
import { refuse } from "./refusal.ts";
import { need, needDay, type Parameters } from "./request.ts";

async function asked(lookup: InvoiceLookup, parameters: Parameters): Promise<StoredInvoice> {
  const number = need(parameters, "invNum");
  if (!isInvoiceNumber(number)) refuse(903);
  const date = needDay(parameters, "invDate");
  need(parameters, "generation", /^V2$/);
  const type = need(parameters, "type");
  if (type !== "QRCode" && type !== "Barcode") refuse(904);
  const invoice = await lookup.find(termOf(date), number);
  if (!invoice || invoice.date !== date) refuse(915);
  return invoice;
}

const header = (invoice: StoredInvoice): object => ({
  invNum: invoice.number,
  invDate: compactDay(invoice.date),
  sellerName: invoice.content.seller.name,
  invStatus: statusWords(invoice),
  invPeriod: invoice.term,
  ...sellerFields(invoice),
});

/** qryInvHeader 0.5. */
export async function invoiceHeader(lookup: InvoiceLookup, parameters: Parameters): Promise<object> {
  const invoice = await asked(lookup, parameters);
  return { v: "0.5", code: "200", msg: "查詢成功", ...header(invoice) };
}

/**
 * qryInvDetail 0.5 and 0.6, whose answer has no version. The random number proves possession of the invoice: a wrong one gets only the
 * header, as on the national platform, and counts as a look-up.
 */
export async function invoiceDetail(lookup: InvoiceLookup, parameters: Parameters): Promise<object> {
  const random = need(parameters, "randomNumber");
  if (!isRandomNumber(random)) refuse(903);
  const barcode = parameters.type === "Barcode";
  if (barcode && !isTerm(need(parameters, "invTerm"))) refuse(902);
  if (parameters.type === "QRCode") need(parameters, "encrypt", /^.{24}$/);
  const invoice = await asked(lookup, parameters);
  if (barcode && parameters.invTerm !== invoice.term) refuse(902);
  if (!barcode && need(parameters, "sellerID") !== invoice.content.seller.ban) refuse(915);
  if (!(await lookup.countLook(invoice.term, invoice.number))) refuse(950);
  const answer = { msg: "執行成功", code: "200", ...header(invoice), amount: String(invoice.total) };
  return random === invoice.content.randomNumber ? { ...answer, details: detailsOf(invoice) } : answer;
}

const detailsOf = ({ content }: StoredInvoice): object[] =>
  content.items.map((item, at) => ({
    rowNum: String(at + 1),
    description: item.description,
    quantity: item.quantity,
    unitPrice: item.unitPrice,
    amount: item.amount,
  }));
