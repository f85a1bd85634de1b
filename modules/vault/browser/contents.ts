import { piecesOf, plainPiece } from "../domain/format.ts";
import type { Bytes } from "./bytes.ts";
import type { OpenVault } from "./keys.ts";
import { type FileName, fileCipher, newFileKey, sealName, unsealName, unwrapFileKey, wrapFileKey } from "./sealing.ts";
import { post, readBytes, sendBytes } from "./server.ts";

export type StoredFile = { id: string; size: number; pieces: number; key: string; name: string; stored_at: string };
export type NamedFile = StoredFile & { fileKey: Bytes; called: FileName };

/** Seals a file piece by piece as it is sent; it is listed once all of it is there. */
export async function sendFile(base: string, vault: OpenVault, file: File, step: (share: number) => void): Promise<void> {
  const id = crypto.randomUUID();
  const fileKey = newFileKey();
  const key = await wrapFileKey(vault.id, vault.key, id, fileKey);
  const name = await sealName(id, fileKey, { name: file.name.slice(0, 255), type: file.type.slice(0, 100) });
  await post(`${base}/files`, { id, size: file.size, key, name });
  const cipher = await fileCipher(id, fileKey, file.size);
  const pieces = piecesOf(file.size);
  for (let seq = 0; seq < pieces; seq++) {
    const plain = new Uint8Array(await file.slice(seq * plainPiece, (seq + 1) * plainPiece).arrayBuffer());
    await sendBytes(`${base}/files/${id}/${seq}`, await cipher.seal(seq, plain));
    step((seq + 1) / pieces);
  }
  await post(`${base}/files/${id}/stored`);
}

/** What a file is called; one that does not open has no name and is said to be broken. */
export async function named(vault: OpenVault, file: StoredFile): Promise<NamedFile | undefined> {
  try {
    const fileKey = await unwrapFileKey(vault.id, vault.key, file.id, file.key);
    return { ...file, fileKey, called: await unsealName(file.id, fileKey, file.name) };
  } catch {
    return undefined;
  }
}

type Sealed = { id: string; size: number; fileKey: Bytes };

/** All of a file, from pieces that are fetched one after another; a piece that was altered, moved or left out ends it. */
export async function openPieces({ id, size, fileKey }: Sealed, piece: (seq: number) => Promise<Bytes>): Promise<Bytes[]> {
  const cipher = await fileCipher(id, fileKey, size);
  const all: Bytes[] = [];
  for (let seq = 0; seq < piecesOf(size); seq++) all.push(await cipher.open(seq, await piece(seq)));
  return all;
}

export const getFile = (base: string, file: NamedFile): Promise<Bytes[]> =>
  openPieces(file, (seq) => readBytes(`${base}/files/${file.id}/${seq}/piece.bin`));

type Zip = typeof import("@zip.js/zip.js");

/** One archive of all files, made here; a second file of the same name gets a number. */
export async function archiveOf(base: string, library: string, files: readonly NamedFile[]): Promise<Blob> {
  const zip = (await import(library)) as Zip;
  zip.configure({ useWebWorkers: false });
  const writer = new zip.ZipWriter(new zip.BlobWriter("application/zip"), { level: 0, keepOrder: true });
  const taken = new Set<string>();
  for (const file of files)
    await writer.add(entryName(file.called.name, taken), new zip.BlobReader(new Blob(await getFile(base, file))), {
      lastModDate: new Date(file.stored_at),
    });
  return writer.close();
}

/** A name without folders that no entry has yet. */
export function entryName(name: string, taken: Set<string>): string {
  const flat = name.replace(/[/\\:\p{Cc}]/gu, "_").replace(/^\.+$/, "_") || "_";
  const [, stem = flat, end = ""] = /^(.+?)(\.[^.]+)?$/u.exec(flat) ?? [];
  let free = flat;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${stem} (${number})${end}`;
  taken.add(free.toLowerCase());
  return free;
}
