import { code39Text, consumerBan, type Invoice, type ProofItem, qrTexts, rocYear, termOf } from "@troad/invoice-formats";
import { createSheet, cutFace, type Face, qrVersion, writePdf } from "@troad/slip";

/** Points of a millimetre. */
const mm = 72 / 25.4;
const paper = { width: 57 * mm, height: 140 * mm };
const middle = paper.width / 2;
const edge = 4 * mm;
/** Codes of this version or the next few can still be read from a 150 dpi print at this size. */
const mostRightBytes = 180;

type Options = {
  /** The seller's key of the seal. */ key: string /** Where the signed code leads. */;
  check: string;
  demo: boolean;
  /** Dots an inch of the printer: 203 for the printers of tills. */
  dots?: 150 | 203;
  /** Printed before. */
  reprint?: boolean;
};
/**
 * A bar code of 21 characters in 57 mm is too fine to be read at any resolution: at 150 dots an inch a narrow element is one dot and a wide
 * one two, at 203 the same elements fall between dots. There, narrow ones are wider and wide ones two and a half of them.
 */
const bars = {
  150: { x: 14.4, unit: 0.48, wide: 2 },
  203: { x: 10.9, unit: 0.46, wide: 2.5 },
} as const;

/** The texts of both codes, with as many items as fit, because the specification allows a proof to carry only the first of them. */
export function proofCodes(invoice: Invoice, key: string): { bar: string; left: string; right: string } {
  const items: ProofItem[] = [];
  let room = mostRightBytes;
  for (const { description, quantity, unitPrice } of invoice.items) {
    const item = { name: [...description.replaceAll(":", "：")].slice(0, 24).join(""), quantity, price: unitPrice };
    room -= Buffer.byteLength(`${item.name}:${quantity}:${unitPrice}:`);
    if (items.length >= 1 && room < 0) break;
    items.push(item);
  }
  const random = invoice.randomNumber ?? "0000";
  const { left, right } = qrTexts(
    {
      number: invoice.number,
      date: invoice.date,
      random,
      sales: Math.round(Number(invoice.sales) + Number(invoice.exemptSales) + Number(invoice.zeroSales)),
      total: Math.round(Number(invoice.total)),
      buyer: invoice.buyer.ban === consumerBan ? undefined : invoice.buyer.ban,
      seller: invoice.seller.ban,
      key,
      items,
      itemsTotal: invoice.items.length,
    },
    1,
  );
  return { bar: code39Text(termOf(invoice.date), invoice.number, random), left, right };
}

/** The printed proof (電子發票證明聯), 57 mm wide as in the barcode specification; below the cut, our own signed code. */
export function proofPdf(invoice: Invoice, { key, check, demo, dots = 150, reprint = false }: Options): Buffer {
  const codes = proofCodes(invoice, key);
  const lines = words(invoice, demo, reprint);
  const all = [...Object.values(lines).flat()].join("");
  const faces: Record<string, Face> = { Regular: cutFace("Regular", all, "〓"), Bold: cutFace("Bold", all, "〓") };
  const sheet = createSheet(paper.width, paper.height, faces);
  sheet.text(middle, 20, lines.shop, { size: 10, align: "center" });
  sheet.text(middle, 40, lines.title, { size: 15, face: "Bold", align: "center" });
  sheet.text(middle, 61, lines.term, { size: 17, face: "Bold", align: "center" });
  sheet.text(middle, 81, lines.number, { size: 17, face: "Bold", align: "center" });
  sheet.text(edge, 95, lines.at, { size: 8 });
  sheet.text(edge, 106, lines.random, { size: 8 });
  sheet.text(paper.width - edge, 106, lines.total, { size: 8, align: "right" });
  sheet.text(edge, 117, lines.seller, { size: 8 });
  if (lines.buyer) sheet.text(paper.width - edge, 117, lines.buyer, { size: 8, align: "right" });
  const bar = bars[dots];
  sheet.barcode(bar.x, 125, codes.bar, bar.unit, 20, bar.wide);
  const version = Math.max(6, qrVersion(codes.left, "L"), qrVersion(codes.right, "L"));
  sheet.qr(9, 156, codes.left, 62, { level: "L", version });
  sheet.qr(paper.width - 9 - 62, 156, codes.right, 62, { level: "L", version });
  sheet.line(4, 232, paper.width - 4, 232, { dash: true, grey: 0.5 });
  sheet.text(middle, 244, lines.signed, { size: 7.5, align: "center" });
  sheet.qr(middle - 54, 256, check, 108, { level: "L" });
  if (lines.demo) sheet.text(middle, 384, lines.demo, { size: 8, face: "Bold", align: "center" });
  return writePdf(sheet, faces, `${lines.title} ${lines.number}`);
}

function words({ seller, buyer, date, time, number, randomNumber, total }: Invoice, demo: boolean, reprint: boolean) {
  const month = Number(date.slice(5, 7));
  const two = (n: number): string => String(n).padStart(2, "0");
  const first = month - 1 + (month % 2);
  return {
    shop: [...seller.name].slice(0, 14).join(""),
    title: reprint ? "電子發票證明聯補印" : "電子發票證明聯",
    term: `${Number(rocYear(date))}年${two(first)}-${two(first + 1)}月`,
    number: `${number.slice(0, 2)}-${number.slice(2)}`,
    at: `${date} ${time.slice(0, 8)}${buyer.ban === consumerBan ? "" : " 格式 25"}`,
    random: `隨機碼 ${randomNumber ?? ""}`,
    total: `總計 ${Math.round(Number(total))}`,
    seller: `賣方 ${seller.ban}`,
    buyer: buyer.ban === consumerBan ? "" : `買方 ${buyer.ban}`,
    signed: "掃描查驗：平臺簽章",
    demo: demo ? "示範，不得兌獎" : "",
  };
}
