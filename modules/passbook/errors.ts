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
});
