import { failures } from "@troad/kernel";

/** Every failure of this module; what is wrong with an answer is told at its field. */
export const fail = failures({
  "tax.year-unknown": 400,
  "tax.answers": 422,
  "tax.slip-unknown": 404,
  "tax.nothing-to-pay": 409,
  "tax.payment-over": 409,
  "tax.ask-unavailable": 503,
  "tax.ask-fact": 422,
});
