import { failures } from "@troad/kernel";

/** Every expected failure of this module; the texts are `error.eid.*`. */
export const fail = failures({
  "eid.challenge-unknown": 400,
  "eid.challenge-used": 409,
  "eid.challenge-expired": 400,
  "eid.token-malformed": 400,
  "eid.token-signature": 403,
  "eid.certificate-untrusted": 403,
  "eid.certificate-expired": 403,
  "eid.certificate-profile": 403,
  "eid.card-unknown": 403,
  "eid.card-suspended": 403,
  "eid.card-revoked": 403,
  "eid.pin-format": 422,
  "eid.pin-wrong": 422,
  "eid.pin-locked": 423,
  "eid.sign-in-expired": 400,
  "eid.session-missing": 401,
  "eid.proof-stale": 403,
  "eid.passkey-without-card": 403,
  "eid.passkey-unknown": 403,
  "eid.passkey-refused": 403,
  "eid.passkey-cloned": 403,
});
