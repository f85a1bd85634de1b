/**
 * The folder of a log. What is written here survives a crash in this order: tiles and bundles first, each flushed, then the folders
 * that name them, and only then the checkpoint that requires them. Tiles may overwrite what a crashed batch left beyond the
 * checkpoint; nothing that a published checkpoint requires is ever written twice.
 */
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { TlogError } from "../errors.ts";
import type { TileFile } from "../tile/edge.ts";
import { CHECKPOINT_PATH, partialFolder, TILE_WIDTH, tileOf, tilePath } from "../tile/path.ts";
import type { TileSource } from "../tile/source.ts";

/** As many file operations as Node's thread pool runs at once by default; more would only queue. */
const PARALLEL = 4;
/** Open at once while a batch is written, far below the usual limit of 1,024 for a process. */
const OPEN_FILES = 192;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** The bytes of a file, or undefined if there is none. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A new name in a folder is on the disk only when the folder itself has been flushed. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function inParallel<T>(items: Iterable<T>, run: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await run(next.value);
  };
  // Settled and not raced: nothing may still be writing when the caller goes on after a failure.
  const results = await Promise.allSettled(Array.from({ length: PARALLEL }, worker));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

type Target = { readonly path: string; readonly bytes: Uint8Array };

/**
 * Writes all files and only then flushes them. The flushes are what a large batch waits for, and a file system that has several
 * files to flush does them together: half the time of flushing each as it is written.
 */
async function writeFlushed(targets: readonly Target[]): Promise<void> {
  const files: FileHandle[] = [];
  try {
    await inParallel(targets, async ({ path, bytes }) => {
      const file = await open(path, "w");
      files.push(file);
      await file.writeFile(bytes);
    });
    await inParallel(files, (file) => file.sync());
  } finally {
    await inParallel(files, (file) => file.close());
  }
}

export class LogFolder {
  /** Every file there is, beyond the checkpoint too; `Log.tile` is what may be served. */
  readonly source: TileSource = { fetch: (path) => this.read(path) };
  readonly #root: string;
  readonly #made = new Set<string>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  read(path: string): Promise<Buffer | undefined> {
    return readIfThere(join(this.#root, path));
  }

  async checkpoint(): Promise<string | undefined> {
    return (await this.read(CHECKPOINT_PATH))?.toString("utf8");
  }

  /** Writes and flushes tiles and bundles, and the folders that they are in. */
  async writeTiles(files: readonly TileFile[]): Promise<void> {
    const targets = files.map(({ tile, bytes }) => ({ path: join(this.#root, tilePath(tile)), bytes }));
    const folders = new Set(targets.map(({ path }) => dirname(path)));
    for (const folder of folders) await this.#makeFolder(folder);
    for (let at = 0; at < targets.length; at += OPEN_FILES) await writeFlushed(targets.slice(at, at + OPEN_FILES));
    await inParallel(folders, syncFolder);
  }

  /** Replaces the checkpoint in one step: after a crash there is the old one or the new one, whole. */
  async publish(note: string): Promise<void> {
    const target = join(this.#root, CHECKPOINT_PATH);
    await writeFile(`${target}.new`, note, { flush: true });
    await rename(`${target}.new`, target);
    await syncFolder(this.#root);
  }

  /** Removes the partial versions of the tiles that a log of `size` had and that have since been filled, as the standard allows. */
  async dropPartials(size: number, files: readonly TileFile[]): Promise<void> {
    const filled = files.filter(({ tile }) => tile.width === TILE_WIDTH && tileOf(size, tile.level, tile.index) !== undefined);
    await inParallel(filled, async ({ tile }) => {
      const folder = join(this.#root, partialFolder(tile));
      this.#made.delete(folder);
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Flushes each parent even of a folder that is there: the process that made it may have died before it could. */
  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.#root || this.#made.has(folder)) return;
    await this.#makeFolder(dirname(folder));
    await mkdir(folder, { recursive: true });
    await syncFolder(dirname(folder));
    this.#made.add(folder);
  }
}

/** Makes the folder of a log if need be. Throws `log.corrupt` if tiles are there without the checkpoint that they belong to. */
export async function openFolder(root: string): Promise<LogFolder> {
  const firstMade = await mkdir(resolve(root), { recursive: true });
  for (let made = resolve(root); firstMade && made.length >= firstMade.length; made = dirname(made))
    await syncFolder(dirname(made));
  const folder = new LogFolder(root);
  if ((await folder.checkpoint()) === undefined) {
    const tiles = await folder.read("tile").then(
      () => false,
      () => true, // EISDIR: the folder of tiles is there
    );
    // A log that starts anew over its old entries would sign a second history.
    if (tiles) throw new TlogError("log.corrupt", "there are tiles but no checkpoint");
  }
  return folder;
}
