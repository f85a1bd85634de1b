/** What a witness remembers of each log: the last checkpoint that it cosigned. One file a log, replaced in one step. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type WitnessState = {
  /** The note of the last checkpoint that was cosigned for this origin; undefined if there was none. */
  read(origin: string): Promise<string | undefined>;
  /** On the disk when it resolves. */
  write(origin: string, note: string): Promise<void>;
};

/** State in a folder. A file that cannot be read is an error and never "nothing seen yet": that would let a log roll back. */
export async function fileState(folder: string): Promise<WitnessState> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Origins hold slashes and anything else: the file is named by their hash.
  const fileOf = (origin: string): string => join(folder, `${createHash("sha256").update(origin).digest("hex")}.checkpoint`);
  return {
    read: async (origin) => {
      try {
        return await readFile(fileOf(origin), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    write: async (origin, note) => {
      const file = fileOf(origin);
      await writeFile(`${file}.new`, note, { flush: true, mode: 0o600 });
      await rename(`${file}.new`, file);
      const handle = await open(folder, "r");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
