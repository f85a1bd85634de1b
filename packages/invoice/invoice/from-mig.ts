import type { BodyV3, BodyV4 } from "../mig/messages.ts";
import type { Invoice, InvoiceItem, Party } from "./invoice.ts";

/** Every kind of invoice message; fields that one lacks are undefined in it. */
export type InvoiceBody =
  | BodyV3<"A0101">
  | BodyV3<"A0401">
  | BodyV3<"A1101">
  | BodyV3<"C0401">
  | BodyV4<"A0101">
  | BodyV4<"F0401">;

type Mains = { readonly [K in keyof BodyV3<"C0401">["Main"] | keyof BodyV4<"F0401">["Main"]]?: unknown };
type MigParty = BodyV4<"F0401">["Main"]["Seller"];

/** Which of the message's texts may be absent in some kinds. */
type Any = {
  readonly Main: BodyV3<"A0401">["Main"] & {
    readonly [K in Exclude<keyof Mains, keyof BodyV3<"A0401">["Main"]>]?: string;
  };
  readonly Details: {
    readonly ProductItem: readonly (BodyV3<"C0401">["Details"]["ProductItem"][number] & { TaxType?: string })[];
  };
  readonly Amount: Omit<BodyV3<"C0401">["Amount"], "FreeTaxSalesAmount" | "ZeroTaxSalesAmount"> & {
    readonly FreeTaxSalesAmount?: string;
    readonly ZeroTaxSalesAmount?: string;
  };
};

/** The invoice in a validated message. */
export function invoiceOf(body: InvoiceBody): Invoice {
  const { Main: main, Details: details, Amount: amount } = body as Any;
  return {
    number: main.InvoiceNumber,
    date: dayOf(main.InvoiceDate),
    time: main.InvoiceTime,
    type: main.InvoiceType,
    seller: partyOf(main.Seller),
    buyer: partyOf(main.Buyer),
    print: main.PrintMark === "Y",
    carrier: carrierOf(main),
    donatedTo: main.DonateMark === "1" ? (main.NPOBAN ?? "") : undefined,
    randomNumber: main.RandomNumber || undefined,
    remark: main.MainRemark,
    buyerRemark: main.BuyerRemark,
    customsMark: main.CustomsClearanceMark,
    zeroReason: main.ZeroTaxRateReason,
    bondedArea: main.BondedAreaConfirm,
    category: main.Category,
    relateNumber: main.RelateNumber,
    grouped: main.GroupMark === undefined ? undefined : true,
    items: details.ProductItem.map(itemOf),
    ...salesOf(amount),
    taxType: amount.TaxType,
    taxRate: amount.TaxRate,
    tax: amount.TaxAmount,
    total: amount.TotalAmount,
    discount: amount.DiscountAmount,
    originalAmount: amount.OriginalCurrencyAmount,
    exchangeRate: amount.ExchangeRate,
    currency: amount.Currency,
  };
}

/** Between businesses there is a single sales amount; the tax type says which kind it is. */
function salesOf(amount: Any["Amount"]): { sales: string; exemptSales: string; zeroSales: string } {
  if (amount.FreeTaxSalesAmount !== undefined)
    return { sales: amount.SalesAmount, exemptSales: amount.FreeTaxSalesAmount, zeroSales: amount.ZeroTaxSalesAmount ?? "0" };
  const sales = { sales: "0", exemptSales: "0", zeroSales: "0" };
  if (amount.TaxType === "2") return { ...sales, zeroSales: amount.SalesAmount };
  return amount.TaxType === "3" ? { ...sales, exemptSales: amount.SalesAmount } : { ...sales, sales: amount.SalesAmount };
}

function carrierOf(main: Any["Main"]): Invoice["carrier"] {
  const { CarrierType: type = "", CarrierId1: id1 = "", CarrierId2: id2 = "" } = main;
  return type === "" && id1 === "" && id2 === "" ? undefined : { type, id1, id2 };
}

/** yyyyMMdd as YYYY-MM-DD. */
export const dayOf = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;

const partyOf = (party: MigParty): Party => ({
  ban: party.Identifier,
  name: party.Name,
  address: party.Address,
  personInCharge: party.PersonInCharge,
  telephone: party.TelephoneNumber,
  facsimile: party.FacsimileNumber,
  email: party.EmailAddress,
  customerNumber: party.CustomerNumber,
  roleRemark: party.RoleRemark,
});

const itemOf = (item: Any["Details"]["ProductItem"][number]): InvoiceItem => ({
  description: item.Description,
  quantity: item.Quantity,
  unit: item.Unit,
  unitPrice: item.UnitPrice,
  amount: item.Amount,
  taxType: item.TaxType,
  sequence: item.SequenceNumber,
  remark: item.Remark,
  relateNumber: item.RelateNumber,
});
