import { text } from "./leaf.ts";
import { all, list, optional, sequence } from "./shape.ts";
import { partyV3, partyV4, v3, v4 } from "./types.ts";

/** Invoices: A0101 and A0401 (to a business), A1101 and A1401 (steel), C0401 (to a consumer), since 4.0 F0401 for both. */

const headV3 = {
  InvoiceNumber: v3.number,
  InvoiceDate: v3.day,
  InvoiceTime: v3.time,
  Seller: partyV3,
  Buyer: partyV3,
  CheckNumber: optional(text(0, 10)),
  BuyerRemark: optional(v3.buyerRemark),
  MainRemark: optional(v3.remark),
  CustomsClearanceMark: optional(v3.customs),
  TaxCenter: optional(text(0, 40)),
  PermitDate: optional(v3.day),
  PermitWord: optional(text(0, 40)),
  PermitNumber: optional(text(0, 20)),
  Category: optional(text(0, 2)),
  RelateNumber: optional(text(0, 20)),
  InvoiceType: v3.invoiceType,
  GroupMark: optional(v3.star),
  DonateMark: v3.bit,
};

const itemV3 = (min: 0 | 1) =>
  sequence({
    Description: text(min, 256),
    Quantity: v3.quantity,
    Unit: optional(text(0, 6)),
    UnitPrice: v3.quantity,
    Amount: v3.quantity,
    SequenceNumber: text(min, 3),
    Remark: optional(text(0, 40)),
    RelateNumber: optional(text(0, 20)),
  });

const steelItem = sequence({
  Description: text(0, 256),
  Quantity: v3.quantity,
  Quantity2: v3.quantity,
  Unit: optional(text(0, 6)),
  Unit2: optional(text(0, 6)),
  UnitPrice: v3.quantity,
  UnitPrice2: v3.quantity,
  Amount: v3.quantity,
  Amount2: v3.quantity,
  SequenceNumber: text(0, 3),
  Remark: optional(text(0, 40)),
  RelateNumber: optional(text(0, 20)),
});

const taxV3 = { TaxType: v3.taxType, TaxRate: v3.rate, TaxAmount: v3.moneyFromZero };
const currencyV3 = {
  OriginalCurrencyAmount: optional(v3.quantity),
  ExchangeRate: optional(v3.exchange),
  Currency: optional(v3.currency),
};
const exchangeAmountV3 = sequence({
  SalesAmount: v3.moneyFromZero,
  ...taxV3,
  TotalAmount: v3.moneyFromZero,
  DiscountAmount: optional(v3.money),
  ...currencyV3,
});
const steelAmount = sequence({
  SalesAmount: v3.money,
  ...taxV3,
  TotalAmount: v3.money,
  DiscountAmount: optional(v3.money),
  ...currencyV3,
});

/** A0101: exchanged between two businesses. */
export const exchangedV3 = sequence({
  Main: sequence({ ...headV3, Attachment: optional(v3.attachment) }),
  Details: sequence({ ProductItem: list(itemV3(1), 999) }),
  Amount: exchangeAmountV3,
});
/** A0401: between businesses, archived by the platform. */
export const archivedV3 = sequence({
  Main: sequence({ ...headV3, BondedAreaConfirm: optional(v3.bonded), Attachment: optional(v3.attachment) }),
  Details: sequence({ ProductItem: list(itemV3(1), 999) }),
  Amount: exchangeAmountV3,
});
/** A1101 and A1401: two quantities, as steel is sold by piece and by weight. */
export const steelV3 = sequence({
  Main: sequence({ ...headV3, InvoiceTime: optional(v3.time) }),
  Details: sequence({ ProductItem: list(steelItem, 999) }),
  Amount: steelAmount,
});
/** C0401: to a consumer. */
export const consumerV3 = sequence({
  Main: sequence({
    ...headV3,
    CarrierType: optional(text(0, 6)),
    CarrierId1: optional(text(0, 64)),
    CarrierId2: optional(text(0, 64)),
    PrintMark: v3.printMark,
    NPOBAN: optional(text(0, 10)),
    RandomNumber: v3.random,
  }),
  Details: sequence({ ProductItem: list(itemV3(0), 999) }),
  Amount: sequence({
    SalesAmount: v3.money,
    FreeTaxSalesAmount: v3.money,
    ZeroTaxSalesAmount: v3.money,
    ...taxV3,
    TotalAmount: v3.money,
    DiscountAmount: optional(v3.money),
    ...currencyV3,
  }),
});

const headV4 = {
  InvoiceNumber: v4.number,
  InvoiceDate: v4.day,
  InvoiceTime: v4.time,
  Seller: partyV4,
  Buyer: partyV4,
  BuyerRemark: optional(v4.buyerRemark),
  MainRemark: optional(v4.remark),
  CustomsClearanceMark: optional(v4.customs),
  Category: optional(text(0, 2)),
  RelateNumber: optional(text(0, 20)),
  InvoiceType: v4.invoiceType,
  GroupMark: optional(v4.star),
  DonateMark: v4.bit,
};
const tailV4 = {
  BondedAreaConfirm: optional(v4.bonded),
  ZeroTaxRateReason: optional(v4.zeroReason),
  Reserved1: optional(text(0, 20)),
  Reserved2: optional(text(0, 100)),
};
const detailsV4 = all({
  ProductItem: list(
    all({
      Description: text(1, 500),
      Quantity: v4.quantity,
      Unit: optional(text(0, 6)),
      UnitPrice: v4.quantity,
      TaxType: v4.itemTaxType,
      Amount: v4.quantity,
      SequenceNumber: v4.sequenceNumber,
      Remark: optional(text(0, 120)),
      RelateNumber: optional(text(0, 50)),
    }),
    9999,
  ),
});
const taxV4 = { TaxType: v4.taxType, TaxRate: v4.rate, TaxAmount: v4.tax, TotalAmount: v4.amount };
const currencyV4 = {
  DiscountAmount: optional(v4.amount),
  OriginalCurrencyAmount: optional(v4.amount),
  ExchangeRate: optional(v4.exchange),
  Currency: optional(v4.currency),
};

/** F0401: every invoice that the platform archives. */
export const archivedV4 = all({
  Main: all({
    ...headV4,
    CarrierType: optional(text(0, 6)),
    CarrierId1: optional(text(0, 400)),
    CarrierId2: optional(text(0, 400)),
    PrintMark: v4.printMark,
    NPOBAN: optional(text(0, 10)),
    RandomNumber: optional(v4.random),
    ...tailV4,
  }),
  Details: detailsV4,
  Amount: all({
    SalesAmount: v4.amount,
    FreeTaxSalesAmount: v4.amount,
    ZeroTaxSalesAmount: v4.amount,
    ...taxV4,
    ...currencyV4,
  }),
});
/** A0101 of 4.x: derived from 3.1 with the types of 4.x. */
export const exchangedV4 = all({
  Main: all({ ...headV4, ...tailV4, Attachment: optional(v4.attachment) }),
  Details: detailsV4,
  Amount: all({ SalesAmount: v4.amount, ...taxV4, ...currencyV4 }),
});
