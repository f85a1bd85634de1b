import type { MultipartFile } from "@fastify/multipart";
import { type Field, type FieldError, type FileErrorCode, type FileKind, fieldAt, fileKinds, type Page } from "@troad/forms";
import { kernelFailure } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { megabytesAFile } from "./files.ts";

/** What a form sent: texts by name, and for each file that was taken its id under the name of its question. */
export type Sent = { values: Record<string, string | string[]>; errors: FieldError[] };
/** Why a file was not taken. */
type NotTaken = { code: FileErrorCode; params?: Record<string, number> };
/** Where files go while they arrive: the module of documents. */
type Documents = {
  begin(request: { folder: string; uploader: string; name: string }): Promise<{ id: string } | NotTaken>;
  append(request: { folder: string; id: string; seq: number; bytes: string }): Promise<NotTaken | null>;
  finish(request: { folder: string; id: string; accept: FileKind[] }): Promise<{ file: { id: string } } | NotTaken>;
  remove(request: { folder: string; id: string }): Promise<void>;
};
/** `named`: documents that stay whatever is sent, since the case names them already. */
type Where = { folder: string; uploader: string; page: Page; named?: readonly string[] };
type FileField = Extract<Field, { type: "file" }>;

/** What one call to documents carries, and what a file may have. */
const [pieceBytes, mostBytesAFile] = [512 * 1024, megabytesAFile * 1024 * 1024];
/** Parts of one request; `answer` of the api takes as many. */
const limits = { fileSize: mostBytesAFile + 1, files: 20, fields: 1_000, parts: 1_020, fieldSize: 40_000, fieldNameSize: 200 };
const fileEnding = "-file";
/** A form that says it is larger than all files that a case may have is refused before any of it is stored. */
const mostBytesAForm = 201 * 1024 * 1024;

/** The question to which a file belongs, by the name of its input. */
function questionOf(page: Page, input: string): { name: string; field: FileField } | undefined {
  const name = input.endsWith(fileEnding) ? input.slice(0, -fileEnding.length) : "";
  const field = fieldAt(page, name)?.field;
  return field?.type === "file" ? { name, field } : undefined;
}

/** Reads a form, with files or without. Files go to the documents of the case while they arrive, those that fit no question nowhere. */
export async function readSent(request: FastifyRequest, documents: Documents, where: Where): Promise<Sent> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytesAForm) throw kernelFailure("request.too-large");
  if (!request.isMultipart()) return { values: (request.body ?? {}) as Sent["values"], errors: [] };
  const texts = new Map<string, string[]>();
  const taken = new Map<string, { field: FileField; ids: string[] }>();
  const errors: FieldError[] = [];

  for await (const part of request.parts({ limits })) {
    if (part.type === "field") {
      const text = typeof part.value === "string" ? part.value : "";
      if (![part.fieldname, text].every((one) => one.isWellFormed() && !one.includes("\0")))
        throw kernelFailure("request.invalid", { reason: "text" });
      texts.set(part.fieldname, [...(texts.get(part.fieldname) ?? []), text]);
      continue;
    }
    const question = questionOf(where.page, part.fieldname);
    // browsers send a part without a name where no file was chosen
    if (!question || !part.filename) part.file.resume();
    else {
      const result = await take(part, documents, { ...where, accept: question.field.accept ?? [...fileKinds] });
      if ("code" in result) errors.push({ field: question.name, ...result });
      else {
        const { ids = [] } = taken.get(question.name) ?? {};
        taken.set(question.name, { field: question.field, ids: [...ids, result.id] });
      }
    }
  }
  for (const [name, { field, ids }] of taken) {
    const before = texts.get(name) ?? [];
    // where one file is asked for, a new one takes the place of the former
    const isOne = (field.max ?? 1) === 1;
    const former = isOne ? before.filter((id) => !where.named?.includes(id)) : [];
    for (const id of former) await documents.remove({ folder: where.folder, id }).catch(() => undefined);
    texts.set(name, isOne ? ids : [...before, ...ids]);
  }
  const flat = [...texts].map(([name, all]): [string, string | string[]] => [name, all.length === 1 ? all[0]! : all]);
  return { values: Object.fromEntries(flat), errors };
}

type Taking = Where & { accept: FileKind[] };

/** Hands a file on piece by piece, as it comes; what is refused in the middle is not read to its end into memory. */
async function take(
  part: MultipartFile,
  documents: Documents,
  { folder, uploader, accept }: Taking,
): Promise<{ id: string } | NotTaken> {
  const begun = await documents.begin({
    folder,
    uploader,
    name: part.filename.toWellFormed().replaceAll("\0", "").slice(0, 1_000),
  });
  let fault: NotTaken | null = "code" in begun ? begun : null;
  const id = "id" in begun ? begun.id : "";
  let [seq, held] = [0, Buffer.alloc(0)];
  const send = async (bytes: Buffer): Promise<void> => {
    fault ??= await documents.append({ folder, id, seq, bytes: bytes.toString("base64") });
    seq += 1;
  };
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    if (fault) continue;
    held = Buffer.concat([held, chunk]);
    for (; held.length >= pieceBytes && !fault; held = held.subarray(pieceBytes)) await send(held.subarray(0, pieceBytes));
  }
  if (held.length > 0 && !fault) await send(held);
  if (fault) return fault;
  const finished = await documents.finish({ folder, id, accept });
  return "file" in finished ? { id: finished.file.id } : finished;
}
