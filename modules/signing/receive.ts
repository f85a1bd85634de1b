import { hash } from "node:crypto";
import { describePdf, PadesError } from "@troad/pades";
import type { FastifyRequest } from "fastify";

export type Received = { name: string; mime: string; sha256: string; content: Buffer; pages: string[] | null };
/** A file that cannot be taken, with the reason; one without a name is about the form as a whole. */
export type Refused = { name?: string; code: string };

export const most = { files: 10, bytes: 10 * 1024 * 1024 };

/** Reads the files of a form into memory, as many and as large as are taken, and what a signer will be shown of each. */
export async function receive(request: FastifyRequest): Promise<{ files: Received[]; refused: Refused[] }> {
  const files: Received[] = [];
  const refused: Refused[] = [];
  if (!request.isMultipart()) return { files, refused: [{ code: "signing.no-file" }] };
  const limits = { fileSize: most.bytes, files: most.files + 1, fields: 10, parts: most.files + 11, fieldSize: 1_000 };
  let total = 0;
  for await (const part of request.parts({ limits })) {
    if (part.type === "field") continue;
    const content = await part.toBuffer();
    // browsers send a part without a name where no file was chosen
    if (!part.filename) continue;
    const name = fileName(part.filename, files.length + refused.length + 1);
    total += content.length;
    if (part.file.truncated || total > 2 * most.bytes) refused.push({ name, code: "signing.too-large" });
    else await take(name, content, { files, refused });
  }
  if (files.length + refused.length === 0) refused.push({ code: "signing.no-file" });
  if (files.length > most.files) refused.push({ code: "signing.too-many" });
  const twice = files.find(({ name }, index) => files.findIndex((one) => one.name === name) !== index);
  if (twice) refused.push({ name: twice.name, code: "signing.same-name" });
  return { files, refused };
}

async function take(name: string, content: Buffer, { files, refused }: { files: Received[]; refused: Refused[] }): Promise<void> {
  const sha256 = hash("sha256", content, "hex");
  if (content.subarray(0, 5).toString("latin1") !== "%PDF-") {
    files.push({ name, mime: "application/octet-stream", sha256, content, pages: null });
    return;
  }
  try {
    const { pages } = await describePdf(content);
    files.push({ name, mime: "application/pdf", sha256, content, pages: pages.map(({ text }) => text) });
  } catch (error) {
    if (!(error instanceof PadesError)) throw error;
    refused.push({ name, code: error.code });
  }
}

/** The last part of a name, without what a container or a header cannot carry. */
function fileName(given: string, place: number): string {
  const plain = given
    .toWellFormed()
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[\p{Cc}\p{Cf}"<>:|?*%]/gu, "")
    .trim()
    .slice(0, 120);
  return plain === "" || /^\.+$/.test(plain) || plain.toLowerCase() === "mimetype" ? `file-${place}` : plain;
}
