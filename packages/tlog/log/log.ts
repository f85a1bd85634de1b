/** A log over its store: batches in, a signed checkpoint a batch, proofs out. */
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
import { folderStore } from "./folder-store.ts";
import type { LogStore } from "./log-store.ts";
import { type Appended, DEFAULT_LIMITS, type Pending, Queue, type QueueLimits } from "./queue.ts";
import { recoverEdge } from "./recover.ts";

/** `dir`: the log's folder, made if need be; it can be served as it is by any web server. Or where else it is kept. */
export type LogOptions = LogIdentity & ({ readonly dir: string } | { readonly store: LogStore });

type LogIdentity = {
  /** The log's identity for all time, such as `road.example.tw/log`. */
  readonly origin: string;
  readonly signer: Signer;
  /** Keys that signed earlier checkpoints, accepted on opening so that a log outlives its keys. */
  readonly formerKeys?: readonly VerifierKey[];
  readonly clock: { now(): Date };
  readonly limits?: Partial<QueueLimits>;
};

/**
 * One log, written by this process alone or by turns. Close it before the process ends; a process that is killed instead loses nothing that was
 * resolved. Of a shared log, `size` and `checkpoint` are those last seen; `refresh` looks for newer ones.
 */
export class Log {
  readonly origin: string;
  /** The verifier key to publish, `name+id+base64`. */
  readonly verifierKey: string;
  /** The log as auditors see it: the checkpoint and the tiles that it requires. */
  readonly source: TileSource = { fetch: (path) => this.tile(path) };
  readonly #options: LogIdentity;
  readonly #store: LogStore;
  readonly #queue: Queue;
  readonly #hashes = new TileHashes(this.source);
  #edge: Edge;
  #note: string;
  #working: Promise<void> | undefined;
  #failure: unknown;
  #closed = false;

  /** Through `openLog` only. */
  constructor(options: LogIdentity, store: LogStore, edge: Edge, note: string) {
    this.origin = options.origin;
    this.verifierKey = formatVerifierKey(verifierKey(options.signer.name, options.signer.publicKey));
    this.#options = options;
    this.#store = store;
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

  /** Takes up what others have appended to a shared log; gives the size. Throws `log.corrupt`, and `checkpoint.rollback` if it has shrunk. */
  async refresh(): Promise<number> {
    if (!this.#store.isShared) return this.size();
    const note = await this.#store.checkpoint();
    if (note === this.#note) return this.size();
    const opened = await openStored(this.#options, this.#store, note);
    // what was appended by us meanwhile is newer than what was read before it
    if (opened.edge.size < this.size()) {
      if ((await this.#store.checkpoint()) === this.#note) return this.size();
      throw new TlogError("checkpoint.rollback", `${opened.edge.size} entries after ${this.size()}`);
    }
    this.#edge = opened.edge;
    this.#note = opened.note;
    return this.size();
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
  async entries(from: number, to: number): Promise<Uint8Array[]> {
    if (to > this.size()) await this.refresh();
    return readEntries(this.source, from, to, this.size());
  }

  /** Audit path of the entry at `index` in the tree of `size`, by default the newest. Throws `log.range`. */
  async inclusionProof(index: number, size: number = this.size()): Promise<Hash[]> {
    return this.#hashes.ofRanges(inclusionRanges(index, 0, await this.#known(size)), this.size());
  }

  /** Proof that the tree of `n` begins with the tree of `m`, m at least 1. Throws `log.range`. */
  async consistencyProof(m: number, n: number = this.size()): Promise<Hash[]> {
    return this.#hashes.ofRanges(consistencyRanges(0, m, await this.#known(n)), this.size());
  }

  /** What to serve at a path of C2SP tlog-tiles: the checkpoint, a tile, a bundle; undefined for what the checkpoint does not cover. */
  async tile(path: string): Promise<Uint8Array | undefined> {
    if (path === CHECKPOINT_PATH) {
      await this.refresh();
      return Buffer.from(this.#note);
    }
    const tile = parseTilePath(path);
    if (!tile) return undefined;
    const isBeyond = (): boolean => tile.index * TILE_WIDTH + tile.width > hashesAtLevel(this.size(), tile.level);
    if (isBeyond()) await this.refresh();
    // Files of a batch that is still being written, or that a crash left behind, are nobody's business.
    if (isBeyond()) return undefined;
    const own = await this.#store.source.fetch(path);
    if (own !== undefined) return own;
    // A partial tile of an older checkpoint that has been tidied away is the start of the tile as it is now.
    const now = tileOf(this.size(), tile.level, tile.index)!;
    const wider = await this.#store.source.fetch(tilePath(now));
    return wider && narrow(wider, tile);
  }

  /** Finishes what is queued and lets go of the store. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#working;
    await this.#store.close();
  }

  async #known(size: number): Promise<number> {
    if (size > this.size()) await this.refresh();
    if (!(size <= this.size())) throw new TlogError("log.range", `the log has ${this.size()} entries`);
    return size;
  }

  async #work(): Promise<void> {
    // Lets all calls of this turn of the event loop into the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.#queue.isEmpty) {
      let batch: Pending[] = [];
      try {
        await this.#store.turn(async () => {
          await this.refresh();
          batch = this.#queue.take();
          if (this.#failure) throw new TlogError("log.closed", "an earlier batch failed", { cause: this.#failure });
          await this.#commit(batch);
        });
      } catch (error) {
        // no turn, no batch: those who wait are told, or the next look would be the same
        for (const call of batch.length > 0 ? batch : this.#queue.take()) call.reject(error);
      }
    }
    this.#working = undefined;
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const entries = batch.flatMap((call) => call.entries);
    const before = this.#edge.size;
    const next = extend(this.#edge, entries);
    await this.#store.write({ size: before, entries, ...next });
    const note = await signedCheckpoint(this.#options, next.edge);
    try {
      await this.#store.publish(note, this.#note);
    } catch (error) {
      // Signed, and perhaps kept, perhaps not: signing another tree of this size would be a fork. Opening again finds out; a shared log is read again
      // before the next batch, and refuses what does not continue it.
      if (!this.#store.isShared) this.#failure = error;
      throw error;
    }
    let index = before;
    this.#edge = next.edge;
    this.#note = note;
    for (const call of batch) call.resolve(call.entries.map(() => ({ index: index++, treeSize: next.edge.size })));
    // Only tidying: what cannot be removed now is harmless, and correct to serve.
    await this.#store.tidy(before, next.files).catch(() => undefined);
  }
}

async function signedCheckpoint({ origin, signer }: LogIdentity, edge: Edge): Promise<string> {
  const text = formatCheckpoint({ origin, size: edge.size, root: rootOfEdge(edge), extensions: [] });
  return formatNote({ text, signatures: [await signText(text, signer)] });
}

/** The checkpoint of a store, one of this origin and signer, with the right edge that leads to it. */
async function openStored(
  options: LogIdentity,
  store: LogStore,
  note: string | undefined,
): Promise<{ edge: Edge; note: string }> {
  if (note === undefined) throw new TlogError("log.corrupt", "the checkpoint is gone");
  const key = verifierKey(options.signer.name, options.signer.publicKey);
  const checkpoint = openCheckpoint(note, { origin: options.origin, logKeys: [key, ...(options.formerKeys ?? [])] });
  return { edge: await recoverEdge(store.source, checkpoint), note };
}

/**
 * Opens a log for writing, making an empty one with its checkpoint of size 0 if there is none. After a crash it is as its last checkpoint
 * says. Throws `log.locked`, `log.corrupt`, `log.sign-failed`, and the codes of `openCheckpoint` if the checkpoint is not one of this origin
 * and signer.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const store = "store" in options ? options.store : await folderStore(options.dir, options.clock.now());
  try {
    let note = await store.checkpoint();
    if (note === undefined) {
      const first = await signedCheckpoint(options, EMPTY_EDGE);
      note = await store.turn(async () => {
        // another process may have been first
        const found = await store.checkpoint();
        if (found === undefined) await store.publish(first, undefined);
        return found ?? first;
      });
    }
    const opened = await openStored(options, store, note);
    return new Log(options, store, opened.edge, opened.note);
  } catch (error) {
    await store.close();
    throw error;
  }
}
