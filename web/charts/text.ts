/** Size of the letters of a chart in units of its drawing; the stylesheet has the same. */
export const letter = 11;

/** About how wide a text is, rather too wide: SVG on the server has no fonts to measure by. Characters of Chinese are squares. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 1.06 : 0.6) * letter, 0);

/** The beginning of a text that fits, with an ellipsis where something is left out; the whole stands in the table. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && widthOf(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A label in lines: at blanks where there are some, anywhere in Chinese; the last line is cut off. */
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
