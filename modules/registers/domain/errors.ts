import { failures, kernelFailure } from "@troad/kernel";

/** Every failure of a register's service; texts are `error.<code>`. */
export const registerCodes = {
  "gateway.unauthorized": 401,
  "register.unknown": 404,
  "subject.invalid": 400,
  "field.unknown": 400,
  "field.not-agreed": 403,
  "consent.missing": 403,
  "consent.malformed": 403,
  "consent.signature": 403,
  "consent.expired": 403,
  "consent.not-yet-valid": 403,
  "consent.other-consumer": 403,
  "consent.other-subject": 403,
  "consent.other-data": 403,
  "consent.withdrawn": 403,
  "consent.status-unavailable": 503,
  "consent.used": 409,
  "consent.not-issuer": 403,
  "read.not-recordable": 503,
  "read.by-law-only": 403,
  "write.not-allowed": 403,
  "write.key-used": 409,
  "field.not-writable": 403,
  "key.invalid": 400,
  "key.none-left": 503,
  "value.invalid": 422,
  "facts.invalid": 422,
  "reference.unknown": 422,
  "search.invalid": 400,
  "record.exists": 409,
  "record.unknown": 404,
  "record.changed": 409,
  "record.exceeded": 409,
} as const;

export const registerFailure = failures<keyof typeof registerCodes>(registerCodes);

/** A body that does not fit its schema, by the first place where it does not. */
export const malformed = ([first]: readonly { instancePath: string; message: string }[]): Error =>
  kernelFailure("request.invalid", { reason: `${first?.instancePath || "/"} ${first?.message ?? ""}`.trim() });
