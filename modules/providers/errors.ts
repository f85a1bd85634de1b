import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.providers.*`. */
export const fail = failures({
  "providers.client-unknown": 401,
  "providers.address-elsewhere": 422,
  "providers.certificate-wrong": 422,
  "providers.id-taken": 409,
  "providers.source-unknown": 404,
  "providers.changed": 409,
  "providers.request-unknown": 404,
  "providers.too-many-requests": 429,
});
