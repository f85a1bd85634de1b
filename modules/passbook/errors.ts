import { failures } from "@troad/kernel";

export const passbookFailure = failures({
  "passbook.not-yours": 403,
  "passbook.tax-unknown": 404,
  "passbook.nothing-due": 409,
  "passbook.office-away": 503,
  "passbook.feed-unknown": 404,
  "passbook.amount-wrong": 422,
  "passbook.reason-missing": 422,
  "passbook.changed": 409,
  "passbook.line-unknown": 404,
  "passbook.line-ended": 409,
  "passbook.line-told": 409,
  "passbook.nothing-refundable": 409,
  "passbook.no-account": 409,
  "passbook.refund-asked": 409,
  "passbook.run-unknown": 404,
  "passbook.run-over": 409,
  "passbook.run-empty": 409,
  "passbook.approve-own": 409,
  "passbook.approved-already": 409,
});
