import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

type File = { name: string; data: Buffer };
const keyOf = (secret: string, id: string): Buffer => Buffer.from(hkdfSync("sha256", secret, id, "troad provider files", 32));

/** What a source gave, under a key of the request alone (AES-256-GCM). */
export function lockFiles(secret: string, id: string, files: readonly File[]): Buffer {
  const nonce = randomBytes(12);
  const sealing = createCipheriv("aes-256-gcm", keyOf(secret, id), nonce);
  const text = JSON.stringify(files.map(({ name, data }) => ({ name, data: data.toString("base64") })));
  const sealed = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]);
}

/** Throws where it was altered, or is another request's. */
export function unlockFiles(secret: string, id: string, sealed: Buffer): File[] {
  const opening = createDecipheriv("aes-256-gcm", keyOf(secret, id), sealed.subarray(0, 12));
  opening.setAuthTag(sealed.subarray(12, 28));
  const text = Buffer.concat([opening.update(sealed.subarray(28)), opening.final()]).toString("utf8");
  return (JSON.parse(text) as { name: string; data: string }[]).map(({ name, data }) => ({
    name,
    data: Buffer.from(data, "base64"),
  }));
}
