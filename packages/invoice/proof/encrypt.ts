import { createCipheriv, createDecipheriv } from "node:crypto";

/** Fixed by the barcode specification: only the key, which each seller gets from the platform, protects the seal. */
const iv = Buffer.from("Dt8lyToo17X/XkXaQvihuA==", "base64");

/** The seal in the left code: number and random number under the seller's key (32 hex digits), AES-128-CBC, 24 characters of Base 64. */
export function encryptProof(number: string, random: string, key: string): string {
  const cipher = createCipheriv("aes-128-cbc", keyOf(key), iv);
  return Buffer.concat([cipher.update(number + random, "utf8"), cipher.final()]).toString("base64");
}

/** Whether the seal was made with the key for this number and random number. */
export function isProofOf(seal: string, number: string, random: string, key: string): boolean {
  try {
    const decipher = createDecipheriv("aes-128-cbc", keyOf(key), iv);
    return Buffer.concat([decipher.update(seal, "base64"), decipher.final()]).toString("utf8") === number + random;
  } catch {
    return false;
  }
}

function keyOf(hex: string): Buffer {
  if (!/^[0-9A-Fa-f]{32}$/.test(hex)) throw new RangeError("a proof key has 32 hex digits");
  return Buffer.from(hex, "hex");
}
