import { createHash } from "node:crypto";

/** What a drawing leaves in the case: with it anyone can draw again and get the same. `secret` in hexadecimal. */
export type Drawing = { word: string; secret: string; lot: string };

/** SHA-256 of the secret, in hexadecimal: recorded before anyone says a word, so that nobody can change the secret afterwards. */
export const commitmentOf = (secret: Buffer): string => createHash("sha256").update(secret).digest("hex");

/** SHA-256 over secret, id of the case and word, each after a zero byte, as a whole number modulo the count of lots. */
export function lotOf(of: readonly string[], { secret, caseId, word }: { secret: Buffer; caseId: string; word: string }): string {
  const zero = Buffer.alloc(1);
  const digest = createHash("sha256");
  for (const part of [secret, Buffer.from(caseId), Buffer.from(word)]) digest.update(zero).update(part);
  return of[Number(BigInt(`0x${digest.digest("hex")}`) % BigInt(of.length))]!;
}

/** Whether a recorded drawing is the one that its commitment allowed. */
export function isFair(of: readonly string[], caseId: string, commitment: string, { word, secret, lot }: Drawing): boolean {
  const bytes = Buffer.from(secret, "hex");
  return commitmentOf(bytes) === commitment && lotOf(of, { secret: bytes, caseId, word }) === lot;
}
