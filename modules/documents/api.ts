import { type FileErrorCode, type FileKind, fileKinds, type StoredFile } from "@troad/forms";
import { defineApi, exactly, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** What one call carries; a file comes in several. */
export const pieceBytes = 512 * 1024;
export const mostBytesAFile = 10 * 1024 * 1024;
export const mostFilesAFolder = 60;

/** Why a file was not taken. */
export type NotTaken = { code: FileErrorCode; params?: Record<string, number> };

/** Documents of cases. A folder is a case; who may see what of it is decided by the module whose case it is. */
export type DocumentsApi = {
  /** Begins an upload; pieces follow in order, then `finish`. */
  begin(request: { folder: string; uploader: string; name: string }): Promise<{ id: string } | NotTaken>;
  append(request: { folder: string; id: string; seq: number; bytes: string }): Promise<NotTaken | null>;
  /** Looks at what came, has it scanned and keeps it; what is not taken is gone. */
  finish(request: { folder: string; id: string; accept: FileKind[] }): Promise<{ file: StoredFile } | NotTaken>;
  list(request: { folder: string }): Promise<StoredFile[]>;
  /** Removes a document that no case has named yet. */
  remove(request: { folder: string; id: string }): Promise<void>;
  /** Opens a document for someone and writes that down; null where the folder has none of this id. */
  open(request: { folder: string; id: string; reader: string }): Promise<{ file: StoredFile; pieces: number } | null>;
  piece(request: { folder: string; id: string; seq: number }): Promise<{ bytes: string } | null>;
  /**
   * The case names these documents now: they stay, others of the folder go. They are kept until the end of a day under the rule that the
   * service names; without a day as long as the case is under way. `waits`: a party may name more of them soon, so that the others stay too.
   */
  keep(request: { folder: string; named: string[]; rule: string; until: string | null; waits?: boolean }): Promise<void>;
  /** Nothing was submitted: everything of the folder goes, and nothing is left to prove. */
  discard(request: { folder: string }): Promise<void>;
};

const folder = uuidSchema();
const id = uuidSchema();
const seq = Type.Integer({ minimum: 0, maximum: 1_000 });
const kind = Type.Union(fileKinds.map((one) => Type.Literal(one)));
const base64 = Type.String({ maxLength: Math.ceil(pieceBytes / 3) * 4, pattern: "^[A-Za-z0-9+/]+={0,2}$" });

export const documentsApi = defineApi<DocumentsApi>("documents", {
  begin: [exactly({ folder, uploader: textUpTo(100), name: textUpTo(1_000) })],
  append: [exactly({ folder, id, seq, bytes: base64 })],
  finish: [exactly({ folder, id, accept: Type.Array(kind, { minItems: 1, maxItems: fileKinds.length }) })],
  list: [exactly({ folder })],
  remove: [exactly({ folder, id })],
  open: [exactly({ folder, id, reader: textUpTo(100) })],
  piece: [exactly({ folder, id, seq })],
  keep: [
    exactly({
      folder,
      named: Type.Array(id, { maxItems: mostFilesAFolder }),
      rule: textUpTo(200),
      until: Type.Union([Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.Null()]),
      waits: Type.Optional(Type.Boolean()),
    }),
  ],
  discard: [exactly({ folder })],
});
