import { failures } from "@troad/kernel";

/** Why a shop's request fails as a whole. */
export const invoiceFailure = failures({
  "invoice.sender-unknown": 401,
  "invoice.signature": 401,
  "invoice.key-missing": 400,
  "invoice.key-reused": 409,
  "invoice.malformed": 400,
  "invoice.place-unknown": 422,
  "invoice.seller-foreign": 403,
  "invoice.too-slow": 408,
  "invoice.too-many": 413,
  "invoice.unavailable": 503,
  "invoice.busy": 503,
  "invoice.not-judged": 503,
});

/** Why a question of another authority about the invoices of a period is refused. */
export const periodFailure = failures({
  "period.not-allowed": 403,
  "period.malformed": 400,
});

/** Why there are no statistics of a month or a period. */
export const statisticsFailure = failures({
  "statistics.month": 400,
  "statistics.period": 400,
});

/** Why a list of winning numbers, a claim or a case is refused. */
export const prizeFailure = failures({
  "prize.list-malformed": 400,
  "prize.list-unknown": 404,
  "prize.second-person": 409,
  "prize.not-tried": 409,
  "prize.before-draw": 409,
  "prize.already-published": 409,
  "prize.none": 404,
  "prize.donated": 409,
  "prize.donee-unknown": 409,
  "prize.window": 409,
  "prize.claimed": 409,
  "prize.under-review": 409,
  "prize.case-unknown": 404,
  "prize.case-decided": 409,
});

/** Why numbers are not assigned. */
export const numberFailure = failures({
  "numbers.malformed": 400,
  "numbers.taken": 409,
  "numbers.key-reused": 409,
});

/** Why one message of a package was not accepted, although others were. Format checks have the codes of @troad/invoice-formats. */
export type RefusalCode =
  | "number.taken"
  | "key.reused"
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
  | "invoice.confirmed"
  | "invoice.has-allowances"
  | "invoice.exceeded"
  | "invoice.not-there";
