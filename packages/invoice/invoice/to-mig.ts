import type { BodyV3, BodyV4 } from "../mig/messages.ts";
import type { Invoice, Party } from "./invoice.ts";

/** The invoice as F0401 of MIG 4.x. */
export function toF0401(invoice: Invoice): BodyV4<"F0401"> {
  return {
    Main: {
      InvoiceNumber: invoice.number,
      InvoiceDate: migDay(invoice.date),
      InvoiceTime: invoice.time,
      Seller: partyOf(invoice.seller),
      Buyer: partyOf(invoice.buyer),
      BuyerRemark: invoice.buyerRemark,
      MainRemark: invoice.remark,
      CustomsClearanceMark: invoice.customsMark,
      Category: invoice.category,
      RelateNumber: invoice.relateNumber,
      InvoiceType: invoice.type,
      GroupMark: invoice.grouped ? "*" : undefined,
      DonateMark: invoice.donatedTo === undefined ? "0" : "1",
      CarrierType: invoice.carrier?.type,
      CarrierId1: invoice.carrier?.id1,
      CarrierId2: invoice.carrier?.id2,
      PrintMark: invoice.print ? "Y" : "N",
      NPOBAN: invoice.donatedTo,
      RandomNumber: invoice.randomNumber,
      BondedAreaConfirm: invoice.bondedArea,
      ZeroTaxRateReason: invoice.zeroReason,
    },
    Details: {
      ProductItem: invoice.items.map((item) => ({
        Description: item.description,
        Quantity: item.quantity,
        Unit: item.unit,
        UnitPrice: item.unitPrice,
        TaxType: item.taxType ?? (invoice.taxType === "9" ? "1" : invoice.taxType),
        Amount: item.amount,
        SequenceNumber: item.sequence,
        Remark: item.remark,
        RelateNumber: item.relateNumber,
      })),
    },
    Amount: amountOf(invoice),
  };
}

/** The invoice as C0401 of MIG 3.x, which has fewer fields: reason of the zero rate and tax type of the item are not in it. */
export function toC0401(invoice: Invoice): BodyV3<"C0401"> {
  const { Main: main, Details: details } = toF0401(invoice);
  const { BondedAreaConfirm: _bonded, ZeroTaxRateReason: _reason, ...kept } = main;
  return {
    Main: { ...kept, RandomNumber: invoice.randomNumber ?? "AAAA" },
    Details: { ProductItem: details.ProductItem.map(({ TaxType: _taxType, ...item }) => item) },
    Amount: amountOf(invoice),
  };
}

const amountOf = (invoice: Invoice): BodyV4<"F0401">["Amount"] => ({
  SalesAmount: invoice.sales,
  FreeTaxSalesAmount: invoice.exemptSales,
  ZeroTaxSalesAmount: invoice.zeroSales,
  TaxType: invoice.taxType,
  TaxRate: invoice.taxRate,
  TaxAmount: invoice.tax,
  TotalAmount: invoice.total,
  DiscountAmount: invoice.discount,
  OriginalCurrencyAmount: invoice.originalAmount,
  ExchangeRate: invoice.exchangeRate,
  Currency: invoice.currency,
});

/** YYYY-MM-DD as yyyyMMdd. */
export const migDay = (date: string): string => date.replaceAll("-", "");

const partyOf = (party: Party): BodyV4<"F0401">["Main"]["Seller"] => ({
  Identifier: party.ban,
  Name: party.name,
  Address: party.address,
  PersonInCharge: party.personInCharge,
  TelephoneNumber: party.telephone,
  FacsimileNumber: party.facsimile,
  EmailAddress: party.email,
  CustomerNumber: party.customerNumber,
  RoleRemark: party.roleRemark,
});
