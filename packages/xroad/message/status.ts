import { createHash } from "node:crypto";
import type { Certificate } from "@troad/trust";
import { attemptAsync, type Outcome, XroadError } from "../codes.ts";
import { defaultMultipartLimits, readMultipart } from "./multipart.ts";
import { partTypes } from "./read.ts";

/**
 * How servers ask each other for the status answers of their own certificates (PR-MESSTRANSP §2.2): GET with the certificates' hashes, the
 * answers as parts of a `multipart/related`. 7.x asks by SHA-1 (`cert`), 8.x by SHA-256 (`cert_hash`) and for old ones by both.
 */
const parameters = { cert: "sha1", cert_hash: "sha256" } as const;

const hashOf = (algorithm: "sha1" | "sha256", { der }: Certificate): string => createHash(algorithm).update(der).digest("hex");

/** The query for the answers of some certificates, understood by 7.x and 8.x. */
export const statusQuery = (certificates: readonly Certificate[]): string =>
  new URLSearchParams(
    (["cert", "cert_hash"] as const).flatMap((name) => certificates.map((one) => [name, hashOf(parameters[name], one)])),
  ).toString();

/** Those of `own` that a query asks for; undefined where it asks for none or for one that is not there. */
export function wantedStatus(query: URLSearchParams, own: readonly Certificate[]): Certificate[] | undefined {
  const name = query.has("cert_hash") ? "cert_hash" : "cert";
  const hashes = query.getAll(name);
  const found = hashes.map((hash) => own.find((one) => hashOf(parameters[name], one) === hash.toLowerCase()));
  return hashes.length > 0 && found.every((one) => one !== undefined) ? found : undefined;
}

export const statusType = (boundary: string): string =>
  `multipart/related; type="${partTypes.ocsp}"; charset=UTF-8; boundary=${boundary}`;

export const writeStatusAnswers = (answers: readonly Uint8Array[], boundary: string): Buffer =>
  Buffer.concat([
    ...answers.flatMap((answer, index) => [
      Buffer.from(`${index > 0 ? "\r\n" : ""}--${boundary}\r\nContent-Type: ${partTypes.ocsp}\r\n\r\n`),
      answer,
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);

const maxAnswer = 64 * 1024;

/** Reads the answers; nothing in them is verified. Codes: `mime.*`, `message.part`. */
export const readStatusAnswers = (source: AsyncIterable<Uint8Array>, contentType: string): Promise<Outcome<Buffer[]>> =>
  attemptAsync(async () => {
    const [, boundary] =
      /^multipart\/related\s*;.*\bboundary="?([0-9A-Za-z'()+_,\-./:=?]{1,70})"?\s*(?:;|$)/i.exec(contentType) ?? [];
    if (!boundary) throw new XroadError("mime.malformed", "no boundary");
    const answers: Buffer[] = [];
    let chunks: Buffer[] = [];
    let size = 0;
    for await (const event of readMultipart(source, boundary, defaultMultipartLimits)) {
      if (event.type === "part") {
        const type = (event.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
        if (type !== partTypes.ocsp) throw new XroadError("message.part", type.slice(0, 80));
        [chunks, size] = [[], 0];
      } else if (event.type === "data") {
        size += event.bytes.length;
        if (size > maxAnswer) throw new XroadError("mime.too-large", "a status answer");
        chunks.push(event.bytes);
      } else answers.push(Buffer.concat(chunks));
    }
    return answers;
  });
