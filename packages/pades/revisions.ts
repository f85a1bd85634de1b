import { PdfDict, PdfNumber, type PdfObject, PdfString } from "@libpdf/core";
import { PadesError } from "./codes.ts";
import { dictAt, itemsAt, nameAt, type Opened } from "./document.ts";

/** A signature in a file: which bytes it covers, and the end of the revision that was signed. */
export type FoundSignature = {
  field: string;
  /** The dictionary of the field, to be recognised in later revisions. */
  kind: "signature" | "timestamp";
  contents: Buffer;
  byteRange: [number, number, number, number];
  /** Counted from 1; the file as it was when this was signed. */
  revision: number;
  end: number;
};

const maxFields = 1_000;
const maxSignatures = 20;

/** The ends of the revisions of a file (ISO 32000-2 section 7.5.6): each closes with startxref and %%EOF. Throws `pades.structure`. */
export function revisionEnds(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const ends: number[] = [];
  for (const match of text.matchAll(/startxref[\r\n ]+\d+[\r\n ]+%%EOF(?:\r\n|\r|\n)?/g))
    ends.push(match.index + match[0].length);
  const last = ends.at(-1) ?? 0;
  if (last === 0 || text.slice(last).trim() !== "") throw new PadesError("pades.structure", "bytes after the end");
  ends[ends.length - 1] = bytes.length;
  return ends;
}

/** The signature fields that have a value, in the order in which they were signed. Throws `pades.structure`, `pades.byte-range`. */
export function findSignatures(opened: Opened): FoundSignature[] {
  const form = dictAt(opened, opened.catalog, "AcroForm");
  const ends = revisionEnds(opened.bytes);
  const found: FoundSignature[] = [];
  const queue = itemsAt(opened, form, "Fields").map((object) => ({ object, name: "", type: undefined as string | undefined }));
  for (let looked = 0; queue.length > 0; looked++) {
    if (looked > maxFields) throw new PadesError("pades.structure", "too many fields");
    const { object, name, type } = queue.shift()!;
    const field = opened.follow(object);
    if (!(field instanceof PdfDict)) continue;
    const partial = opened.follow(field.get("T"));
    const full = [name, partial instanceof PdfString ? partial.asString() : ""].filter(Boolean).join(".");
    const kind = nameAt(opened, field, "FT") ?? type;
    for (const kid of itemsAt(opened, field, "Kids")) queue.push({ object: kid, name: full, type: kind });
    const value = opened.follow(field.get("V"));
    if (kind === "Sig" && value instanceof PdfDict) found.push(readSignature(opened, full, value, ends));
  }
  if (found.length > maxSignatures) throw new PadesError("pades.structure", "too many signatures");
  // a signature that no field shows, or one under two fields, is a trick
  const raw =
    Buffer.from(opened.bytes)
      .toString("latin1")
      .match(/\/ByteRange[\s[]/g)?.length ?? 0;
  if (raw !== found.length) throw new PadesError("pades.structure", `${raw} byte ranges, ${found.length} signatures`);
  return found.toSorted((a, b) => a.end - b.end);
}

function readSignature(opened: Opened, field: string, value: PdfDict, ends: readonly number[]): FoundSignature {
  const contents = opened.follow(value.get("Contents"));
  const numbers = itemsAt(opened, value, "ByteRange").map(numberOf);
  if (!(contents instanceof PdfString) || numbers.length !== 4) throw new PadesError("pades.byte-range", "not two ranges");
  const byteRange = numbers as FoundSignature["byteRange"];
  const [start, before, after, rest] = byteRange;
  const end = after + rest;
  const isOrdered = start === 0 && before > 0 && after > before && rest > 0 && end <= opened.bytes.length;
  if (!isOrdered) throw new PadesError("pades.byte-range", byteRange.join(" "));
  requireOnlyContents(opened.bytes, before, after, contents.bytes);
  const revision = ends.findIndex((one) => one === end || (one > end && isBlank(opened.bytes, end, one)));
  if (revision < 0) throw new PadesError("pades.byte-range", "does not end with a revision");
  const kind = nameAt(opened, value, "Type") === "DocTimeStamp" ? "timestamp" : "signature";
  return { field, kind, contents: Buffer.from(contents.bytes), byteRange, revision: revision + 1, end };
}

/** The gap between the ranges holds the hexadecimal string of the signature and nothing else, or text could hide in it. */
function requireOnlyContents(bytes: Uint8Array, from: number, to: number, contents: Uint8Array): void {
  const gap = Buffer.from(bytes.subarray(from, to)).toString("latin1");
  const [, hex] = /^<([0-9A-Fa-f]+)>$/.exec(gap) ?? [];
  if (hex === undefined || !Buffer.from(hex, "hex").equals(Buffer.from(contents)))
    throw new PadesError("pades.byte-range", "skips more than the signature");
}

const isBlank = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from <= 2 && bytes.subarray(from, to).every((byte) => byte === 10 || byte === 13);

const numberOf = (object: PdfObject): number => {
  if (!(object instanceof PdfNumber) || !Number.isSafeInteger(object.value) || object.value < 0)
    throw new PadesError("pades.byte-range", "no whole numbers");
  return object.value;
};

/** The DER of the signature without the zeros that fill its place. */
export function derOf(contents: Buffer): Buffer {
  const first = contents[1] ?? 0;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (contents.length < 2 + extra || extra > 4) throw new PadesError("cms.malformed", "length");
  const end = 2 + extra + (extra === 0 ? first : contents.readUIntBE(2, extra));
  if (end > contents.length || contents.subarray(end).some((byte) => byte !== 0))
    throw new PadesError("cms.malformed", "padded with something");
  return contents.subarray(0, end);
}
