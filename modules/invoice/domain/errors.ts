import { failures } from "@troad/kernel";

export const invoiceFailure = failures({
  "invoice.sender-unknown": 401,
  "invoice.signature": 401,
  "invoice.key-missing": 400,
  "invoice.key-reused": 409,
  "invoice.malformed": 400,
  "invoice.too-slow": 408,
  "invoice.too-many": 413,
  "invoice.unavailable": 503,
  "invoice.busy": 503,
});

/** Why one message of a package was not taken; the others are. Checks of form have the codes of @troad/invoice-formats. */
export type RefusalCode =
  | "number.taken"
  | "number.not-assigned"
  | "number.blank"
  | "range.not-assigned"
  | "range.issued"
  | "seller.not-yours"
  | "period.not-open"
  | "date.future"
  | "invoice.other-seller"
  | "invoice.other-buyer"
  | "invoice.other-day"
  | "invoice.not-standing"
  | "invoice.has-allowances"
  | "invoice.exceeded"
  | "invoice.not-there";
