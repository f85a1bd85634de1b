import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.pki.*`. */
export const fail = failures({
  "pki.csr-refused": 422,
  "pki.certificate-unknown": 404,
  "pki.card-request-used": 409,
  "pki.revoked-for-good": 409,
  "pki.too-many-applications": 503,
  "pki.application-unknown": 404,
  "pki.application-decided": 409,
  "pki.renewal-refused": 403,
});
