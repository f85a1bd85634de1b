import { hash } from "node:crypto";
import { openPdf } from "./document.ts";
import { requireInert } from "./inert.ts";

/** What someone who is about to sign is shown of a file, besides the file itself. */
export type PdfDescription = { sha256: string; bytes: number; pages: { text: string }[] };

const maxPages = 200;
const maxText = 20_000;

/** Reads a file for a person to sign: the text of each page as it can be copied. Throws PadesError for what must not be signed. */
export async function describePdf(bytes: Uint8Array): Promise<PdfDescription> {
  const opened = await openPdf(bytes);
  requireInert(opened);
  const pages = opened.pdf.getPages().slice(0, maxPages);
  return {
    sha256: hash("sha256", bytes, "hex"),
    bytes: bytes.length,
    pages: pages.map((page) => ({ text: page.extractText().text.slice(0, maxText) })),
  };
}
