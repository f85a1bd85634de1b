import { createHash, verify, X509Certificate } from "node:crypto";
import { InvalidArchive, readZip, type ZipEntry } from "@troad/zip";

/** Why what came is not taken. */
export type ArchiveRefusal = "archive" | "manifest" | "digest" | "signature" | "certificate" | "file";
export type Taken = { files: { name: string; data: Buffer }[] } | { refused: ArchiveRefusal };

const limits = { archiveBytes: 16 << 20, entries: 40, entryBytes: 8 << 20, totalBytes: 24 << 20 };
const meta = {
  manifest: "META-INFO/manifest.xml",
  signature: "META-INFO/manifest.sha256withrsa",
  certificate: "META-INFO/certificate.cer",
};
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.(pdf|json|csv)$/;
const safe = (name: string): boolean => fileName.test(name) || Object.values(meta).includes(name);

/**
 * What a company gives by Taiwan's protocol: files, a manifest with the digest of each, its signature (RSASSA-PKCS1-v1_5 with SHA-256) and a certificate. The
 * certificate in it must be the one that was reviewed: the first verifiers of this protocol believed whichever came along.
 */
export function takeArchive(bytes: Buffer, reviewed: X509Certificate): Taken {
  let entries: ZipEntry[];
  try {
    entries = readZip(bytes, { limits, isSafeName: safe });
  } catch (error) {
    if (error instanceof InvalidArchive) return { refused: "archive" };
    throw error;
  }
  if (entries.some(({ damaged }) => damaged)) return { refused: "archive" };
  const found = new Map(entries.map(({ name, data }) => [name, Buffer.from(data)]));
  const [manifest, signature, certificate] = [meta.manifest, meta.signature, meta.certificate].map((name) => found.get(name));
  if (!manifest || !signature || !certificate) return { refused: "manifest" };
  if (!isReviewed(certificate, reviewed)) return { refused: "certificate" };
  if (!verify("sha256", manifest, reviewed.publicKey, signature)) return { refused: "signature" };
  const listed = new Map(
    [
      ...manifest
        .toString("utf8")
        .matchAll(/<file>\s*<filename>([^<]{1,100})<\/filename>\s*<digest>([0-9a-fA-F]{64})<\/digest>\s*<\/file>/g),
    ].map(([, name = "", digest = ""]) => [name, digest.toLowerCase()] as const),
  );
  const files = entries.filter(({ name }) => fileName.test(name)).map(({ name, data }) => ({ name, data: Buffer.from(data) }));
  if (files.length === 0 || files.length !== listed.size || files.some(({ name }) => !listed.has(name)))
    return { refused: "file" };
  const isRight = ({ name, data }: { name: string; data: Buffer }) =>
    createHash("sha256").update(data).digest("hex") === listed.get(name);
  return files.every(isRight) ? { files } : { refused: "digest" };
}

function isReviewed(sent: Buffer, reviewed: X509Certificate): boolean {
  try {
    return new X509Certificate(sent).fingerprint256 === reviewed.fingerprint256;
  } catch {
    return false;
  }
}
