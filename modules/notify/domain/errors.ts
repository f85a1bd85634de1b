import { failures } from "@troad/kernel";

export const notifyFailure = failures({
  "notify.address-malformed": 422,
  "notify.channel-missing": 422,
  "notify.too-many-addresses": 422,
  "notify.code-wrong": 422,
  "notify.code-over": 422,
  "notify.code-too-soon": 429,
  "notify.not-found": 404,
  "notify.step-not-now": 409,
  "notify.number-malformed": 422,
  "notify.day-impossible": 422,
  "notify.legal-incomplete": 400,
  "notify.report-unauthorized": 401,
  "notify.report-malformed": 400,
});
