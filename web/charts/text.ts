/** Font size in a chart, in units of its drawing; the stylesheet uses the same. */
export const letter = 11;

/** An upper estimate of a text's width: on the server there are no fonts to measure an SVG by. Chinese characters are square. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 1.06 : 0.6) * letter, 0);

/** The part of a text that fits, with an ellipsis if anything is cut; the table has the whole text. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && widthOf(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A label in lines, broken at spaces or, in Chinese, anywhere; the last line is cut off. */
export function wrapped(text: string, width: number, most = 3): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== "" && lines.length < most - 1 && widthOf(rest) > width) {
    const characters = [...rest];
    let end = 1;
    while (end < characters.length && widthOf(characters.slice(0, end + 1).join("")) <= width) end++;
    const line = characters.slice(0, end).join("");
    const blank = characters[end] === " " ? line.length : line.lastIndexOf(" ");
    const cut = blank > 0 ? blank : line.length;
    lines.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return rest === "" ? lines : [...lines, fitted(rest, width)];
}
