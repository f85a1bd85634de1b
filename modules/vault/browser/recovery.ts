import { type Bytes, random } from "./bytes.ts";

/** Crockford's base32: no I, L, O or U; the last five stand for checks alone (crockford.com/base32). */
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const checks = `${symbols}*~$=U`;
/** 160 bits: 32 symbols without remainder. */
const keyBytes = 20;
const length = 32;
const group = 4;

const numberOf = (bytes: Bytes): bigint => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

export const newRecoveryKey = (): Bytes => random(keyBytes);

/** The key as it is printed: eight groups of four and a check, which finds one wrong symbol and two that changed places. */
export function printedKey(key: Bytes): string {
  let [rest, text] = [numberOf(key), ""];
  for (let at = 0; at < length; at++) {
    text = symbols[Number(rest & 31n)]! + text;
    rest >>= 5n;
  }
  const groups = text.match(new RegExp(`.{${group}}`, "g"))!;
  return [...groups, checks[Number(numberOf(key) % 37n)]!].join("-");
}

/** The key that was typed, however it was written; undefined where it is none or its check does not hold. */
export function typedKey(typed: string): Bytes | undefined {
  const text = typed
    .toUpperCase()
    .replace(/[\s\-–—]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const places = [...text.slice(0, length)].map((symbol) => symbols.indexOf(symbol));
  if (text.length !== length + 1 || places.includes(-1)) return undefined;
  let rest = places.reduce((number, place) => (number << 5n) | BigInt(place), 0n);
  if (checks.indexOf(text[length]!) !== Number(rest % 37n)) return undefined;
  const key = new Uint8Array(keyBytes);
  for (let at = keyBytes - 1; at >= 0; at--) {
    key[at] = Number(rest & 255n);
    rest >>= 8n;
  }
  return key;
}
