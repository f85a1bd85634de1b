import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.connected.*`. */
export const fail = failures({
  "connected.client-unknown": 401,
  "connected.not-an-agency": 403,
  "connected.page-wrong": 422,
  "connected.id-taken": 409,
  "connected.service-unknown": 404,
  "connected.service-suspended": 403,
  "connected.application-unknown": 404,
  "connected.person-unknown": 422,
  "connected.event-wrong": 409,
  "connected.event-changed": 409,
  "connected.address-elsewhere": 422,
  "connected.too-many-events": 429,
});
