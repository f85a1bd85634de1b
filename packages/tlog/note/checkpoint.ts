/** Checkpoint bodies: origin, size, root, extension lines (C2SP tlog-checkpoint, Note text). Runtime-neutral. */
import { fromBase64, parseDecimal, toBase64 } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";

export type Checkpoint = {
  /** The log's identity, normally its address without the scheme. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  readonly root: Hash;
  /** Opaque lines; this project's own logs write none. */
  readonly extensions: readonly string[];
};

function malformed(why: string): never {
  throw new TlogError("checkpoint.malformed", why);
}

/** Reads the text of a note as a checkpoint. Throws `checkpoint.malformed`. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith("\n")) malformed("no final newline");
  const [origin = "", sizeText = "", rootText = "", ...extensions] = text.slice(0, -1).split("\n");
  const size = parseDecimal(sizeText);
  const root = fromBase64(rootText);
  if (origin === "") malformed("no origin");
  if (size === undefined) malformed("not a tree size");
  if (root?.length !== HASH_SIZE) malformed("not a root hash");
  if (extensions.includes("")) malformed("an empty extension line");
  return { origin, size, root, extensions };
}

export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions];
  if (lines.some((line) => line === "" || line.includes("\n"))) malformed("lines are not empty and hold no newline");
  return `${lines.join("\n")}\n`;
}
