import { wrap } from "@troad/flow";
import { createSheet, cutFace, type Face, type Sheet, writePdf } from "@troad/slip";

/** Points of a millimetre. */
const mm = 72 / 25.4;
export const roll = { width: 57 * mm, edge: 4 * mm };
export const a4 = { width: 595, height: 842, edge: 48 };

/** A piece of paper that is drawn twice: once for the characters that its faces need, once for good. */
export function drawn(title: string, size: { width: number; height: number }, draw: (sheet: Sheet) => void): Buffer {
  const seen = new Set<string>(" ");
  const blank = { Regular: cutFace("Regular", " ", "〓"), Bold: cutFace("Bold", " ", "〓") };
  const probe = createSheet(size.width, size.height, blank);
  draw({
    ...probe,
    text: (_x: number, _y: number, text: string) => {
      for (const one of text) seen.add(one);
    },
  } as Sheet);
  // in one order, so that the same paper is the same bytes
  const all = [...seen].sort().join("");
  const faces: Record<string, Face> = { Regular: cutFace("Regular", all, "〓"), Bold: cutFace("Bold", all, "〓") };
  const sheet = createSheet(size.width, size.height, faces);
  draw(sheet);
  return writePdf(sheet, faces, title);
}

export const grouped = (amount: number | string): string => {
  const [whole = "", part] = String(amount).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${part === undefined ? "" : `.${part}`}`;
};
/** The lines of a text in a column; never none. */
export const linesOf = (text: string, width: number, size: number): string[] => {
  const lines = wrap(text, width, size);
  return lines.length > 0 ? lines : [""];
};
