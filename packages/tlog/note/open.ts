/** Opening signed notes and checkpoints on node:crypto: parse, verify, and only then hand out what they say. */
import { TlogError } from "../errors.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { type Claim, claimsOf, parseNote } from "./note.ts";
import { SIGNATURE_TYPE, type VerifierKey } from "./verifier-key.ts";

export type VerifiedSignature = { readonly key: VerifierKey; readonly timestamp?: number };
export type OpenNote = { readonly text: string; readonly signatures: readonly VerifiedSignature[] };

function check({ key, statement }: Claim): VerifiedSignature {
  if (statement === undefined || !verifyEd25519(key.publicKey, statement.message, statement.signature)) {
    throw new TlogError("note.bad-signature", `the signature of ${key.name} does not verify`);
  }
  return statement.timestamp === undefined ? { key } : { key, timestamp: statement.timestamp };
}

/**
 * The text of a note and which of the known keys signed it. Unknown signatures are ignored; one bad signature of a known key
 * refuses the whole note, as does none at all. Throws `note.malformed`, `note.bad-signature`, `note.unsigned`.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenNote {
  const parsed = parseNote(note);
  const signatures = claimsOf(parsed, keys).map(check);
  if (signatures.length === 0) throw new TlogError("note.unsigned", "no signature of a known key");
  return { text: parsed.text, signatures };
}

/** Whom a reader trusts: the log's own keys (several while one replaces another) and any witnesses it knows. */
export type LogTrust = {
  readonly origin: string;
  readonly logKeys: readonly VerifierKey[];
  readonly witnessKeys?: readonly VerifierKey[];
  /** How many distinct witnesses must have cosigned; 0 unless told. */
  readonly witnessesNeeded?: number;
};

export type Cosignature = { readonly name: string; readonly timestamp: number };
export type OpenCheckpoint = Checkpoint & {
  /** The signed note as it came. */
  readonly note: string;
  readonly cosignatures: readonly Cosignature[];
};

/**
 * Opens a checkpoint of the log that the reader means, signed by that log and by enough witnesses. Throws the codes of `openNote`,
 * `checkpoint.malformed`, `checkpoint.wrong-origin`.
 */
export function openCheckpoint(note: string, trust: LogTrust): OpenCheckpoint {
  const witnesses = trust.witnessKeys ?? [];
  const { text, signatures } = openNote(note, [...trust.logKeys, ...witnesses]);
  if (!signatures.some(({ key }) => key.type === SIGNATURE_TYPE.ed25519 && trust.logKeys.includes(key))) {
    throw new TlogError("note.unsigned", "the log itself has not signed");
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== trust.origin) throw new TlogError("checkpoint.wrong-origin", "a checkpoint of another log");
  const cosignatures = signatures.flatMap(({ key, timestamp }) =>
    timestamp === undefined ? [] : [{ name: key.name, timestamp }],
  );
  const isWitness = ({ key }: VerifiedSignature) => witnesses.includes(key) && key.type === SIGNATURE_TYPE.cosignature;
  // Counted by key and not by name or line: one witness that signs twice, or under two names, is still one witness.
  const distinct = new Set(signatures.filter(isWitness).map(({ key }) => key.publicKey.join()));
  if (distinct.size < (trust.witnessesNeeded ?? 0)) throw new TlogError("note.unsigned", "too few witnesses have cosigned");
  return { ...checkpoint, note, cosignatures };
}
