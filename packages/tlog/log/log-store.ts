/** Where a log is kept. The folder of one process is one kind; a database that many processes write is another. */
import type { Edge, TileFile } from "../tile/edge.ts";
import type { TileSource } from "../tile/source.ts";

/** What a batch adds: the entries, the right edge with them, and every tile and bundle that the tree before did not have. */
export type Batch = {
  readonly size: number;
  readonly entries: readonly Uint8Array[];
  readonly edge: Edge;
  readonly files: readonly TileFile[];
};

export type LogStore = {
  /** Whether others may write between two turns of ours: then the newest checkpoint is read at the start of each. */
  readonly isShared: boolean;
  /** Every tile there is, beyond the checkpoint too; `Log.tile` is what may be served. */
  readonly source: TileSource;
  /** The newest signed checkpoint. */
  checkpoint(): Promise<string | undefined>;
  /** One writer at a time: nobody else publishes before `work` ends, or what it publishes is refused. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** Puts down what the next checkpoint requires. */
  write(batch: Batch): Promise<void>;
  /**
   * Makes `note` the newest checkpoint, in one step and for good. Throws `log.corrupt` if the newest one is not `before`. Whatever it throws,
   * nobody knows whether it is done.
   */
  publish(note: string, before: string | undefined): Promise<void>;
  /** Only tidying, after a batch on a log of `size`. */
  tidy(size: number, files: readonly TileFile[]): Promise<void>;
  close(): Promise<void>;
};
