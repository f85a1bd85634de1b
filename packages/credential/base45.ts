const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const digits = new Map([...alphabet].map((character, value) => [character, value]));

/** Bytes as text of the characters that a QR code packs densest (RFC 9285). */
export function encodeBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let rest = isPair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let digit = 0; digit < (isPair ? 3 : 2); digit++) {
      text += alphabet[rest % 45];
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** Undefined for what no encoder writes: other characters, a last group of one, groups beyond their bytes. */
export function decodeBase45(text: string): Buffer | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => digits.get(character));
    if (group.some((one) => one === undefined)) return undefined;
    const value = group.reduceRight<number>((sum, one) => sum * 45 + one!, 0);
    if (value > (group.length === 3 ? 0xff_ff : 0xff)) return undefined;
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Buffer.from(bytes);
}
