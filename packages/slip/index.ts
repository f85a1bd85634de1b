/** Payment slips: the three barcodes and the QR code of a tax slip, where it can be paid until when, and the PDF. */
export { bars } from "./bars.ts";
export { type Channels, channelsOf, STORE_LIMIT } from "./channels.ts";
export * from "./codes.ts";
export { chineseAmount } from "./numerals.ts";
export { writePdf } from "./pdf/document.ts";
export { cutFace, type Face } from "./pdf/font.ts";
export { createSheet, type Sheet } from "./pdf/sheet.ts";
export { slipPdf } from "./pdf.ts";
export { qrRuns, qrVersion } from "./qr.ts";
export { type Slip, slipCodes, writeOffNumber } from "./slip.ts";
export { isCategory, type SlipTax, taxOf } from "./words.ts";
