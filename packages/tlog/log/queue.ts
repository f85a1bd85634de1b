/** Calls waiting for the next batch. Bounded in entries and bytes: a log that cannot keep up says so instead of filling the memory. */
import { TlogError } from "../errors.ts";
import { MAX_ENTRY_BYTES } from "../merkle/hash.ts";

/** One entry's place: `index` in the log, and the size of the checkpoint by whose time it was on the disk. */
export type Appended = { readonly index: number; readonly treeSize: number };

export type Pending = {
  readonly entries: readonly Uint8Array[];
  readonly resolve: (appended: Appended[]) => void;
  readonly reject: (error: unknown) => void;
};

export type QueueLimits = {
  /** Entries waiting at most, also the most in one call. */
  readonly entries: number;
  readonly bytes: number;
  /** A batch takes whole calls until it has this many entries. */
  readonly batch: number;
};

/** A batch of 16,384 short entries costs about 15 ms of hashing, which is how long other work in the process waits. */
export const DEFAULT_LIMITS: QueueLimits = { entries: 131_072, bytes: 64 * 1024 * 1024, batch: 16_384 };

const bytesOf = (entries: readonly Uint8Array[]): number => entries.reduce((total, entry) => total + entry.length, 0);

export class Queue {
  readonly #limits: QueueLimits;
  #calls: Pending[] = [];
  #entries = 0;
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#calls.length === 0;
  }

  /** Throws `log.entry-too-large`, `log.range` for a call that could never fit, `log.busy`. */
  add(call: Pending): void {
    const bytes = bytesOf(call.entries);
    if (call.entries.some((entry) => entry.length > MAX_ENTRY_BYTES)) {
      throw new TlogError("log.entry-too-large", `an entry has at most ${MAX_ENTRY_BYTES} bytes`);
    }
    if (call.entries.length > this.#limits.entries || bytes > this.#limits.bytes) {
      throw new TlogError("log.range", "more than one call may append");
    }
    if (this.#entries + call.entries.length > this.#limits.entries || this.#bytes + bytes > this.#limits.bytes) {
      throw new TlogError("log.busy", "too many entries are waiting");
    }
    this.#calls.push(call);
    this.#entries += call.entries.length;
    this.#bytes += bytes;
  }

  /** The oldest calls, in order; a call is never split, so that its entries are in one checkpoint or in none. */
  take(): Pending[] {
    let [calls, entries] = [0, 0];
    for (const call of this.#calls) {
      if (calls > 0 && entries + call.entries.length > this.#limits.batch) break;
      entries += call.entries.length;
      calls += 1;
    }
    const batch = this.#calls.slice(0, calls);
    this.#calls = this.#calls.slice(calls);
    this.#entries -= entries;
    this.#bytes -= batch.reduce((total, call) => total + bytesOf(call.entries), 0);
    return batch;
  }
}
