/** The public part of this package; README.md names the specification behind each part. */
export { hashSerial, isSignature, signatureBase, signParameters } from "./api/signature.ts";
export { type Finding, maxFindings, type RuleCode, ruleCodes, type SchemaCode, schemaCodes } from "./codes.ts";
export { dayOf, type InvoiceBody, invoiceOf } from "./invoice/from-mig.ts";
export type { Carrier, Invoice, InvoiceItem, Party } from "./invoice/invoice.ts";
export { migDay, toC0401, toF0401 } from "./invoice/to-mig.ts";
export {
  findingsOf,
  maxDocumentBytes,
  type ReadFile,
  type ReadMessage,
  type ReadOptions,
  readMig,
  writeEnvelope,
  writeMessage,
  writeMessageDocument,
  writePlatform,
} from "./message.ts";
export {
  type BodyV3,
  type BodyV4,
  type EnvelopeBody,
  type MessageCode,
  type MessageKind,
  messageKinds,
  type ProcessResultBody,
  type SummaryResultBody,
  type Version,
} from "./mig/messages.ts";
export { maxMessages } from "./mig/platform.ts";
export { type BanCheck, banCheck, consumerBan, isBan } from "./numbers/ban.ts";
export {
  citizenCertificate,
  easyCard,
  isCarrierType,
  isCitizenCertificate,
  isInvoiceNumber,
  isLoveCode,
  isMobileBarcode,
  isRandomNumber,
  isVerifyCode,
  mobileBarcode,
} from "./numbers/carrier.ts";
export { daysOf, isDay, isTerm, rocYear, termOf, termPlus } from "./numbers/term.ts";
export { type Draw, type Matcher, matcherOf, type Prize, type PrizeAmounts, type PrizeName } from "./prize/draw.ts";
export { claimWindow, drawDay, type PayOut, type PrizeTaxes, payOut } from "./prize/pay-out.ts";
export { code39Text, type ProofItem, type ProofRequest, parseCode39, qrHead, qrTexts } from "./proof/codes.ts";
export { encryptProof, isProofOf } from "./proof/encrypt.ts";
export { type InvalidProofCode, type Proof, type ProofEncoding, readQr } from "./proof/read-qr.ts";
export { type Broken, jsonPath } from "./rules/field.ts";
export { invoiceRules, type RuleContext } from "./rules/invoice.ts";
export { fromTotal, taxOn } from "./tax/business-tax.ts";
export { units, wholeOf } from "./tax/decimal.ts";
