import { channelsOf, STORE_LIMIT } from "./channels.ts";
import { chineseAmount } from "./numerals.ts";
import { writePdf } from "./pdf/document.ts";
import { cutFace, type Face } from "./pdf/font.ts";
import { createSheet, type Sheet } from "./pdf/sheet.ts";
import { type Slip, slipCodes } from "./slip.ts";
import { phrases, slipCharacters, taxOf } from "./words.ts";

let cut: Record<string, Face> | undefined;
/** Cutting takes a tenth of a second; the first slip of a process pays for it. */
const faces = (): Record<string, Face> => {
  cut ??= { Regular: cutFace("Regular", slipCharacters), Bold: cutFace("Bold", slipCharacters) };
  return cut;
};

const A4 = { width: 595, height: 842 };
const LEFT = 42;
const RIGHT = A4.width - 42;

const day = (of: string): string =>
  `民國 ${Number(of.slice(0, 4)) - 1911} 年 ${Number(of.slice(5, 7))} 月 ${Number(of.slice(8))} 日`;
const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ",");

/** The slip as a page to print: a part to keep and a part for the cashier, with the codes valid on `today`. */
export function slipPdf(slip: Slip, today: string, options: { demo: boolean }): Buffer {
  const sheet = createSheet(A4.width, A4.height, faces());
  const { name } = taxOf(slip.category);
  part(sheet, 46, slip, name, phrases.keep);
  sheet.line(LEFT - 20, 290, RIGHT + 20, 290, { dash: true, grey: 0.5 });
  sheet.text(A4.width / 2, 286, phrases.cut, { size: 7, align: "center", grey: 0.4 });
  part(sheet, 316, slip, name, phrases.collect);
  codes(sheet, 552, slip, today);
  sheet.text(LEFT, 806, options.demo ? phrases.demo : phrases.trial, { size: 9, face: "Bold" });
  return writePdf(sheet, faces(), `${name} ${phrases.slip}`);
}

/** Heading and the rows of one part; who pays is written in by hand, so that no slip has a name in it. */
function part(sheet: Sheet, top: number, slip: Slip, name: string, kind: string): void {
  sheet.text(LEFT, top + 6, `${name} ${phrases.slip}`, { size: 16, face: "Bold" });
  sheet.text(RIGHT, top + 6, kind, { size: 10, align: "right" });
  const rows: [string, string][] = [
    [phrases.payer, ""],
    [phrases.payerId, ""],
    [phrases.year, `${slip.year - 1911} 年度`],
    [phrases.writeOff, slip.writeOff],
    [phrases.due, day(slip.due)],
    [phrases.amount, `NT$ ${grouped(slip.amount)}`],
    [phrases.amountInWords, `新臺幣 ${chineseAmount(slip.amount)}`],
  ];
  const height = 26;
  rows.forEach(([label, value], at) => {
    const y = top + 22 + at * height;
    sheet.box(LEFT, y, 148, height, { fill: 0.94, stroke: 0.5 });
    sheet.box(LEFT + 148, y, RIGHT - LEFT - 148, height, { stroke: 0.5 });
    sheet.text(LEFT + 8, y + 17, label, { size: 9.5 });
    sheet.text(LEFT + 158, y + 17.5, value, {
      size: label === phrases.amount ? 14 : 11,
      face: label === phrases.amount ? "Bold" : "Regular",
    });
  });
}

/** Wide enough for scanners at the counter and for print of 150 dots an inch. */
const UNIT = 0.96;
function codes(sheet: Sheet, top: number, slip: Slip, today: string): void {
  const { segments, url } = slipCodes(slip, today);
  const { store, page } = channelsOf({ ...slip, national: taxOf(slip.category).national }, today);
  const storeText = store ? `${phrases.store}${day(store)} 24:00` : slip.amount > STORE_LIMIT ? phrases.tooMuch : phrases.closed;
  sheet.text(LEFT, top, storeText, { size: 9 });
  if (segments)
    [segments.first, segments.second, segments.third].forEach((text, at) => {
      const y = top + 12 + at * 68;
      sheet.barcode(LEFT + 10, y, text, UNIT, 40);
      sheet.text(LEFT + 10, y + 52, `*${text}*`, { size: 10 });
    });
  const right = RIGHT - 112;
  sheet.text(right, top, page ? phrases.page : phrases.pageClosed, { size: 9 });
  if (!url || !page) return;
  sheet.qr(right + 4, top + 14, url, 104);
  sheet.text(right, top + 136, `${phrases.until}${day(page)}`, { size: 8 });
}
