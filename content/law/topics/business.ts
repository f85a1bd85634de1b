import { LawError } from "@troad/law";
import { isCode39, noticeOf, thirdSegment } from "@troad/slip/codes";
import { business } from "../taxes/business.ts";
import { ask, number, numbers, type Topic, text, wholeNumber } from "./fields.ts";

const TODAY = "2026-12-31";
const of = (amount: number, name: string, at = TODAY): number =>
  Number(ask(business, at, { ...NONE, "business.amount": amount }, name)[0]);
const NONE = { "cit.losses": 0, "cit.abroad": 0, "cit.paidAbroad": 0 };
/** One income or a list of them, of a year or the last one. */
const corporate: Topic = (input) => {
  const at = input.year === undefined ? TODAY : `${wholeNumber(input, "year")}-12-31`;
  if (!Array.isArray(input.income)) return { tax: of(wholeNumber(input, "income"), "cit.tax", at) };
  return { tax: numbers(input, "income").map((one) => of(one, "cit.tax", at)) };
};

/** The third barcode of a slip; what no Code 39 barcode can hold is refused at its field. */
const barcode: Topic = (input) => {
  const [first, second] = [text(input, "seg1"), text(input, "seg2")];
  for (const [field, value] of Object.entries({ seg1: first, seg2: second }))
    if (!isCode39(value)) throw new LawError("law.type", field, "cannot stand in a Code 39 barcode");
  return { seg3: thirdSegment(first, second, text(input, "ym"), wholeNumber(input, "amount")) };
};
const code: Topic = (input) => {
  const notice = noticeOf(text(input, "url"));
  if (!notice) throw new LawError("law.type", "url", "par must have 48 characters");
  const { category, writeOff, amount, until, period, idCode } = notice;
  return { category, writeoff: writeOff, amount, deadline: until, period, id_code: idCode };
};

export const businessTopics: Readonly<Record<string, Topic>> = {
  cit: corporate,
  "vat.round": (input) => ({ tax: numbers(input, "sales").map((one) => of(one, "vat.tax")) }),
  stamp: (input) => ({
    contract: of(wholeNumber(input, "contract"), "stamp.contractTax"),
    movable: number(input, "movable") > 0 ? of(wholeNumber(input, "movable"), "stamp.movableTax") : 0,
    receipt: of(wholeNumber(input, "receipt"), "stamp.receiptTax"),
  }),
  "cvs.checksum": barcode,
  "qr.parse": code,
};
