import type { Invoice } from "../invoice/invoice.ts";
import { toC0401, toF0401 } from "../invoice/to-mig.ts";
import { type MessageKind, messageKinds } from "../mig/messages.ts";

/** One correct message of every kind, made up: the shop, the numbers and the goods do not exist. */

export const sampleInvoice: Invoice = {
  number: "AB10000001",
  date: "2026-01-05",
  time: "14:16:23",
  type: "07",
  seller: { ban: "12345675", name: "測試商店股份有限公司", address: "臺北市中正區測試路一段1號" },
  buyer: { ban: "0000000000", name: "0000000000" },
  print: false,
  carrier: { type: "3J0002", id1: "/ABC+12.", id2: "/ABC+12." },
  randomNumber: "1234",
  items: [
    { description: "咖啡", quantity: "2", unit: "杯", unitPrice: "60", amount: "120", taxType: "1", sequence: "1" },
    { description: "便當 & 湯", quantity: "1", unitPrice: "95.5", amount: "95.5", taxType: "1", sequence: "2" },
  ],
  sales: "216",
  exemptSales: "0",
  zeroSales: "0",
  taxType: "1",
  taxRate: "0.05",
  tax: "0",
  total: "216",
};

/** To a business: untaxed prices, tax of 5 %, on paper. */
export const businessInvoice: Invoice = {
  ...sampleInvoice,
  buyer: { ban: "10458574", name: "買方股份有限公司" },
  print: true,
  carrier: undefined,
  items: [{ description: "紙", quantity: "3", unit: "箱", unitPrice: "111", amount: "333", taxType: "1", sequence: "1" }],
  sales: "333",
  tax: "17",
  total: "350",
};

const party = { Identifier: "12345675", Name: "測試商店股份有限公司" };
const buyer = { Identifier: "10458574", Name: "買方股份有限公司" };
const parties = { BuyerId: "10458574", SellerId: "12345675" };

/** An invoice as it is exchanged with its buyer, or archived. */
export const exchangedOf = (invoice: Invoice, code: "A0101" | "F0401"): object =>
  code === "F0401" ? toF0401(invoice) : exchanged(true, invoice);

function exchanged(v4: boolean, invoice: Invoice = businessInvoice): object {
  const { Main: main, Details: details, Amount: amount } = v4 ? toF0401(invoice) : toC0401(invoice);
  const { PrintMark: _print, RandomNumber: _random, ...kept } = main;
  const { FreeTaxSalesAmount: _free, ZeroTaxSalesAmount: _zero, ...sums } = amount;
  return { Main: kept, Details: details, Amount: sums };
}

function steel(): object {
  const {
    Main: main,
    Details: details,
    Amount: amount,
  } = exchanged(false) as {
    Main: object;
    Details: { ProductItem: object[] };
    Amount: object;
  };
  const second = { Quantity2: "0.25", Unit2: "噸", UnitPrice2: "1332", Amount2: "333" };
  return { Main: main, Details: { ProductItem: details.ProductItem.map((item) => ({ ...item, ...second })) }, Amount: amount };
}

function allowance(second: object = {}): object {
  const item = {
    OriginalInvoiceDate: "20260105",
    OriginalInvoiceNumber: "AB10000001",
    OriginalSequenceNumber: "1",
    OriginalDescription: "紙",
    Quantity: "1",
    Unit: "箱",
    UnitPrice: "111",
    Amount: "111",
    Tax: "6",
    AllowanceSequenceNumber: "1",
    TaxType: "1",
    ...second,
  };
  return {
    Main: { AllowanceNumber: "A202601150001", AllowanceDate: "20260115", Seller: party, Buyer: buyer, AllowanceType: "2" },
    Details: { ProductItem: [item] },
    Amount: { TaxAmount: "6", TotalAmount: "111" },
  };
}

const steelSecond = { Quantity2: "0.1", Unit2: "噸", UnitPrice2: "1110", Amount2: "111" };
const track = { HeadBan: "12345675", BranchBan: "10458574", InvoiceType: "07", YearMonth: "11502", InvoiceTrack: "AB" };
const range = { InvoiceBeginNo: "10000000", InvoiceEndNo: "10000099" };

/** Bodies by the name of the root element; invoices and steel are made above. */
const bodies: Readonly<Record<string, object>> = {
  InvoiceConfirm: {
    InvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    ReceiveDate: "20260106",
    ReceiveTime: "09:00:00",
  },
  CancelInvoice: {
    CancelInvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    CancelDate: "20260107",
    CancelTime: "09:30:00",
    CancelReason: "品項錯誤",
  },
  CancelInvoiceConfirm: {
    CancelInvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    CancelDate: "20260107",
    CancelTime: "09:30:00",
  },
  RejectInvoice: {
    RejectInvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    RejectDate: "20260107",
    RejectTime: "09:30:00",
    RejectReason: "金額不符",
  },
  RejectInvoiceConfirm: {
    RejectInvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    RejectDate: "20260107",
    RejectTime: "09:30:00",
  },
  VoidInvoice: {
    VoidInvoiceNumber: "AB10000001",
    InvoiceDate: "20260105",
    ...parties,
    VoidDate: "20260105",
    VoidTime: "15:00:00",
    VoidReason: "重新開立",
  },
  AllowanceConfirm: {
    AllowanceNumber: "A202601150001",
    AllowanceDate: "20260115",
    ...parties,
    ReceiveDate: "20260116",
    ReceiveTime: "09:00:00",
    AllowanceType: "2",
  },
  CancelAllowance: {
    CancelAllowanceNumber: "A202601150001",
    AllowanceDate: "20260115",
    ...parties,
    CancelDate: "20260116",
    CancelTime: "10:00:00",
    CancelReason: "誤開",
  },
  CancelAllowanceConfirm: {
    CancelAllowanceNumber: "A202601150001",
    AllowanceDate: "20260115",
    ...parties,
    CancelDate: "20260116",
    CancelTime: "10:00:00",
  },
  BranchTrack: { Main: { ...track, ...range }, Details: { BranchTrackItem: [{ ...range, InvoiceBooklet: "2" }] } },
  BranchTrackBlank: {
    Main: track,
    Details: { BranchTrackBlankItem: [{ InvoiceBeginNo: "10000050", InvoiceEndNo: "10000099" }] },
  },
  InvoiceAssignNo: {
    Ban: "12345675",
    InvoiceType: "07",
    YearMonth: "11502",
    InvoiceTrack: "AB",
    ...range,
    InvoiceBooklet: "2",
  },
};

/** The body of a correct message of this kind. */
export function sampleBody({ code, version, root }: MessageKind): object {
  const v4 = version.startsWith("4");
  if (code === "F0401") return toF0401(sampleInvoice);
  if (code === "C0401") return toC0401(sampleInvoice);
  if (code === "A1101" || code === "A1401") return steel();
  if (root === "Invoice") return exchanged(v4);
  if (root === "Allowance") return allowance(code === "B1101" || code === "B1401" ? steelSecond : {});
  const body = bodies[root]!;
  return code === "G0501" ? { ...body, AllowanceType: "2" } : body;
}

/** Every kind of message, once each. */
export const sampleKinds: readonly MessageKind[] = [...new Set(messageKinds.values())];
