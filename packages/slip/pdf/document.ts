import { deflateSync } from "node:zlib";
import type { Face } from "./font.ts";
import type { Sheet } from "./sheet.ts";

/** A page, or several, as a PDF 1.7 file (ISO 32000-1): objects, cross-reference table, trailer. */
export function writePdf(pages: Sheet | readonly Sheet[], faces: Readonly<Record<string, Face>>, title: string): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "latin1")];
  const offsets: number[] = [0];
  let length = parts[0]?.length ?? 0;
  const push = (chunk: Buffer): void => {
    parts.push(chunk);
    length += chunk.length;
  };
  const object = (body: string, stream?: Buffer): number => {
    const id = offsets.push(length) - 1;
    push(Buffer.from(`${id} 0 obj\n${body}\n`, "latin1"));
    if (stream) {
      push(Buffer.from("stream\n"));
      push(stream);
      push(Buffer.from("\nendstream\n"));
    }
    push(Buffer.from("endobj\n"));
    return id;
  };
  const fonts = Object.entries(faces).map(([key, face]) => `/${key} ${fontObjects(face, object)} 0 R`);
  const sheets = [pages].flat();
  const streams = sheets.map((sheet) => {
    const content = deflateSync(Buffer.from(sheet.content(), "latin1"));
    return object(`<< /Length ${content.length} /Filter /FlateDecode >>`, content);
  });
  const tree = offsets.length + sheets.length;
  const kids = sheets.map(({ width, height }, at) =>
    object(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] ` +
        `/Resources << /Font << ${fonts.join(" ")} >> >> /Contents ${streams[at]} 0 R >>`,
    ),
  );
  object(`<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] /Count ${kids.length} >>`);
  const catalog = object(
    `<< /Type /Catalog /Pages ${tree} 0 R /Lang (zh-Hant-TW) /ViewerPreferences << /DisplayDocTitle true >> >>`,
  );
  const info = object(`<< /Title ${utf16(title)} /Producer (T-Road) >>`);
  const table = offsets.slice(1).map((at) => `${String(at).padStart(10, "0")} 00000 n \n`);
  const trailer = `<< /Size ${offsets.length} /Root ${catalog} 0 R /Info ${info} 0 R >>`;
  const references = `xref\n0 ${offsets.length}\n0000000000 65535 f \n${table.join("")}`;
  const end = `${references}trailer\n${trailer}\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end, "latin1")]);
}

const hex = (text: string): string => Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase();
const utf16 = (text: string): string => `<FEFF${hex(text)}>`;

/** A composite font whose codes are glyph numbers, with what is needed to get the text back (ISO 32000-1, 9.7 and 9.10.3). */
function fontObjects(face: Face, object: (body: string, stream?: Buffer) => number): number {
  const { ascent, descent, capHeight, box } = face.metrics;
  const file = object(`<< /Length ${face.file.length} /Length1 ${face.length} /Filter /FlateDecode >>`, face.file);
  const descriptor = object(
    `<< /Type /FontDescriptor /FontName /${face.name} /Flags 4 /FontBBox [${box.join(" ")}] /ItalicAngle 0 ` +
      `/Ascent ${ascent} /Descent ${descent} /CapHeight ${capHeight} /StemV 80 /FontFile2 ${file} 0 R >>`,
  );
  const descendant = object(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${face.name} ` +
      `/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R ` +
      `/CIDToGIDMap /Identity /DW 1000 /W [0 [${face.widths.join(" ")}]] >>`,
  );
  const map = deflateSync(Buffer.from(toUnicode(face), "latin1"));
  const unicode = object(`<< /Length ${map.length} /Filter /FlateDecode >>`, map);
  return object(
    `<< /Type /Font /Subtype /Type0 /BaseFont /${face.name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R >>`,
  );
}

/** Which text each glyph stands for, in blocks of at most a hundred. */
function toUnicode({ characters }: Face): string {
  const pairs = characters.flatMap((text, id) => (text === "" ? [] : [`<${id.toString(16).padStart(4, "0")}> <${hex(text)}>`]));
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) {
    const block = pairs.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`);
  }
  const head =
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def " +
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange";
  return `${head}\n${blocks.join("\n")}\nendcmap CMapName currentdict /CMap defineresource pop end end`;
}
