import { failures } from "@troad/kernel";

export const payFailure = failures({
  "pay.no-provider": 503,
  "pay.not-found": 404,
  "pay.message-malformed": 400,
  "pay.signature-invalid": 401,
  "pay.key-reused": 409,
  "pay.not-open": 409,
  "pay.refund-exceeds": 409,
  "pay.refund-changed": 409,
  "pay.no-bank": 503,
  "pay.batch-differs": 409,
  "pay.mismatch-ended": 409,
});
