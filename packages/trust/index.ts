/** The public part of this package; see README.md for the standards behind each part. */
export {
  type ArchivedFile,
  type ArchiveEntry,
  type ArchiveStep,
  archiveEntry,
  eraseInArchive,
  readArchive,
  verifyArchives,
  writeArchive,
} from "./archive/archive.ts";
export type { ArchiveHead, Linking } from "./archive/linking.ts";
export { erasedList, erasedName, readErased } from "./asice/erased.ts";
export { type AsiceContents, type AsiceFile, readAsice } from "./asice/read.ts";
export { type ContainerCheck, type ContainerReport, type SignerReport, verifyContainer } from "./asice/verify.ts";
export { type ContainerFile, writeAsice } from "./asice/write.ts";
export { defaultZipLimits, type ZipLimits } from "./asice/zip.ts";
export { OID } from "./asn1/oids.ts";
export { type DetachedSignature, verifyDetached } from "./cms/detached.ts";
export { type Outcome, type Refused, type TrustCode, TrustError, trustCodes } from "./codes.ts";
export { type SealJwsRequest, type SealJwsTrust, signSealJws, verifySealJws } from "./jose/seal-jws.ts";
export { type HashName, type SignatureAlgorithm, verifySignature } from "./keys/algorithms.ts";
export { fixedLength } from "./keys/fixed-length.ts";
export { encryptedKeyPem, loadKeyFile, saveKeyFile, signerFromEncryptedPem } from "./keys/key-file.ts";
export {
  changeTokenPin,
  type NewToken,
  type PersonalisedToken,
  personaliseToken,
  unblockTokenPin,
} from "./keys/pkcs11/new-token.ts";
export { openTokenSigner, type TokenKeyKind, type TokenKeyOptions } from "./keys/pkcs11/token.ts";
export { parsePkcs11Uri } from "./keys/pkcs11/uri.ts";
export {
  generateSigner,
  type KeyKind,
  privateKeyPem,
  publicKeyPem,
  type Signer,
  type SoftwareSigner,
  signerFromKey,
  signerFromPem,
} from "./keys/signer.ts";
export { answerOcsp, type CertificateStatus, type OcspResponder, presignOcsp, type Responder } from "./ocsp/answer.ts";
export { buildOcspRequest, type OcspQuestion } from "./ocsp/request.ts";
export { type OcspAnswer, type OcspCheck, verifyOcsp } from "./ocsp/verify.ts";
export { createPkcs12, type Pkcs12Contents } from "./pkcs12/create.ts";
export { type OpenedPkcs12, openPkcs12 } from "./pkcs12/open.ts";
export { answerTimestamp, type TimestampAuthority } from "./tsp/answer.ts";
export { buildTimestampRequest, type Imprint, imprintOf, type TimestampQuestion } from "./tsp/request.ts";
export { type Timestamp, type TimestampCheck, tokenOfResponse, verifyTimestamp } from "./tsp/verify.ts";
export { type Certificate, parseCertificate, parseCertificateBase64, parseCertificates } from "./x509/certificate.ts";
export { type CertificateUse, type ChainRequest, verifyChain } from "./x509/chain.ts";
export { type CrlRequest, createCrl, type Revocation, type RevocationReason, revocationReasons } from "./x509/crl.ts";
export { createCsr, csrPem, parseCsr, type SigningRequest } from "./x509/csr.ts";
export type { KeyUsage, SubjectAltName } from "./x509/extensions-read.ts";
export type { CertificateUrls } from "./x509/extensions-write.ts";
export { createRoot, type Identity, type IssueRequest, issueCertificate, newSerial, type Validity } from "./x509/issue.ts";
export { type DistinguishedName, formatName } from "./x509/name.ts";
export type { KeyPlace, Profile } from "./x509/profiles.ts";
export type { DigestName } from "./xades/algorithms.ts";
export type { FileReport, FileToCheck } from "./xades/check.ts";
export {
  type CompactSignature,
  compactOf,
  decodeCompact,
  encodeCompact,
  expandSignature,
  type FileToSign,
  signCompact,
  verifyCompact,
  type XadesRequest,
} from "./xades/compact.ts";
export { extendToLT, type LongTermMaterial } from "./xades/extend.ts";
export { type SignedXades, signXades } from "./xades/sign.ts";
export type { ReadSignature } from "./xades/signature.ts";
export type { Step, StepName } from "./xades/steps.ts";
export { canonicalSignatureValue } from "./xades/template.ts";
export { readXades, verifyXades, type XadesCheck, type XadesReport } from "./xades/verify.ts";
