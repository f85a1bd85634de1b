/** The auditor's and the citizen's side: everything is read from public tiles and believed only as far as it verifies. */
import { sameBytes } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { consistencyRanges, inclusionRanges } from "../merkle/ranges.ts";
import { rootOf } from "../merkle/tree.ts";
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency } from "../merkle/verify.ts";
import type { Hash } from "../merkle/walk.ts";
import { type LogTrust, type OpenCheckpoint, openCheckpoint } from "../note/open.ts";
import { parseBundle } from "../tile/bundle.ts";
import { CHECKPOINT_PATH, TILE_WIDTH, tileOf, tilePath } from "../tile/path.ts";
import { fetchTile, TileHashes, type TileSource } from "../tile/source.ts";
import { MAX_ENTRIES_A_CALL } from "./entries.ts";
import { formatProof, parseProof } from "./proof-text.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads one log and remembers the newest checkpoint, so that the log cannot take anything back unnoticed. */
export class LogReader {
  readonly #source: TileSource;
  readonly #trust: LogTrust;
  readonly #hashes: TileHashes;
  #seen: OpenCheckpoint | undefined;

  /** `seen` is the signed note of a checkpoint kept from an earlier run. Throws the codes of `openCheckpoint` for it. */
  constructor(source: TileSource, trust: LogTrust, seen?: string) {
    this.#source = source;
    this.#trust = trust;
    this.#hashes = new TileHashes(source);
    this.#seen = seen === undefined ? undefined : openCheckpoint(seen, trust);
  }

  /**
   * The log's newest checkpoint, verified, and proved to continue the one seen before. Throws `checkpoint.rollback` if the log is
   * smaller or has another history: with the two notes in hand that is proof of misconduct.
   */
  async checkpoint(): Promise<OpenCheckpoint> {
    const bytes = await this.#source.fetch(CHECKPOINT_PATH);
    if (bytes === undefined) throw new TlogError("tile.missing", "the log serves no checkpoint");
    const newest = openCheckpoint(decoder.decode(bytes), this.#trust);
    if (this.#seen) await this.consistency(this.#seen, newest);
    this.#seen = newest;
    return newest;
  }

  /** Proof that `newer` continues `older`, verified. Throws `checkpoint.rollback`, `tile.*`. */
  async consistency(older: OpenCheckpoint, newer: OpenCheckpoint): Promise<Hash[]> {
    if (older.size === 0) return [];
    if (older.size > newer.size) throw new TlogError("checkpoint.rollback", `${newer.size} entries after ${older.size}`);
    const proof = await this.#hashes.ofRanges(consistencyRanges(0, older.size, newer.size), newer.size);
    const fault = verifyConsistency(older.size, newer.size, older.root, newer.root, proof);
    if (fault) throw new TlogError("checkpoint.rollback", `the histories differ (${fault})`);
    return proof;
  }

  /** Entries [from, to) of the checkpoint's tree, verified bundle by bundle. Throws `log.range`, `tile.*`. */
  async entries(from: number, to: number, checkpoint: OpenCheckpoint): Promise<Uint8Array[]> {
    if (!(from >= 0 && from <= to && to <= checkpoint.size && to - from <= MAX_ENTRIES_A_CALL)) {
      throw new TlogError("log.range", `no entries [${from}, ${to}) of ${checkpoint.size}`);
    }
    const entries: Uint8Array[] = [];
    for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
      const all = await this.#bundle(index, checkpoint);
      const start = index * TILE_WIDTH;
      for (const entry of all.slice(Math.max(0, from - start), to - start)) entries.push(entry);
    }
    return entries;
  }

  /** An entry's audit path, verified against the checkpoint. Throws `log.range`, `tile.*`. */
  async inclusionProof(index: number, leaf: Hash, checkpoint: OpenCheckpoint): Promise<Hash[]> {
    const proof = await this.#hashes.ofRanges(inclusionRanges(index, 0, checkpoint.size), checkpoint.size);
    const fault = verifyInclusion(index, checkpoint.size, leaf, proof, checkpoint.root);
    if (fault) throw new TlogError("proof.refused", `the entry is not at ${index} (${fault})`);
    return proof;
  }

  /** A proof file for the entry at `index`, to be kept and checked anywhere, with `verifyProof`. Throws like `inclusionProof`. */
  async prove(index: number, checkpoint: OpenCheckpoint): Promise<string> {
    const [entry] = await this.entries(index, index + 1, checkpoint);
    const path = await this.inclusionProof(index, leafHash(entry!), checkpoint);
    return formatProof({ index, path, checkpoint: checkpoint.note });
  }

  async #bundle(index: number, { size, root }: OpenCheckpoint): Promise<Uint8Array[]> {
    const tile = tileOf(size, "entries", index)!;
    const entries = parseBundle(await fetchTile(this.#source, tile), tile.width);
    const start = index * TILE_WIDTH;
    const end = start + tile.width;
    // One proof for the whole bundle: its entries are a subtree of the log.
    const proof = await this.#hashes.ofRanges(consistencyRanges(start, end, size), size);
    const fault = verifySubtreeConsistency(start, end, size, rootOf(entries.map(leafHash)), root, proof);
    if (fault) throw new TlogError("tile.untrue", `${tilePath(tile)} is not of this log (${fault})`);
    return entries;
  }
}

/** Checks a proof file for an entry without any network. Throws `proof.malformed`, `proof.refused`, the codes of `openCheckpoint`. */
export function verifyProof(text: string, entry: Uint8Array, trust: LogTrust): { index: number; checkpoint: OpenCheckpoint } {
  const { index, path, checkpoint: note } = parseProof(text);
  const checkpoint = openCheckpoint(note, trust);
  const fault = verifyInclusion(index, checkpoint.size, leafHash(entry), path, checkpoint.root);
  if (fault) throw new TlogError("proof.refused", `the entry is not at ${index} (${fault})`);
  return { index, checkpoint };
}

/** Two signed checkpoints of one log that cannot both be honest: the same size with two roots. */
export const isFork = (a: OpenCheckpoint, b: OpenCheckpoint): boolean =>
  a.origin === b.origin && a.size === b.size && !sameBytes(a.root, b.root);
