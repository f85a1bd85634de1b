import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { pieceLength, piecesOf, sealedSize } from "./domain/format.ts";
import { fail } from "./errors.ts";
import * as store from "./store/files.ts";
import { endSharesOfFile } from "./store/shares.ts";
import { lockVault, vaultOf } from "./store/vaults.ts";

const mostFiles = 1_000;
/** An upload that stopped in the middle is given up after this time. */
const abandonedMs = 3_600_000;

export type Limits = { fileBytes: number; quotaBytes: number };
export type NewFile = { id: string; size: number; key: string; name: string };
export type Files = ReturnType<typeof openFiles>;

/** Files of vaults: what arrives is sealed, and its size is all that can be checked. */
export function openFiles({ db, clock }: Pick<ModuleContext, "db" | "clock">, limits: Limits) {
  const locked = async (tx: Tx, subject: string): Promise<string> => {
    const vault = await lockVault(tx, subject);
    if (!vault) throw fail("vault.none");
    return vault.id;
  };
  const stored = async (subject: string, id: string): Promise<store.FileRow> => {
    const vault = await vaultOf(db, subject);
    const file = vault && (await store.fileOf(db, vault.id, id));
    if (!file?.stored_at) throw fail("vault.file-unknown");
    return file;
  };
  return {
    limits,
    list: async (vault: string) => ({
      files: await store.storedFiles(db, vault, mostFiles),
      used: (await store.sizeOfVault(db, vault)).bytes,
    }),
    /** Takes the place that a file needs before any of it arrives. */
    begin: (subject: string, { id, size, key, name }: NewFile): Promise<void> =>
      db.tx(async (tx) => {
        const vault = await locked(tx, subject);
        const held = await store.sizeOfVault(tx, vault);
        const sealed_size = sealedSize(size);
        if (size > limits.fileBytes) throw fail("vault.file-too-large", { most: limits.fileBytes / 2 ** 20 });
        if (held.files >= mostFiles) throw fail("vault.too-many-files", { most: mostFiles });
        if (held.bytes + sealed_size > limits.quotaBytes) throw fail("vault.full", { most: limits.quotaBytes / 2 ** 20 });
        const row = { id, vault, size, sealed_size, pieces: piecesOf(size), key, name, begun_at: instant(clock) };
        if ((await store.insertFile(tx, row)) === 0) throw fail("vault.file-known");
      }),
    /** A piece in its turn and of its length. The one before may come once more, where its answer was lost. */
    append: (subject: string, { id, seq, bytes }: { id: string; seq: number; bytes: Buffer }): Promise<void> =>
      db.tx(async (tx) => {
        const file = await store.fileOf(tx, await locked(tx, subject), id);
        if (!file) throw fail("vault.file-unknown");
        if (file.stored_at || seq > file.arrived || seq >= file.pieces || bytes.length !== pieceLength(file.size, seq))
          throw fail("vault.piece-wrong");
        if (seq === file.arrived) await store.insertPiece(tx, id, seq, bytes);
        else if (!(await store.pieceOf(tx, id, seq))?.equals(bytes)) throw fail("vault.piece-wrong");
      }),
    /** The file is whole and is listed from now on. */
    finish: (subject: string, id: string): Promise<void> =>
      db.tx(async (tx) => {
        const file = await store.fileOf(tx, await locked(tx, subject), id);
        if (!file) throw fail("vault.file-unknown");
        if (file.stored_at) return;
        if ((await store.storeFile(tx, id, instant(clock))) === 0) throw fail("vault.not-whole");
        await tx.audit({ actor: subject, action: "vault.file-stored", target: id });
      }),
    stored,
    piece: async (subject: string, id: string, seq: number): Promise<Buffer> => {
      await stored(subject, id);
      const bytes = await store.pieceOf(db, id, seq);
      if (!bytes) throw fail("vault.file-unknown");
      return bytes;
    },
    /** The file goes and with it what its links give. */
    remove: (subject: string, id: string): Promise<void> =>
      db.tx(async (tx) => {
        const vault = await locked(tx, subject);
        if (!(await store.fileOf(tx, vault, id))) throw fail("vault.file-unknown");
        await endSharesOfFile(tx, id, instant(clock));
        await store.deleteFile(tx, vault, id);
        await tx.audit({ actor: subject, action: "vault.file-deleted", target: id });
      }),
    giveUpAbandoned: async (): Promise<void> => {
      await store.deleteAbandoned(db, new Date(clock.now().getTime() - abandonedMs).toISOString());
    },
  };
}
