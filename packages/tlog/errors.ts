/** Every way in which a log, a note or a tile can be refused; callers switch on the code, never on the message. */
export type TlogCode =
  | "note.malformed" // not a signed note (C2SP signed-note, Format)
  | "note.unsigned" // no signature of a key that the reader trusts
  | "note.bad-signature" // a trusted key's signature does not verify
  | "key.malformed" // not a verifier key, or its id is not the id of its key
  | "checkpoint.malformed" // C2SP tlog-checkpoint, Note text
  | "checkpoint.wrong-origin" // a checkpoint of another log
  | "checkpoint.rollback" // smaller than, or inconsistent with, one seen before
  | "tile.malformed" // a tile or bundle of the wrong length, or a path that is not one
  | "tile.missing" // a tile that the checkpoint requires is not to be had
  | "tile.unreachable" // the source did not answer in time, or not with a tile
  | "tile.untrue" // a tile or bundle that does not hash up to the checkpoint's root
  | "proof.malformed" // not a tlog-proof text
  | "proof.refused" // the proof does not lead to the checkpoint's root
  | "witness.malformed" // not an add-checkpoint request, or not an answer to one
  | "log.range" // an index or size outside the log, or more than one call may ask for
  | "log.entry-too-large" // over 65,535 bytes (uint16 length prefix of an entry bundle)
  | "log.busy" // the queue is full; try later
  | "log.locked" // another writer has the folder
  | "log.corrupt" // the folder does not agree with its own checkpoint
  | "log.closed" // closed, or stopped after a failure from which only opening again recovers
  | "log.sign-failed"; // the signer refused, or made a signature that its own key does not verify

/** An expected failure with its code. The message is for operators and holds no entry's content. */
export class TlogError extends Error {
  readonly code: TlogCode;

  constructor(code: TlogCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TlogError";
    this.code = code;
  }
}

/** Why a Merkle proof does not hold; `undefined` in its place means that it does. */
export type InvalidProof =
  | "proof.range" // index or sizes that no tree has
  | "proof.subtree" // [start, end) is not a subtree (draft-ietf-plants-merkle-tree-certs, Subtrees)
  | "proof.hash-size" // a hash that is not 32 bytes
  | "proof.length" // more or fewer hashes than this position needs
  | "proof.mismatch"; // the hashes lead to another root
