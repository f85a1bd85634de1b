/** The public part of this package; see README.md for the standards behind each part. */
export { decodeBase45, encodeBase45 } from "./base45.ts";
export { keyIdOf } from "./cose.ts";
export {
  type CredentialClaims,
  compactLimit,
  compactPrefix,
  type StatusPlace,
  signCompactForm,
  wholeType,
} from "./credential.ts";
export { type Presentation, type PublicKey, verifyPresentation } from "./presentation.ts";
export { type Read, readCredential } from "./read.ts";
export { issueSdJwt, signToken } from "./sd-jwt.ts";
export { type Standing, statusKeeper } from "./status-keeper.ts";
export {
  encodeStatusList,
  openStatusList,
  type StatusList,
  statusAt,
  statuses,
  statusListOf,
  statusListType,
} from "./status-list.ts";
export { type SubjectKey, type SubjectPublicKey, subjectKeyOf } from "./subject.ts";
export { type CredentialStep, type CredentialTrust, certificatesIn, openStatusTokens, verifyCredential } from "./verify.ts";
