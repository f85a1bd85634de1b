/** Code 39 (ISO/IEC 16388): nine elements a character, three of them wide (w), bar first. */
const patterns: Readonly<Record<string, string>> = {
  "0": "nnnwwnwnn",
  "1": "wnnwnnnnw",
  "2": "nnwwnnnnw",
  "3": "wnwwnnnnn",
  "4": "nnnwwnnnw",
  "5": "wnnwwnnnn",
  "6": "nnwwwnnnn",
  "7": "nnnwnnwnw",
  "8": "wnnwnnwnn",
  "9": "nnwwnnwnn",
  A: "wnnnnwnnw",
  B: "nnwnnwnnw",
  C: "wnwnnwnnn",
  D: "nnnnwwnnw",
  E: "wnnnwwnnn",
  F: "nnwnwwnnn",
  G: "nnnnnwwnw",
  H: "wnnnnwwnn",
  I: "nnwnnwwnn",
  J: "nnnnwwwnn",
  K: "wnnnnnnww",
  L: "nnwnnnnww",
  M: "wnwnnnnwn",
  N: "nnnnwnnww",
  O: "wnnnwnnwn",
  P: "nnwnwnnwn",
  Q: "nnnnnnwww",
  R: "wnnnnnwwn",
  S: "nnwnnnwwn",
  T: "nnnnwnwwn",
  U: "wwnnnnnnw",
  V: "nwwnnnnnw",
  W: "wwwnnnnnn",
  X: "nwnnwnnnw",
  Y: "wwnnwnnnn",
  Z: "nwwnwnnnn",
  "-": "nwnnnnwnw",
  ".": "wwnnnnwnn",
  " ": "nwwnnnwnn",
  $: "nwnwnwnnn",
  "/": "nwnwnnnwn",
  "+": "nwnnnwnwn",
  "%": "nnnwnwnwn",
  "*": "nwnnwnwnn",
};

/** Whether a text can stand in a Code 39 barcode. */
export const isCode39 = (text: string): boolean => text.length > 0 && [...text].every((one) => one !== "*" && one in patterns);

/** A black bar: where it begins and how wide it is, in narrow elements. */
export type Bar = { at: number; width: number };
/** Wide elements are three narrow ones wide, as far apart as the standard allows: readers on paper need it. Narrow papers have room for less. */
const WIDE = 3;

/** The bars of a text between its start and stop characters; throws a RangeError for what has no pattern. */
export function code39(text: string, wide = WIDE): { bars: Bar[]; width: number } {
  if (!isCode39(text)) throw new RangeError("this text cannot stand in a Code 39 barcode");
  const bars: Bar[] = [];
  let at = 0;
  for (const character of `*${text}*`) {
    [...(patterns[character] ?? "")].forEach((element, index) => {
      const width = element === "w" ? wide : 1;
      if (index % 2 === 0) bars.push({ at, width });
      at += width;
    });
    at += 1; // the gap between characters
  }
  return { bars, width: at - 1 };
}
