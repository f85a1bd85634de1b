import { createHash } from "node:crypto";
import type { StoredFile } from "@troad/forms";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { type DocumentsApi, mostBytesAFile, mostFilesAFolder, type NotTaken, pieceBytes } from "./api.ts";
import { kindOf } from "./domain/kind.ts";
import { safeName } from "./domain/name.ts";
import type { Scanner } from "./scan/clamd.ts";
import * as store from "./store/documents.ts";

const mostBytesAFolder = 200 * 1024 * 1024;
/** An upload that stopped in the middle is given up after this time. */
const abandonedMs = 3_600_000;
const eraseAtOnce = 100;

const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024));
const full: NotTaken = { code: "field.files-full", params: { max: mostFilesAFolder } };
const tooLarge: NotTaken = { code: "field.file-too-large", params: { max: megabytes(mostBytesAFile) } };
const unknown: NotTaken = { code: "field.file-unknown" };

type Parts = Pick<ModuleContext, "db" | "clock" | "ids" | "log">;

/** Documents of cases: taken piece by piece, looked at, scanned, kept as long as a rule says. */
export function openDocuments({ db, clock, ids, log }: Parts, scanner: Scanner | undefined) {
  /** All bytes of an upload; at most those of one file, since `append` counted. */
  const bytesOf = async (folder: string, id: string, pieces: number): Promise<Buffer> => {
    const all: Buffer[] = [];
    for (let seq = 0; seq < pieces; seq++) all.push((await store.readPiece(db, folder, id, seq)) ?? Buffer.alloc(0));
    return Buffer.concat(all);
  };
  /** Why a file is not taken; undefined where it is. */
  const faultOf = async (bytes: Buffer, accept: readonly string[]): Promise<NotTaken | undefined> => {
    if (bytes.length === 0) return { code: "field.file-empty" };
    const kind = kindOf(bytes);
    if (!kind || !accept.includes(kind)) return { code: "field.file-kind" };
    if (!scanner) return undefined;
    try {
      return (await scanner.scan(bytes)) === "infected" ? { code: "field.file-infected" } : undefined;
    } catch (error) {
      log.warn({ err: error }, "a file could not be scanned");
      return { code: "field.file-not-scanned" };
    }
  };
  const api: DocumentsApi = {
    begin: ({ folder, uploader, name }) =>
      db.tx(async (tx) => {
        await store.lockFolder(tx, folder);
        const { files, bytes } = await store.sizeOfFolder(tx, folder);
        if (files >= mostFilesAFolder || bytes >= mostBytesAFolder) return full;
        const id = ids.uuid();
        await store.insertUpload(tx, { id, folder, uploader, name, at: instant(clock) });
        return { id };
      }),
    append: ({ folder, id, seq, bytes }) =>
      db.tx(async (tx) => {
        await store.lockFolder(tx, folder);
        const upload = await store.findUpload(tx, folder, id);
        const piece = Buffer.from(bytes, "base64");
        // only the last piece may be short, so that the number of pieces is bounded by the size
        if (!upload || upload.pieces !== seq || upload.size !== seq * pieceBytes) return unknown;
        if (upload.size + piece.length > mostBytesAFile) return tooLarge;
        if ((await store.sizeOfFolder(tx, folder)).bytes + piece.length > mostBytesAFolder) return full;
        await store.insertPiece(tx, id, seq, piece);
        return null;
      }),
    finish: async ({ folder, id, accept }) => {
      const upload = await store.findUpload(db, folder, id);
      if (!upload) return unknown;
      const bytes = await bytesOf(folder, id, upload.pieces);
      const fault = await faultOf(bytes, accept);
      if (fault) {
        await store.deleteUnnamed(db, folder, id);
        return fault;
      }
      const type = kindOf(bytes)!;
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const file: StoredFile = { id, name: safeName(upload.name, type), type, size: bytes.length, sha256 };
      return (await store.storeDocument(db, file)) === 1 ? { file } : unknown;
    },
    list: ({ folder }) => store.listDocuments(db, folder, mostFilesAFolder),
    remove: async ({ folder, id }) => {
      await store.deleteUnnamed(db, folder, id);
    },
    open: async ({ folder, id, reader }) => {
      const document = await store.findDocument(db, folder, id);
      if (!document) return null;
      const { pieces, ...file } = document;
      await db.tx((tx) => tx.audit({ actor: reader, action: "document.opened", target: id, detail: { folder } }));
      return { file, pieces };
    },
    piece: async ({ folder, id, seq }) => {
      const bytes = await store.readPiece(db, folder, id, seq);
      return bytes ? { bytes: bytes.toString("base64") } : null;
    },
    keep: (request) =>
      db.tx(async (tx) => {
        await store.lockFolder(tx, request.folder);
        await store.keepNamed(tx, request);
      }),
    discard: async ({ folder }) => {
      await store.deleteFolder(db, folder);
    },
  };
  return {
    api,
    giveUpAbandoned: () => store.deleteAbandoned(db, new Date(clock.now().getTime() - abandonedMs).toISOString()),
    /** Erases what no rule keeps any longer; each erasure is audited with the rule. */
    eraseOverdue: async (): Promise<void> => {
      const today = taipeiDate(clock.now());
      for (let erased = eraseAtOnce; erased === eraseAtOnce; )
        erased = await db.tx(async (tx) => {
          const gone = await store.eraseOverdue(tx, today, eraseAtOnce);
          for (const { document, rule } of gone)
            await tx.audit({ actor: "troad", action: "document.erased", target: document, detail: { rule } });
          return gone.length;
        });
    },
  };
}
