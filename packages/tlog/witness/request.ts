/** The body of an `add-checkpoint` request (C2SP tlog-witness): old size, consistency proof, blank line, checkpoint. */
import { fromBase64, parseDecimal, toBase64 } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";

export type AddCheckpoint = { readonly oldSize: number; readonly proof: readonly Hash[]; readonly checkpoint: string };

/** No tree needs a longer proof, and the standard forbids one. */
const MAX_PROOF = 63;
/** A checkpoint with a proof and the signatures of many witnesses is below this many characters. */
export const MAX_REQUEST_CHARS = 64 * 1024;

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${checkpoint}`;

/** Reads the body; nothing in it has been verified yet. Throws `witness.malformed`. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const blank = body.length > MAX_REQUEST_CHARS ? -1 : body.indexOf("\n\n");
  if (blank < 0) malformed("no blank line before the checkpoint, or too long");
  const [first = "", ...lines] = body.slice(0, blank).split("\n");
  const oldSize = first.startsWith("old ") ? parseDecimal(first.slice(4)) : undefined;
  if (oldSize === undefined) malformed("no old size");
  if (lines.length > MAX_PROOF) malformed("a longer proof than any tree has");
  const proof = lines.map((line) => {
    const hash = fromBase64(line);
    return hash?.length === HASH_SIZE ? hash : malformed("not a hash");
  });
  return { oldSize, proof, checkpoint: body.slice(blank + 2) };
}

function malformed(why: string): never {
  throw new TlogError("witness.malformed", why);
}
