/**
 * Characters that neither XML 1.0 nor PostgreSQL can hold: control characters except tab and line ends, lone surrogates, non-characters.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is searched for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

export const isWritable = (text: string): boolean => !unwritable.test(text) && text.isWellFormed();

/** A text that can be stored and returned: each such character becomes a question mark. */
export const writable = (text: string): string =>
  isWritable(text) ? text : text.toWellFormed().replaceAll(new RegExp(unwritable, "g"), "?");

/** Full-width letters, digits and signs, as Chinese keyboards write them, converted to ASCII. */
export const halfWidth = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replaceAll("\u3000", " ");

/** Whether JSON may contain one at all: they can appear only as escapes, which hardly any invoice has. */
export const mayBeUnwritable = (json: string): boolean => /\\[bfu]|[\ufffe\uffff]/.test(json);

/** The places (JSON Pointers) of texts and names that hold one; at most `most`. */
export function unwritablePlaces(value: unknown, most = 20): string[] {
  const places: string[] = [];
  const look = (part: unknown, place: string, depth: number): void => {
    if (places.length >= most || depth > 8) return;
    if (typeof part === "string" && !isWritable(part)) places.push(place || "/");
    if (typeof part !== "object" || part === null) return;
    for (const [name, inner] of Object.entries(part)) {
      const pointer = `${place}/${writable(name)}`;
      if (isWritable(name)) look(inner, pointer, depth + 1);
      else places.push(pointer);
    }
  };
  look(value, "", 0);
  return places;
}
