/** Letters and digits that nobody takes for another. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const letters = 8;

/** A code of eight characters: one of 850 billion, for twenty minutes. */
export function codeFrom(random: (bytes: number) => Uint8Array): string {
  const made: string[] = [];
  while (made.length < letters)
    for (const byte of random(32)) if (byte < alphabet.length * 8) made.push(alphabet[byte % alphabet.length]!);
  const code = made.slice(0, letters).join("");
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A code as someone typed it, in one form; undefined for what cannot be one. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, "");
  return code.length === letters && [...code].every((letter) => alphabet.includes(letter)) ? code : undefined;
}
