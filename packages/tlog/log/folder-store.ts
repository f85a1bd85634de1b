/** A log in a folder of one process. */
import { realpath } from "node:fs/promises";
import { TlogError } from "../errors.ts";
import { openFolder } from "./folder.ts";
import { lockFolder } from "./lock.ts";
import type { LogStore } from "./log-store.ts";

/** Locks the folder for this process until it is closed. Throws `log.locked`, `log.corrupt`. */
export async function folderStore(dir: string, now: Date): Promise<LogStore> {
  const folder = await openFolder(dir);
  const unlock = await lockFolder(await realpath(dir), now);
  return {
    isShared: false,
    source: folder.source,
    checkpoint: () => folder.checkpoint(),
    turn: (work) => work(),
    write: ({ files }) => folder.writeTiles(files),
    publish: async (note, before) => {
      if ((await folder.checkpoint()) !== before) {
        throw new TlogError("log.corrupt", "the checkpoint was changed by someone else");
      }
      await folder.publish(note);
    },
    tidy: (size, files) => folder.dropPartials(size, files),
    close: unlock,
  };
}
