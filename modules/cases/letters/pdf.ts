import { wrap } from "@troad/flow";
import { createSheet, cutFace, type Face, qrRuns, writePdf } from "@troad/slip";
import type { LetterText } from "./letter.ts";

/** A4 in points. */
const paper = { width: 595, height: 842 };
const edge = 64;
const width = paper.width - 2 * edge;
const foot = paper.height - 96;
const lead = 19;
const qrSize = 84;
/** Three dots of a scan at 150 an inch. */
const dot = 1.44;
const compactOptions = { level: "L" } as const;

/** The codes of a certificate: the address where it is checked, and what is checked without a network. */
export type LetterCodes = { address: string; compact: string | null; caption: string };

/**
 * A letter on one page A4. Its lines shrink until it fits, so that nothing of a decision is left out; a character that the face does not have
 * is drawn as 〓. The same letter gives the same bytes, which is why its seal holds for every copy.
 */
export function letterPdf(letter: LetterText, seal: readonly string[], codes?: LetterCodes): Buffer {
  // in one order, whatever the order of the letter's parts: glyphs are numbered as they come
  const all = [...new Set([...Object.values(letter).flat(), ...seal, codes?.caption ?? "", " "].join(""))].sort().join("");
  const faces: Record<string, Face> = { Regular: cutFace("Regular", all, "〓"), Bold: cutFace("Bold", all, "〓") };
  const sheet = createSheet(paper.width, paper.height, faces);
  const body = [letter.to, letter.about, ...letter.paragraphs, ...(letter.right === "" ? [] : [letter.right])];
  const compact = codes?.compact ?? undefined;
  const compactSize = compact === undefined ? 0 : qrRuns(compact, compactOptions).size * dot;
  const size = sizeThatFits(body, foot - 180 - compactSize);
  sheet.text(edge, 70, letter.agency, { size: 12 });
  sheet.text(paper.width - edge, 70, letter.day, { size: 11, align: "right" });
  sheet.line(edge, 80, paper.width - edge, 80);
  let y = 118;
  for (const line of wrap(letter.title, width, 18)) {
    sheet.text(edge, y, line, { size: 18, face: "Bold" });
    y += 26;
  }
  y += 6;
  for (const paragraph of body) {
    for (const line of wrap(paragraph, width, size)) {
      sheet.text(edge, y, line, { size });
      y += (lead * size) / 12;
    }
    y += size / 2;
  }
  sheet.line(edge, foot, paper.width - edge, foot, { grey: 0.6 });
  if (codes) sheet.qr(paper.width - edge - qrSize, foot - qrSize - 12, codes.address, qrSize);
  if (codes && compact !== undefined) {
    sheet.qr(edge, foot - compactSize - 24, compact, compactSize, compactOptions);
    sheet.text(edge, foot - 10, codes.caption, { size: 8, grey: 0.25 });
  }
  for (const [index, line] of seal.entries()) sheet.text(edge, foot + 18 + index * 13, line, { size: 8.5, grey: 0.25 });
  return writePdf(sheet, faces, letter.title);
}

/** The largest of a few sizes at which the text ends above the foot of the page. */
function sizeThatFits(body: readonly string[], height: number): number {
  const sizes = [12, 11, 10, 9, 8, 7, 6];
  const heightAt = (size: number): number =>
    body.reduce((sum, paragraph) => sum + wrap(paragraph, width, size).length * ((lead * size) / 12) + size / 2, 0);
  return sizes.find((size) => heightAt(size) <= height) ?? 5;
}
