/** Tiled transparency log: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature and tlog-proof over RFC 6962 hashing. */
export { type InvalidProof, type TlogCode, TlogError } from "./errors.ts";
export { folderStore } from "./log/folder-store.ts";
export { type Log, type LogOptions, openLog } from "./log/log.ts";
export type { LogStore } from "./log/log-store.ts";
export type { Appended, QueueLimits } from "./log/queue.ts";
export { type LogAddition, type LogRows, rowSource, rowStore, takeOver } from "./log/row-store.ts";
export { leafHash, MAX_ENTRY_BYTES, nodeHash } from "./merkle/hash.ts";
export { addToPeaks, rootOfPeaks } from "./merkle/peaks.ts";
export { proveConsistency, proveInclusion, proveSubtree, rootOf } from "./merkle/tree.ts";
export { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from "./merkle/verify.ts";
export { EMPTY_ROOT, HASH_SIZE, type Hash, isSubtree } from "./merkle/walk.ts";
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./note/checkpoint.ts";
export { cosignText, parseVerifierKey, type Signer, signText, verifierKey } from "./note/ed25519.ts";
export { formatNote, type Note, type NoteSignature, parseNote } from "./note/note.ts";
export {
  type Cosignature,
  type LogTrust,
  type OpenCheckpoint,
  type OpenNote,
  openCheckpoint,
  openNote,
  type VerifiedSignature,
} from "./note/open.ts";
export { formatVerifierKey, SIGNATURE_TYPE, type SignatureType, type VerifierKey } from "./note/verifier-key.ts";
export { type AuditOptions, auditLog } from "./read/audit.ts";
export { type HttpSourceOptions, httpTileSource } from "./read/http-source.ts";
export { formatProof, type ProofFile, parseProof } from "./read/proof-text.ts";
export { isFork, LogReader, verifyProof } from "./read/reader.ts";
export { parseBundle } from "./tile/bundle.ts";
export { CHECKPOINT_PATH, parseTilePath, TILE_WIDTH, type TileId, tileOf, tilePath } from "./tile/path.ts";
export { TileHashes, type TileSource } from "./tile/source.ts";
export { type Asked, type Post, postText, WitnessClient, type WitnessFault, type WitnessPeer } from "./witness/collect.ts";
export { formatAddCheckpoint, MAX_REQUEST_CHARS } from "./witness/request.ts";
export { fileState, type WitnessState } from "./witness/state.ts";
export { type WatchedLog, Witness, type WitnessAnswer } from "./witness/witness.ts";
