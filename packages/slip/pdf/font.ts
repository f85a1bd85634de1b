import fs from "node:fs";
import { createRequire } from "node:module";
import { deflateSync } from "node:zlib";
import type { Font } from "fontkit";

/** A face cut down to the glyphs that slips use, made once: embedding it costs nothing a document. */
export type Face = {
  name: string;
  /** Number and width (in thousandths of the size) of the glyph of a character; throws a RangeError for one that was not cut in. */
  glyph(character: string): { id: number; width: number };
  /** The objects of the face, to be written into a document. */
  file: Buffer;
  length: number;
  widths: readonly number[];
  characters: readonly string[];
  metrics: { ascent: number; descent: number; capHeight: number; box: readonly number[] };
};

const files = {
  Regular: "@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf",
  Bold: "@expo-google-fonts/noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf",
};
const require = createRequire(import.meta.url);
const read = (name: keyof typeof files): Font => {
  // with the first document: a program starts sooner without it
  const { create }: typeof import("fontkit") = require("fontkit");
  const font = create(fs.readFileSync(require.resolve(files[name])));
  if (!("createSubset" in font)) throw new TypeError(`${files[name]} is a collection`);
  return font;
};

/**
 * Cuts a face down to some characters; each is embedded whole, so that no slip names a face that a reader must have. A character that the face
 * does not have is drawn as `absent` where that is given, for texts that others wrote.
 */
export function cutFace(name: keyof typeof files, characters: string, absent?: string): Face {
  const font = read(name);
  const scale = 1000 / font.unitsPerEm;
  const subset = font.createSubset();
  const known = new Map<string, { id: number; width: number }>();
  const widths: number[] = [1000];
  const texts: string[] = [""];
  for (const character of new Set(characters)) {
    let glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0);
    if (glyph.id === 0 && absent !== undefined) glyph = font.glyphForCodePoint(absent.codePointAt(0) ?? 0);
    if (glyph.id === 0) throw new RangeError(`${character} is not in ${files[name]}`);
    // Its types say boolean, it gives the number of the glyph in the subset.
    const id = Number(subset.includeGlyph(glyph));
    const width = Math.round(glyph.advanceWidth * scale);
    known.set(character, { id, width });
    widths[id] = width;
    texts[id] = character;
  }
  const bytes = Buffer.from(subset.encode());
  return {
    name: `TROADS+${font.postscriptName}`,
    glyph: (character) => {
      const found = known.get(character);
      if (!found) throw new RangeError(`${character} was not cut into ${name}`);
      return found;
    },
    file: deflateSync(bytes),
    length: bytes.length,
    widths,
    characters: texts,
    metrics: {
      ascent: Math.round(font.ascent * scale),
      descent: Math.round(font.descent * scale),
      capHeight: Math.round(font.capHeight * scale),
      box: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((of) => Math.round(of * scale)),
    },
  };
}
