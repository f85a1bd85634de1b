import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.identity.*`. */
export const fail = failures({
  "identity.not-allowed": 403,
  "identity.question-invalid": 422,
  "identity.too-many": 429,
});
