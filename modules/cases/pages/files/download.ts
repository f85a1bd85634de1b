import { Readable } from "node:stream";
import type { DocumentsApi } from "@troad/documents/api";
import type { FileKind, StoredFile } from "@troad/forms";
import { kernelFailure } from "@troad/kernel";
import { agencyOf, hidden, type Site } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { officerOf } from "../officer/acts.ts";
import { type Asking, applicants, type CasePages, idIn } from "../parts.ts";

type Parts = Pick<CasePages, "site" | "nationalId"> & Asking<"document"> & { documents: Pick<DocumentsApi, "piece"> };

const types: Record<FileKind, string> = { pdf: "application/pdf", jpeg: "image/jpeg", png: "image/png" };

const fileIn = (request: FastifyRequest): string => (request.params as { file: string }).file;

/** Documents of a case: for its applicant and the parties that it names. */
export function filePages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/cases/:id/files/:file",
    hidden,
    parts.site.signedIn(applicants, async (request, { subject }, reply) => {
      const nationalId = await parts.nationalId(request);
      const reader = { subject, ...(nationalId ? { nationalId } : {}) };
      const folder = idIn(request);
      const { file, pieces } = await parts.cases.document({ id: folder, document: fileIn(request), reader });
      return sendFile(reply, file, piecesOf(parts.documents, folder, file.id, pieces));
    }),
  );
}

/** The same for the officers who may read the case. */
export function officerFilePages(app: FastifyInstance, parts: Omit<Parts, "site" | "nationalId"> & { site: Site }): void {
  app.get(
    "/desk/:id/files/:file",
    hidden,
    parts.site.signedIn(["case-officer"], async (request, session, reply) => {
      const reader = { agency: agencyOf(session, "case-officer"), person: officerOf(session) };
      const folder = idIn(request);
      const { file, pieces } = await parts.cases.document({ id: folder, document: fileIn(request), reader });
      return sendFile(reply, file, piecesOf(parts.documents, folder, file.id, pieces));
    }),
  );
}

async function* piecesOf(documents: Parts["documents"], folder: string, id: string, pieces: number): AsyncGenerator<Buffer> {
  for (let seq = 0; seq < pieces; seq++) {
    const piece = await documents.piece({ folder, id, seq });
    // erased in the middle: the reader must not take a part for the whole
    if (!piece) throw kernelFailure("request.not-found");
    yield Buffer.from(piece.bytes, "base64");
  }
}

/** Saved, never shown: what people upload does not run in the origin of these pages. */
function sendFile(reply: FastifyReply, { name, type, size }: StoredFile, bytes: AsyncGenerator<Buffer>): FastifyReply {
  return reply
    .headers({
      "content-type": types[type],
      "content-length": size,
      // RFC 6266 section 4.3, RFC 8187
      "content-disposition": `attachment; filename="document"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    })
    .send(Readable.from(bytes));
}

const hex = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
