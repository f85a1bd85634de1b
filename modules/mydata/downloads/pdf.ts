import { wrap } from "@troad/flow";
import { createSheet, cutFace, type Face, type Sheet, writePdf } from "@troad/slip";

/** A4 in points. */
const paper = { width: 595, height: 842 };
const edge = 56;
const width = paper.width - 2 * edge;
const top = 64;
const foot = paper.height - 64;

export type PdfText = {
  title: string;
  lead: string[];
  parts: { title: string; about: string; lines: { label: string; value: string }[] }[];
  foot: string;
};

/** All data sets in one file for reading and printing, on as many pages as they take; a character without a glyph is drawn as 〓. */
export function dataPdf(text: PdfText): Buffer {
  const every = [
    text.title,
    text.foot,
    ...text.lead,
    ...text.parts.flatMap((part) => [part.title, part.about, ...part.lines.flatMap(({ label, value }) => [label, value])]),
  ];
  const all = [...new Set(`${every.join("")} 　0123456789/`)].sort().join("");
  const faces: Record<string, Face> = { Regular: cutFace("Regular", all, "〓"), Bold: cutFace("Bold", all, "〓") };
  const sheets: Sheet[] = [];
  let y = foot + 1;
  const line = (
    words: string,
    style: { size: number; face?: string; grey?: number },
    x = edge,
    step = style.size * 1.6,
  ): void => {
    if (y + step > foot) {
      sheets.push(createSheet(paper.width, paper.height, faces));
      y = top;
    }
    sheets.at(-1)!.text(x, y, words, style);
    y += step;
  };
  for (const words of wrap(text.title, width, 18)) line(words, { size: 18, face: "Bold" });
  for (const lead of text.lead) for (const words of wrap(lead, width, 10)) line(words, { size: 10, grey: 0.25 });
  for (const part of text.parts) {
    y += 12;
    for (const words of wrap(part.title, width, 13)) line(words, { size: 13, face: "Bold" });
    for (const words of wrap(part.about, width, 9)) line(words, { size: 9, grey: 0.25 });
    for (const { label, value } of part.lines) {
      const beside = label === "" ? value : `${label}　${value}`;
      for (const words of wrap(beside, width, 10)) line(words, { size: 10 });
    }
  }
  for (const [index, sheet] of sheets.entries()) {
    sheet.text(edge, foot + 28, text.foot, { size: 8, grey: 0.35 });
    sheet.text(paper.width - edge, foot + 28, `${index + 1}/${sheets.length}`, { size: 8, align: "right", grey: 0.35 });
  }
  return writePdf(sheets, faces, text.title);
}
