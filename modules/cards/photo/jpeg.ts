import jpeg from "jpeg-js";

/** Decoded pixels, 8 bits of grey each, row by row. */
export type Grey = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** A photo as a file brings it; what the file does not say is undefined. */
export type DecodedPhoto = {
  readonly grey: Grey;
  /** Dots an inch, across and down, as the file states them. */
  readonly dpi: { readonly x: number; readonly y: number } | undefined;
  /** The day on which it was taken, in camera's time (EXIF DateTimeOriginal). */
  readonly takenOn: string | undefined;
};

/** A photo of a card is small; what is larger is a picture of something else, or an attack on memory. */
const most = { maxResolutionInMP: 24, maxMemoryUsageInMB: 256 };

/** Decodes a JPEG; undefined for what is none, is cut off or is too large. */
export function decodePhoto(file: Uint8Array): DecodedPhoto | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  try {
    const { width, height, data } = jpeg.decode(file, { useTArray: true, formatAsRGBA: true, tolerantDecoding: false, ...most });
    return {
      grey: { width, height, pixels: luminance(data) },
      ...readHeader(Buffer.from(file.buffer, file.byteOffset, file.length)),
    };
  } catch {
    return undefined;
  }
}

/** Rec. 601, as JPEG itself weighs the colours. */
function luminance(rgba: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let at = 0; at < grey.length; at++)
    grey[at] = Math.round(0.299 * rgba[4 * at]! + 0.587 * rgba[4 * at + 1]! + 0.114 * rgba[4 * at + 2]!);
  return grey;
}

type Header = Pick<DecodedPhoto, "dpi" | "takenOn">;

/** Density of JFIF and the day of EXIF: both are in the segments before the picture. */
export function readHeader(file: Buffer): Header {
  let [dpi, takenOn]: [Header["dpi"], Header["takenOn"]] = [undefined, undefined];
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff; ) {
    const [marker, length] = [file[at + 1]!, file.readUInt16BE(at + 2)];
    if (marker === 0xda || length < 2) break;
    const segment = file.subarray(at + 4, at + 2 + length);
    if (marker === 0xe0 && segment.toString("latin1", 0, 5) === "JFIF\0" && segment.length >= 12) dpi = densityOf(segment);
    if (marker === 0xe1 && segment.toString("latin1", 0, 6) === "Exif\0\0") takenOn = takenOnOf(segment.subarray(6));
    at += 2 + length;
  }
  return { dpi, takenOn };
}

/** JFIF 1.02: unit 1 is dots an inch, 2 dots a centimetre, 0 only a ratio. */
function densityOf(segment: Buffer): Header["dpi"] {
  const [unit, x, y] = [segment[7]!, segment.readUInt16BE(8), segment.readUInt16BE(10)];
  if (unit === 1) return { x, y };
  return unit === 2 ? { x: x * 2.54, y: y * 2.54 } : undefined;
}

const exifFolder = 0x8769;
const dateTimeOriginal = 0x9003;

/** The entry of an image file directory (TIFF 6.0 section 2) with a tag: where its value is. */
function entryOf(tiff: Buffer, folder: number, tag: number, little: boolean): number | undefined {
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const count = Math.min(short(folder), 200);
  for (let n = 0; n < count; n++) {
    const at = folder + 2 + 12 * n;
    if (short(at) === tag) return little ? tiff.readUInt32LE(at + 8) : tiff.readUInt32BE(at + 8);
  }
  return undefined;
}

/** The file may be cut anywhere: what cannot be read is not there. */
function takenOnOf(tiff: Buffer): string | undefined {
  try {
    const little = tiff.toString("latin1", 0, 2) === "II";
    const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    const folder = entryOf(tiff, first, exifFolder, little);
    const place = folder === undefined ? undefined : entryOf(tiff, folder, dateTimeOriginal, little);
    const text = place === undefined ? "" : tiff.toString("latin1", place, place + 10);
    return /^(\d{4}):(\d\d):(\d\d)$/.test(text) ? text.replaceAll(":", "-") : undefined;
  } catch {
    return undefined;
  }
}
