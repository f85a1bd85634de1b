/** Proofs as files that anybody can check without a network: index, audit path, checkpoint (C2SP tlog-proof). Runtime-neutral. */
import { fromBase64, parseDecimal, toBase64 } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";

const HEADER = "c2sp.org/tlog-proof@v1";
/** A tree of 2^63 entries needs no more. */
const MAX_PATH = 63;

export type ProofFile = {
  readonly index: number;
  readonly path: readonly Hash[];
  /** The signed checkpoint, word for word. */
  readonly checkpoint: string;
  /** Not covered by the proof; for hints only. */
  readonly extra?: Uint8Array;
};

function malformed(why: string): never {
  throw new TlogError("proof.malformed", why);
}

export function formatProof({ index, path, checkpoint, extra }: ProofFile): string {
  const extraLine = extra === undefined ? [] : [`extra ${toBase64(extra)}`];
  return `${[HEADER, ...extraLine, `index ${index}`, ...path.map(toBase64)].join("\n")}\n\n${checkpoint}`;
}

/** Reads a proof file; nothing in it has been verified yet. Throws `proof.malformed`. */
export function parseProof(text: string): ProofFile {
  const blank = text.indexOf("\n\n");
  if (blank < 0) malformed("no blank line before the checkpoint");
  const [header, ...lines] = text.slice(0, blank).split("\n");
  if (header !== HEADER) malformed("not a tlog-proof of version 1");
  const extraText = lines[0]?.startsWith("extra ") ? lines.shift()!.slice("extra ".length) : undefined;
  const extra = extraText === undefined ? undefined : (fromBase64(extraText) ?? malformed("extra is not Base 64"));
  const indexLine = lines.shift() ?? "";
  const index = indexLine.startsWith("index ") ? parseDecimal(indexLine.slice("index ".length)) : undefined;
  if (index === undefined) malformed("no index");
  if (lines.length > MAX_PATH) malformed("a longer path than any tree has");
  const path = lines.map((line) => {
    const hash = fromBase64(line);
    return hash?.length === HASH_SIZE ? hash : malformed("not a hash");
  });
  const file = { index, path, checkpoint: text.slice(blank + 2) };
  return extra === undefined ? file : { ...file, extra };
}
