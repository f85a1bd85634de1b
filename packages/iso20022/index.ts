export {
  type AchAnswer,
  type AchField,
  type AchLayout,
  achAnswerLayout,
  achLayout,
  readAch,
  readAchAnswer,
  writeAch,
  writeAchAnswer,
} from "./ach.ts";
export {
  type CamtBalance,
  type CamtEntry,
  type CamtHeader,
  type CamtStatement,
  type CamtTransaction,
  readCamt053,
} from "./camt053.ts";
export { beginsAs, type CollectedLine, readCollection, writeCollection } from "./collection.ts";
export { type FileCode, InvalidFile } from "./errors.ts";
export { type Money, readMoney, wholeDollars } from "./money.ts";
export { mostPayments, type PaymentFile, type PaymentLine, writePain001 } from "./pain001.ts";
export { type PaymentStatusReport, readPain002, type StatusLine } from "./pain002.ts";
export { type Source, usualLimits, type XmlLimits } from "./xml.ts";
