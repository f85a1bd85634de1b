/**
 * What a browser needs to check a proof by itself, on WebCrypto: no node: import is reachable from here. The walks, formats and
 * parsers are those of the server; only who hashes and who verifies differs.
 */
import { concat } from "./bytes.ts";
import { type InvalidProof, TlogError } from "./errors.ts";
import { consistencyWalk, type Hash, inclusionWalk, type Walk } from "./merkle/walk.ts";
import { type Checkpoint, parseCheckpoint } from "./note/checkpoint.ts";
import { claimsOf, parseNote } from "./note/note.ts";
import { keyIdOf, keyIdPreimage, SIGNATURE_TYPE, splitVerifierKey, type VerifierKey } from "./note/verifier-key.ts";
import { parseProof } from "./read/proof-text.ts";

export { type InvalidProof, type TlogCode, TlogError } from "./errors.ts";
export type { Checkpoint } from "./note/checkpoint.ts";
export type { VerifierKey } from "./note/verifier-key.ts";
export { type HttpSourceOptions, httpTileSource } from "./read/http-source.ts";

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function run(walk: Walk): Promise<InvalidProof | undefined> {
  let step = walk.next();
  while (!step.done) step = walk.next(await sha256(concat(Uint8Array.of(1), ...step.value)));
  return step.value;
}

/** SHA-256(0x00 || entry) (RFC 6962 §2.1). */
export const leafHash = (entry: Uint8Array): Promise<Hash> => sha256(concat(Uint8Array.of(0), entry));

/** As in Node, but awaited: why the proof fails, or undefined. */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): Promise<InvalidProof | undefined> {
  return run(inclusionWalk(index, 0, size, leaf, proof, root));
}

/** As in Node, but awaited: why the proof fails, or undefined. */
export function verifyConsistency(
  size1: number,
  size2: number,
  root1: Hash,
  root2: Hash,
  proof: readonly Hash[],
): Promise<InvalidProof | undefined> {
  return run(consistencyWalk(size1, size2, root1, root2, proof));
}

/** Reads `name+hexid+base64` and checks the id. Throws `key.malformed`. */
export async function readVerifierKey(text: string): Promise<VerifierKey> {
  const key = splitVerifierKey(text);
  const id = keyIdOf(await sha256(keyIdPreimage(key.name, key.type, key.publicKey)));
  if (id !== key.id) throw new TlogError("key.malformed", "the id is not the id of the key");
  return key;
}

/** Opens a checkpoint signed by the log's own key. Throws `note.*`, `checkpoint.*`. */
export async function openCheckpoint(note: string, origin: string, logKey: VerifierKey): Promise<Checkpoint> {
  const parsed = parseNote(note);
  const claims = logKey.type === SIGNATURE_TYPE.ed25519 ? claimsOf(parsed, [logKey]) : [];
  if (claims.length === 0) throw new TlogError("note.unsigned", "the log itself has not signed");
  const key = await crypto.subtle.importKey("raw", concat(logKey.publicKey), "Ed25519", false, ["verify"]);
  for (const { statement } of claims) {
    const good =
      statement && (await crypto.subtle.verify("Ed25519", key, concat(statement.signature), concat(statement.message)));
    if (!good) throw new TlogError("note.bad-signature", `the signature of ${logKey.name} does not verify`);
  }
  const checkpoint = parseCheckpoint(parsed.text);
  if (checkpoint.origin !== origin) throw new TlogError("checkpoint.wrong-origin", "a checkpoint of another log");
  return checkpoint;
}

/** Checks a proof file for an entry. Throws `proof.malformed`, `proof.refused` and the codes of `openCheckpoint`. */
export async function verifyProof(
  text: string,
  entry: Uint8Array,
  origin: string,
  logKey: VerifierKey,
): Promise<{ index: number; checkpoint: Checkpoint }> {
  const { index, path, checkpoint: note } = parseProof(text);
  const checkpoint = await openCheckpoint(note, origin, logKey);
  const fault = await verifyInclusion(index, checkpoint.size, await leafHash(entry), path, checkpoint.root);
  if (fault) throw new TlogError("proof.refused", `the entry is not at ${index} (${fault})`);
  return { index, checkpoint };
}
