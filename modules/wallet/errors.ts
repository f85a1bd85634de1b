import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.wallet.*`. */
export const fail = failures({
  "wallet.no-card": 409,
  "wallet.source-unknown": 404,
  "wallet.source-ended": 409,
  "wallet.app-unknown": 422,
  "wallet.offer-over": 410,
  "wallet.other-person": 403,
  "wallet.register-away": 503,
  "wallet.check-unknown": 404,
  "wallet.check-over": 410,
  "wallet.number-wrong": 422,
});
