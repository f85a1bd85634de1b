import { failures } from "@troad/kernel";

/** Every failure of the registry; texts are `error.<code>`. */
export const registryFailure = failures({
  "registry.request-malformed": 400,
  "registry.request-signature": 403,
  "registry.request-outdated": 400,
  "registry.request-replayed": 409,
  "registry.request-unknown": 404,
  "registry.request-decided": 409,
  "registry.member-unknown": 404,
  "registry.subsystem-unknown": 404,
  "registry.server-unknown": 404,
  "registry.certificate-refused": 400,
  "registry.possession-unproven": 403,
  "registry.check-failed": 409,
  "registry.key-too-young": 409,
  "registry.anchor-refused": 400,
  "registry.reason-missing": 400,
  "registry.order-unknown": 404,
  "registry.service-unknown": 404,
  "ledger.not-continued": 409,
  "ledger.record-unknown": 404,
  "application.unknown": 404,
  "application.not-yours": 403,
  "application.wrong-state": 409,
  "application.malformed": 400,
  "application.beyond-request": 400,
});
