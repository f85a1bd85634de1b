import { type CodedError, failures } from "@troad/kernel";

/** Why something is refused at a shop's desk; `field` is that of the form. */
const shopFailures = failures({
  "shop.not-yours": 403,
  "shop.not-allowed": 403,
  "shop.suspended": 403,
  "shop.unknown": 404,
  "shop.field-missing": 422,
  "shop.field-form": 422,
  "shop.person-unknown": 422,
  "shop.client-unknown": 422,
  "shop.already-named": 409,
  "shop.no-numbers": 409,
  "shop.refused": 422,
  "shop.file-missing": 422,
  "shop.file-form": 422,
  "shop.file-cut-off": 422,
  "shop.file-too-large": 413,
  "shop.file-columns": 422,
  "shop.file-formula": 422,
  "shop.file-too-many": 422,
});
export const shopFailure = shopFailures;
export const shopField = (
  code: Parameters<typeof shopFailures>[0],
  field: string,
  params: Record<string, string | number> = {},
): CodedError => shopFailures(code, { field, ...params });
