import { channelsOf, cutOffOf } from "./channels.ts";
import { noticeUrl, selfAssessedUrl } from "./notice.ts";
import { rocDay, type Segments, segmentsOf } from "./segments.ts";
import { taxOf } from "./words.ts";

/** One amount to pay. Nothing in it says who pays: that is written in by hand. */
export type Slip = {
  /** Five digits of the tax. */
  category: string;
  /** The year for which the tax is, of the common era. */
  year: number;
  amount: number;
  /** Last day of payment. */
  due: string;
  /** Sixteen digits that name the debt. */
  writeOff: string;
};

/** The collector's code in the first segment. The Ministry's own is not published; this one is ours. */
const ITEM = "6TR";

/** Fifteen digits and a check digit by the Luhn formula (ISO/IEC 7812-1 annex B), so that a mistyped number is found. */
export function writeOffNumber(fifteen: string): string {
  if (!/^\d{15}$/.test(fifteen)) throw new RangeError("fifteen digits");
  const sum = [...fifteen].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${fifteen}${(10 - (sum % 10)) % 10}`;
}

/** The codes that a slip bears on a day: barcodes only where a store takes it, no code at all once the cut-off has passed. */
export function slipCodes(slip: Slip, today: string): { segments: Segments | null; url: string | null } {
  const tax = taxOf(slip.category);
  const { store, page } = channelsOf({ ...slip, national: tax.national }, today);
  const until = cutOffOf(slip.due);
  const roc = String(slip.year - 1911);
  const { category, writeOff, amount } = slip;
  const segments = store ? segmentsOf({ until, item: ITEM, writeOff, month: rocDay(slip.due).slice(0, 4), amount }) : null;
  if (!page) return { segments, url: null };
  const url = tax.selfAssessed
    ? selfAssessedUrl(category)
    : noticeUrl({ category, writeOff, amount, until, period: `${roc.padStart(3, "0")}00`, idCode: "000000" });
  return { segments, url };
}
