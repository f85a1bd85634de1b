import fs from "node:fs";
import path from "node:path";
import { ConfigurationError, type Database } from "@troad/kernel";
import { folderStore, type LogRows, openCheckpoint, type Signer, takeOver, verifierKey } from "@troad/tlog";
import { insertLogHead, insertLogRows } from "../store/public-log.ts";

type Parts = { db: Database; rows: LogRows; folder: string; signer: Signer; now: Date };

/** Under this name a former program takes the folder for a log that lacks its checkpoint, and starts none over it. */
const putAside = "checkpoint.in-database";

/**
 * Takes over a log that was kept in a folder, whole and under its last checkpoint, in one transaction; then puts the folder's checkpoint aside, so that
 * no former program writes a second history. Throws `log.locked` while such a program runs, and ConfigurationError if folder and database differ.
 */
export async function takeFolderOver({ db, rows, folder, signer, now }: Parts): Promise<void> {
  const tiles = path.join(folder, "tiles");
  if (!fs.existsSync(path.join(tiles, "checkpoint"))) return;
  const store = await folderStore(tiles, now);
  try {
    const note = (await store.checkpoint())!;
    const trust = { origin: signer.name, logKeys: [verifierKey(signer.name, signer.publicKey)] };
    const checkpoint = openCheckpoint(note, trust);
    await rows.turn(async () => {
      const kept = await rows.checkpoint();
      if (kept !== undefined) {
        // the program ended between the transaction and the next line; anything else is a second history
        if (openCheckpoint(kept, trust).size < checkpoint.size)
          throw new ConfigurationError(`${tiles} is ahead of the public log in the database: two programs have written it.`);
        return;
      }
      await db.tx(async (tx) => {
        await insertLogHead(tx, note, checkpoint.size, 0);
        await takeOver(store.source, checkpoint, (addition) => insertLogRows(tx, addition, 0));
      }, "long");
    });
    fs.renameSync(path.join(tiles, "checkpoint"), path.join(tiles, putAside));
  } finally {
    await store.close();
  }
}
