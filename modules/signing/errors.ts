import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.signing.*`. */
export const fail = failures({
  "signing.file-refused": 422,
  "signing.not-found": 404,
  "signing.no-card": 409,
  "signing.away": 503,
});
