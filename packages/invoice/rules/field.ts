import type { RuleCode } from "../codes.ts";

/** The fields of an invoice that rules refer to, with their paths in messages and in the JSON interface. */
const places = {
  number: ["Main/InvoiceNumber", "number"],
  date: ["Main/InvoiceDate", "date"],
  type: ["Main/InvoiceType", "type"],
  sellerBan: ["Main/Seller/Identifier", "seller/ban"],
  buyerBan: ["Main/Buyer/Identifier", "buyer/ban"],
  print: ["Main/PrintMark", "print"],
  carrierType: ["Main/CarrierType", "carrier/type"],
  carrierId1: ["Main/CarrierId1", "carrier/id1"],
  carrierId2: ["Main/CarrierId2", "carrier/id2"],
  donateMark: ["Main/DonateMark", "donatedTo"],
  donatedTo: ["Main/NPOBAN", "donatedTo"],
  randomNumber: ["Main/RandomNumber", "randomNumber"],
  customsMark: ["Main/CustomsClearanceMark", "customsMark"],
  zeroReason: ["Main/ZeroTaxRateReason", "zeroReason"],
  items: ["Details", "items"],
  itemAmount: ["Details/ProductItem[*]/Amount", "items/*/amount"],
  sales: ["Amount/SalesAmount", "sales"],
  exemptSales: ["Amount/FreeTaxSalesAmount", "exemptSales"],
  zeroSales: ["Amount/ZeroTaxSalesAmount", "zeroSales"],
  taxType: ["Amount/TaxType", "taxType"],
  taxRate: ["Amount/TaxRate", "taxRate"],
  tax: ["Amount/TaxAmount", "tax"],
  total: ["Amount/TotalAmount", "total"],
} as const;

export type Field = keyof typeof places;
/** A broken rule and its place; `item` counts from 0 for fields of items. */
export type Broken = { readonly code: RuleCode; readonly field: Field; readonly item?: number };
export type ReportBroken = (code: RuleCode, field: Field, item?: number) => void;

export const migPath = ({ field, item = 0 }: Broken): string => `/Invoice/${places[field][0]}`.replace("*", String(item + 1));
/** A JSON Pointer (RFC 6901). */
export const jsonPath = ({ field, item = 0 }: Broken): string => `/${places[field][1]}`.replace("*", String(item));
