/** A log over a folder: batches in, a signed checkpoint a batch, proofs out. */
import { realpath } from "node:fs/promises";
import { TlogError } from "../errors.ts";
import { consistencyRanges, inclusionRanges } from "../merkle/ranges.ts";
import type { Hash } from "../merkle/walk.ts";
import { formatCheckpoint } from "../note/checkpoint.ts";
import { type Signer, signText, verifierKey } from "../note/ed25519.ts";
import { formatNote } from "../note/note.ts";
import { openCheckpoint } from "../note/open.ts";
import { formatVerifierKey, type VerifierKey } from "../note/verifier-key.ts";
import { readEntries } from "../read/entries.ts";
import { type Edge, EMPTY_EDGE, extend, rootOfEdge } from "../tile/edge.ts";
import { CHECKPOINT_PATH, hashesAtLevel, parseTilePath, TILE_WIDTH, tileOf, tilePath } from "../tile/path.ts";
import { narrow, TileHashes, type TileSource } from "../tile/source.ts";
import { lockFolder } from "./lock.ts";
import { type Appended, DEFAULT_LIMITS, type Pending, Queue, type QueueLimits } from "./queue.ts";
import { recoverEdge } from "./recover.ts";
import { type LogFolder, openFolder } from "./store.ts";

export type LogOptions = {
  /** The log's folder, made if need be; it can be served as it is by any web server. */
  readonly dir: string;
  /** The log's identity for all time, such as `road.example.tw/log`. */
  readonly origin: string;
  readonly signer: Signer;
  /** Keys that signed earlier checkpoints, accepted on opening so that a log outlives its keys. */
  readonly formerKeys?: readonly VerifierKey[];
  readonly clock: { now(): Date };
  readonly limits?: Partial<QueueLimits>;
};

/** One writer of one log. Close it before the process ends; a process that is killed instead loses nothing that was resolved. */
export class Log {
  readonly origin: string;
  /** The verifier key to publish, `name+id+base64`. */
  readonly verifierKey: string;
  /** The log as auditors see it: the checkpoint and the tiles that it requires. */
  readonly source: TileSource = { fetch: (path) => this.tile(path) };
  readonly #options: LogOptions;
  readonly #folder: LogFolder;
  readonly #unlock: () => Promise<void>;
  readonly #queue: Queue;
  readonly #hashes = new TileHashes(this.source);
  #edge: Edge;
  #note: string;
  #working: Promise<void> | undefined;
  #failure: unknown;
  #closed = false;

  /** Through `openLog` only. */
  constructor(options: LogOptions, folder: LogFolder, unlock: () => Promise<void>, edge: Edge, note: string) {
    this.origin = options.origin;
    this.verifierKey = formatVerifierKey(verifierKey(options.signer.name, options.signer.publicKey));
    this.#options = options;
    this.#folder = folder;
    this.#unlock = unlock;
    this.#queue = new Queue({ ...DEFAULT_LIMITS, ...options.limits });
    this.#edge = edge;
    this.#note = note;
  }

  size(): number {
    return this.#edge.size;
  }

  /** The newest signed checkpoint, as served at `checkpoint`. */
  checkpoint(): string {
    return this.#note;
  }

  /**
   * Appends entries of at most 65,535 bytes each, in order and without a gap, and resolves when they, their tiles and a checkpoint
   * that covers them are on the disk. Calls made while a batch is being written share the next one. The bytes must not change
   * before that. Throws `log.entry-too-large`, `log.busy`, `log.range`, `log.closed`, `log.sign-failed`.
   */
  append(entries: readonly Uint8Array[]): Promise<Appended[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed || this.#failure) throw new TlogError("log.closed", "the log takes no entries", { cause: this.#failure });
      if (entries.length === 0) return resolve([]);
      this.#queue.add({ entries, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Entries [from, to), at most 65,536. Throws `log.range`. */
  entries(from: number, to: number): Promise<Uint8Array[]> {
    return readEntries(this.source, from, to, this.size());
  }

  /** Audit path of the entry at `index` in the tree of `size`, by default the newest. Throws `log.range`. */
  async inclusionProof(index: number, size: number = this.size()): Promise<Hash[]> {
    return this.#hashes.ofRanges(inclusionRanges(index, 0, this.#known(size)), this.size());
  }

  /** Proof that the tree of `n` begins with the tree of `m`, m at least 1. Throws `log.range`. */
  async consistencyProof(m: number, n: number = this.size()): Promise<Hash[]> {
    return this.#hashes.ofRanges(consistencyRanges(0, m, this.#known(n)), this.size());
  }

  /** What to serve at a path of C2SP tlog-tiles: the checkpoint, a tile, a bundle; undefined for what the checkpoint does not cover. */
  async tile(path: string): Promise<Uint8Array | undefined> {
    if (path === CHECKPOINT_PATH) return Buffer.from(this.#note);
    const tile = parseTilePath(path);
    // Files of a batch that is still being written, or that a crash left behind, are nobody's business.
    if (!tile || tile.index * TILE_WIDTH + tile.width > hashesAtLevel(this.size(), tile.level)) return undefined;
    const own = await this.#folder.read(path);
    if (own !== undefined) return own;
    // A partial tile of an older checkpoint that has been tidied away is the start of the tile as it is now.
    const now = tileOf(this.size(), tile.level, tile.index)!;
    const wider = await this.#folder.read(tilePath(now));
    return wider && narrow(wider, tile);
  }

  /** Finishes what is queued and lets go of the folder. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#working;
    await this.#unlock();
  }

  #known(size: number): number {
    if (!(size <= this.size())) throw new TlogError("log.range", `the log has ${this.size()} entries`);
    return size;
  }

  async #work(): Promise<void> {
    // Lets all calls of this turn of the event loop into the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.#queue.isEmpty) {
      const batch = this.#queue.take();
      try {
        if (this.#failure) throw new TlogError("log.closed", "an earlier batch failed", { cause: this.#failure });
        await this.#commit(batch);
      } catch (error) {
        for (const call of batch) call.reject(error);
      }
    }
    this.#working = undefined;
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const next = extend(
      this.#edge,
      batch.flatMap((call) => call.entries),
    );
    await this.#folder.writeTiles(next.files);
    const note = await signedCheckpoint(this.#options, next.edge);
    try {
      if ((await this.#folder.checkpoint()) !== this.#note) {
        throw new TlogError("log.corrupt", "the checkpoint was changed by someone else");
      }
      await this.#folder.publish(note);
    } catch (error) {
      // Signed, and perhaps on the disk, perhaps not: signing another tree of this size would be a fork. Opening again finds out.
      this.#failure = error;
      throw error;
    }
    const before = this.#edge.size;
    let index = before;
    this.#edge = next.edge;
    this.#note = note;
    for (const call of batch) call.resolve(call.entries.map(() => ({ index: index++, treeSize: next.edge.size })));
    // Only tidying: what cannot be removed now is harmless, and correct to serve.
    await this.#folder.dropPartials(before, next.files).catch(() => undefined);
  }
}

async function signedCheckpoint({ origin, signer }: LogOptions, edge: Edge): Promise<string> {
  const text = formatCheckpoint({ origin, size: edge.size, root: rootOfEdge(edge), extensions: [] });
  return formatNote({ text, signatures: [await signText(text, signer)] });
}

/**
 * Opens the log in a folder for writing, making an empty one with its checkpoint of size 0 if there is none. After a crash it is
 * as its last checkpoint says. Throws `log.locked`, `log.corrupt`, `log.sign-failed`, and the codes of `openCheckpoint` if the
 * folder's checkpoint is not one of this origin and signer.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const folder = await openFolder(options.dir);
  const unlock = await lockFolder(await realpath(options.dir), options.clock.now());
  try {
    let note = await folder.checkpoint();
    if (note === undefined) {
      note = await signedCheckpoint(options, EMPTY_EDGE);
      await folder.publish(note);
    }
    const key = verifierKey(options.signer.name, options.signer.publicKey);
    const checkpoint = openCheckpoint(note, { origin: options.origin, logKeys: [key, ...(options.formerKeys ?? [])] });
    return new Log(options, folder, unlock, await recoverEdge(folder.source, checkpoint), note);
  } catch (error) {
    await unlock();
    throw error;
  }
}
