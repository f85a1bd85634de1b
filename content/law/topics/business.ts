import { LawError } from "@troad/law";
import { business } from "../taxes/business.ts";
import { ask, number, numbers, type Topic, text, wholeNumber } from "./fields.ts";

const TODAY = "2026-12-31";
const of = (amount: number, name: string): number => Number(ask(business, TODAY, { "business.amount": amount }, name)[0]);

/** Segment 3 of the three barcodes: two check characters over all three segments, odd and even places apart. */
function checksum(first: string, second: string, month: string, amount: number): string {
  const placeValue = (character: string): number => {
    if (/\d/.test(character)) return Number(character);
    const special = { "+": 1, "%": 2, "-": 6, ".": 7, " ": 8 }[character];
    if (special !== undefined) return special;
    const letter = character.charCodeAt(0) - 65;
    if (letter < 0 || letter > 25) throw new LawError("law.type", "seg2", `${character} cannot stand in a Code 39 barcode`);
    return letter < 18 ? (letter % 9) + 1 : letter - 16;
  };
  const digits = String(amount).padStart(9, "0");
  let [odd, even] = [0, 0];
  for (const part of [first, second, `${month}${digits}`])
    [...part].forEach((character, at) => {
      if (at % 2 === 0) odd += placeValue(character);
      else even += placeValue(character);
    });
  const show = (rest: number, none: string, ten: string) => (rest === 0 ? none : rest === 10 ? ten : String(rest));
  return `${month}${show(odd % 11, "A", "B")}${show(even % 11, "X", "Y")}${digits}`;
}

const barcode: Topic = (input) => ({
  seg3: checksum(text(input, "seg1"), text(input, "seg2"), text(input, "ym"), wholeNumber(input, "amount")),
});
/** The 48 characters after `par=`: category, write-off number, amount, deadline by the ROC calendar, period, identity code. */
const code: Topic = (input) => {
  const par = new URL(text(input, "url")).searchParams.get("par") ?? "";
  if (!/^[\x20-\x7e]{48}$/.test(par)) throw new LawError("law.type", "url", "par must have 48 characters");
  const [yy, mm, dd] = [par.slice(31, 33), par.slice(33, 35), par.slice(35, 37)];
  return {
    category: par.slice(0, 5),
    writeoff: par.slice(5, 21),
    amount: Number(par.slice(21, 31)),
    deadline: `${Number(yy) + 2011}-${mm}-${dd}`,
    period: par.slice(37, 42),
    id_code: par.slice(42),
  };
};

export const businessTopics: Readonly<Record<string, Topic>> = {
  cit: (input) => ({ tax: numbers(input, "income").map((one) => of(one, "cit.tax")) }),
  "vat.round": (input) => ({ tax: numbers(input, "sales").map((one) => of(one, "vat.tax")) }),
  stamp: (input) => ({
    contract: of(wholeNumber(input, "contract"), "stamp.contractTax"),
    movable: number(input, "movable") > 0 ? of(wholeNumber(input, "movable"), "stamp.movableTax") : 0,
    receipt: of(wholeNumber(input, "receipt"), "stamp.receiptTax"),
  }),
  "cvs.checksum": barcode,
  "qr.parse": code,
};
