import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { isUuid } from "@troad/kernel";

const [tagBytes, uuidBytes] = [16, 16];
const keyOf = (secret: string, sector: string, use: string): Buffer =>
  createHmac("sha256", secret)
    .update(JSON.stringify([use, sector]))
    .digest();
const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");
const uuidOf = (bytes: Buffer): string => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const tagOf = (secret: string, sector: string, bytes: Buffer): Buffer =>
  createHmac("sha256", keyOf(secret, sector, "tag"))
    .update(bytes)
    .digest()
    .subarray(0, tagBytes);

/**
 * A person's subject for the clients of one sector (OpenID Connect Core 1.0 section 8.1): encrypted under keys of the sector with a synthetic IV
 * (the construction of RFC 5297, with HMAC-SHA-256). Equal for one person and sector; without the secret nobody can compute, open or join it; with
 * it no table is needed that a thief of the database could join.
 */
export function pairwiseSubject(secret: string, sector: string, subject: string): string {
  if (!isUuid(subject))
    return createHmac("sha256", keyOf(secret, sector, "other"))
      .update(subject)
      .digest("base64url");
  const bytes = bytesOf(subject);
  const tag = tagOf(secret, sector, bytes);
  const cipher = createCipheriv("aes-256-ctr", keyOf(secret, sector, "key"), tag);
  return Buffer.concat([tag, cipher.update(bytes), cipher.final()]).toString("base64url");
}

/** The person behind a subject of this sector; undefined for every other text. */
export function subjectOfPairwise(secret: string, sector: string, pairwise: string): string | undefined {
  const sealed = Buffer.from(pairwise, "base64url");
  if (sealed.length !== tagBytes + uuidBytes) return undefined;
  const tag = sealed.subarray(0, tagBytes);
  const decipher = createDecipheriv("aes-256-ctr", keyOf(secret, sector, "key"), tag);
  const bytes = Buffer.concat([decipher.update(sealed.subarray(tagBytes)), decipher.final()]);
  return timingSafeEqual(tagOf(secret, sector, bytes), tag) ? uuidOf(bytes) : undefined;
}

/**
 * The person whom a token or a hint names: by a subject of this sector, which may look like anything, or by our own, which has hyphens. Without a
 * sector only our own are opened.
 */
export function subjectNamed(secret: string, sector: string | undefined, given: string): string | undefined {
  const behind = sector === undefined ? undefined : subjectOfPairwise(secret, sector, given);
  return behind ?? (given.includes("-") ? given : undefined);
}
