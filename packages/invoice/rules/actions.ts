import type { RuleCode } from "../codes.ts";
import { dayOf } from "../invoice/from-mig.ts";
import { type BanCheck, consumerBan } from "../numbers/ban.ts";
import { isDay, termOf } from "../numbers/term.ts";
import { units } from "../tax/decimal.ts";

type Texts = Readonly<Record<string, string | undefined>>;
/** Reports a broken rule at a path below the root element. */
export type ReportAt = (code: RuleCode, path: string) => void;

const days = ["InvoiceDate", "AllowanceDate", "CancelDate", "RejectDate", "VoidDate", "ReceiveDate"];

/** Rules of messages about an invoice or allowance: days of the calendar, both business numbers, the order of the days. */
export function actionRules(root: string, body: Texts, found: ReportAt, isBan: BanCheck): void {
  for (const name of days) {
    const day = body[name];
    if (day !== undefined && !isDay(dayOf(day))) found("date.impossible", name);
  }
  banRule(body.SellerId, "SellerId", found, isBan);
  if (body.BuyerId !== consumerBan) banRule(body.BuyerId, "BuyerId", found, isBan);
  const done = ["CancelDate", "VoidDate", "RejectDate"].find((name) => body[name] !== undefined);
  const before = body.InvoiceDate ?? body.AllowanceDate;
  if (done && before !== undefined && body[done]! < before) found("cancel.before-issue", done);
  // After its period an invoice can be cancelled only with the tax office's consent, whose number is then given.
  if (
    root === "CancelInvoice" &&
    !body.ReturnTaxDocumentNumber &&
    isDay(dayOf(body.CancelDate!)) &&
    isDay(dayOf(body.InvoiceDate!))
  )
    if (termOf(dayOf(body.CancelDate!)) > termOf(dayOf(body.InvoiceDate!))) found("cancel.period-closed", "CancelDate");
}

export function banRule(ban: string | undefined, path: string, found: ReportAt, isBan: BanCheck): void {
  if (ban === undefined) return;
  if (!/^\d{8}$/.test(ban)) found("ban.form", path);
  else if (!isBan(ban)) found("ban.check-digit", path);
}

type AllowanceBody = {
  readonly Main: {
    readonly AllowanceDate: string;
    readonly Seller: { Identifier: string };
    readonly Buyer: { Identifier: string };
  };
  readonly Details: { readonly ProductItem: readonly { OriginalInvoiceDate: string; Amount: string; Tax: string }[] };
  readonly Amount: { readonly TaxAmount: string; readonly TotalAmount: string };
};

/** Rules of an allowance: its total is the untaxed sum of the items, its tax the sum of theirs; it cannot be older than the invoice. */
export function allowanceRules(body: AllowanceBody, found: ReportAt, isBan: BanCheck): void {
  const { Main: main, Details: details, Amount: amount } = body;
  if (!isDay(dayOf(main.AllowanceDate))) found("date.impossible", "Main/AllowanceDate");
  banRule(main.Seller.Identifier, "Main/Seller/Identifier", found, isBan);
  if (main.Buyer.Identifier !== consumerBan) banRule(main.Buyer.Identifier, "Main/Buyer/Identifier", found, isBan);
  let [tax, total] = [0n, 0n];
  details.ProductItem.forEach((item, at) => {
    const day = `Details/ProductItem[${at + 1}]/OriginalInvoiceDate`;
    if (!isDay(dayOf(item.OriginalInvoiceDate))) found("date.impossible", day);
    else if (item.OriginalInvoiceDate > main.AllowanceDate) found("allowance.before-issue", day);
    tax += units(item.Tax);
    total += units(item.Amount);
  });
  if (tax !== units(amount.TaxAmount)) found("amount.tax", "Amount/TaxAmount");
  if (total !== units(amount.TotalAmount)) found("amount.total", "Amount/TotalAmount");
  if (units(amount.TotalAmount) <= 0n) found("amount.not-positive", "Amount/TotalAmount");
}
