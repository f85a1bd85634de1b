import { type CodedError, failures } from "@troad/kernel";

/** Why an act at an office is refused; `field` is that of the form. */
export const officeFailure = failures({
  "office.field-missing": 422,
  "office.field-form": 422,
  "office.business-number": 422,
  "office.exists": 409,
  "office.unknown": 404,
  "office.over": 409,
  "office.no-change": 409,
  "office.certificate": 422,
  "office.run-empty": 409,
  "office.run-over": 409,
  "office.approve-own": 403,
  "office.approved-already": 409,
});

export const atField = (code: Parameters<typeof officeFailure>[0], field: string): CodedError => officeFailure(code, { field });
