import { isAscii } from "node:buffer";
import { createReadStream } from "node:fs";

/** Names as WHATWG's Encoding Standard has them. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "big5" | "gb18030";

export type Detected = { readonly encoding: Encoding; readonly bom: boolean; readonly valid: boolean };

/** A file is read in pieces of this size, never as a whole. */
const pieceBytes = 1 << 18;

const boms: readonly (readonly [Encoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const piecesOf = (file: string): AsyncIterable<Buffer> => createReadStream(file, { highWaterMark: pieceBytes });

/** A decoder that knows after the last byte whether all bytes were characters. */
function validator(encoding: Encoding) {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let valid = true;
  let common = 0;
  let wide = 0;
  const look = (bytes?: Uint8Array): void => {
    if (!valid) return;
    try {
      const text = decoder.decode(bytes, { stream: bytes !== undefined });
      for (let at = 0; at < text.length && encoding !== "utf-8"; at++) {
        const code = text.charCodeAt(at);
        if (code < 0x80) continue;
        // the decoder of Big5 gives bytes that are no characters as control or private ones
        if (code < 0xa0 || (code >= 0xf8f5 && code <= 0xf8f8)) valid = false;
        wide++;
        if (code >= 0x4e00 && code <= 0x9fff && frequent.has(text[at]!)) common++;
      }
    } catch {
      valid = false;
    }
  };
  return { look, valid: () => valid, share: () => (wide === 0 ? 0 : common / wide) };
}

/** Characters of agencies' files; bytes read in a wrong encoding give them rarely. */
const frequent = new Set(
  "的一年月日縣市區鄉鎮村里路段號數名稱地址電話代碼公司機關政府臺台北中南東西高雄新桃園資料度計人男女類別時間有無不大小以及單位所上下國學校院用",
);

/**
 * Finds the encoding from all bytes, not from the first ones: files that are ASCII for a thousand rows and Big5 afterwards are
 * common. A byte order mark decides; without one UTF-8 wins if every byte fits; then the encoding that fits and has more of the frequent
 * characters.
 */
export async function detectEncoding(file: string): Promise<Detected> {
  const utf8 = validator("utf-8");
  const others = (["big5", "gb18030"] as const).map((encoding) => ({ encoding, ...validator(encoding) }));
  const nuls = [0, 0];
  let length = 0;
  let first = true;
  let wasAscii = true;
  for await (const piece of piecesOf(file)) {
    if (first) {
      const bom = boms.find(([, bytes]) => bytes.every((byte, at) => piece[at] === byte));
      if (bom) return { encoding: bom[0], bom: true, valid: await isValid(file, bom[0]) };
      first = false;
    }
    if (length < pieceBytes) for (let at = 0; at < piece.length; at++) if (piece[at] === 0) nuls[(length + at) & 1]!++;
    length += piece.length;
    // ASCII is the same in all of them; after other bytes one piece of it ends what was begun
    const ascii = isAscii(piece);
    if (ascii && wasAscii) continue;
    wasAscii = ascii;
    utf8.look(piece);
    for (const other of others) other.look(piece);
  }
  const [even = 0, odd = 0] = nuls;
  const seen = Math.min(length, pieceBytes);
  // commas, digits and line breaks of UTF-16 have a zero byte each, always on the same side
  if (odd > seen / 20 && odd > even * 4) return { encoding: "utf-16le", bom: false, valid: await isValid(file, "utf-16le") };
  if (even > seen / 20 && even > odd * 4) return { encoding: "utf-16be", bom: false, valid: await isValid(file, "utf-16be") };
  for (const one of [utf8, ...others]) one.look();
  if (utf8.valid()) return { encoding: "utf-8", bom: false, valid: true };
  const fitting = others.filter((one) => one.valid()).toSorted((a, b) => b.share() - a.share())[0];
  if (fitting) return { encoding: fitting.encoding, bom: false, valid: true };
  return { encoding: await likelier(file), bom: false, valid: false };
}

async function isValid(file: string, encoding: Encoding): Promise<boolean> {
  const check = validator(encoding);
  for await (const piece of piecesOf(file)) check.look(piece);
  check.look();
  return check.valid();
}

/** No encoding fits: the one in which fewer characters are lost. */
async function likelier(file: string): Promise<Encoding> {
  const counts: Record<"utf-8" | "big5", number> = { "utf-8": 0, big5: 0 };
  for (const encoding of ["utf-8", "big5"] as const)
    for await (const text of decode(file, encoding)) counts[encoding] += text.split("\ufffd").length - 1;
  return counts.big5 < counts["utf-8"] ? "big5" : "utf-8";
}

/** The text of a file, in pieces, without its byte order mark; bytes that are no characters become U+FFFD. */
export async function* decode(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of piecesOf(file)) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
