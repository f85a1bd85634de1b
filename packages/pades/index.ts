/** The public part of this package; see README.md for the standards behind each part. */
export { type PadesCode, PadesError, padesCodes } from "./codes.ts";
export { describePdf, type PdfDescription } from "./describe.ts";
export { type PdfSealRequest, signPdf } from "./sign.ts";
export { type PdfReport, type PdfStep, type PdfTrust, type SignatureReport, verifyPdf } from "./verify.ts";
