/** Signed notes: text, a blank line, signature lines (C2SP signed-note). Runtime-neutral; no signature is checked here. */
import { concat, encodeText, fromBase64, toBase64 } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { isKeyName, keyIdOf, SIGNATURE_TYPE, type VerifierKey } from "./verifier-key.ts";

/** A reader must accept 16 signatures; post-quantum ones of others may take 5 kB each. */
export const MAX_SIGNATURES = 64;
export const MAX_NOTE_CHARS = 1_000_000;
const ID_SIZE = 4;
const TIMESTAMP_SIZE = 8;
const ED25519_SIGNATURE_SIZE = 64;

export type NoteSignature = { readonly name: string; readonly keyId: string; readonly signature: Uint8Array };
export type Note = {
  /** With its final newline, without the separating blank line. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

function malformed(why: string): never {
  throw new TlogError("note.malformed", why);
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name = "", encoded = ""] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? malformed("not a signature line");
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= ID_SIZE) malformed("not a signature");
  return { name, keyId: keyIdOf(bytes), signature: bytes.slice(ID_SIZE) };
}

/** Reads a note. Throws `note.malformed`. The text must not be used before a signature on it has been verified. */
export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE_CHARS) malformed("too long");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the standard forbids exactly these
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note)) malformed("control characters or broken UTF-8");
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n")) malformed("no blank line before signatures, or no final newline");
  const lines = note.slice(blank + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) malformed("too many signatures");
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `— ${name} ${toBase64(concat(id, signature))}\n`;
}

export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith("\n") || signatures.length === 0) malformed("a note ends in a newline and has a signature");
  return `${text}\n${signatures.map(formatSignatureLine).join("")}`;
}

/** What the key really signed and with which signature bytes; a cosignature also says when, in seconds since 1970. */
export type SignedStatement = { readonly message: Uint8Array; readonly signature: Uint8Array; readonly timestamp?: number };

/** The two header lines that keep a cosignature apart from a log's own signature (C2SP tlog-cosignature, Ed25519 signed message). */
export function cosignatureMessage(text: string, timestamp: number): Uint8Array {
  return encodeText(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

export function cosignatureBytes(timestamp: number, signature: Uint8Array): Uint8Array {
  const head = new Uint8Array(TIMESTAMP_SIZE);
  new DataView(head.buffer).setBigUint64(0, BigInt(timestamp));
  return concat(head, signature);
}

/** The statement behind a signature line by this key, or undefined if its length is not one of the key's type. */
export function signedStatement(text: string, key: VerifierKey, signature: Uint8Array): SignedStatement | undefined {
  if (key.type === SIGNATURE_TYPE.ed25519) {
    return signature.length === ED25519_SIGNATURE_SIZE ? { message: encodeText(text), signature } : undefined;
  }
  if (signature.length !== TIMESTAMP_SIZE + ED25519_SIGNATURE_SIZE) return undefined;
  const timestamp = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(timestamp)) return undefined;
  return { message: cosignatureMessage(text, timestamp), signature: signature.slice(TIMESTAMP_SIZE), timestamp };
}

/** A signature line that a known key must answer for, beside what it signed. */
export type Claim = { readonly key: VerifierKey; readonly statement: SignedStatement | undefined };

/** The lines whose name and id are those of a known key; all others are ignored, as the standard demands. */
export function claimsOf(note: Note, keys: readonly VerifierKey[]): Claim[] {
  return note.signatures.flatMap(({ name, keyId, signature }) => {
    const key = keys.find((known) => known.name === name && known.id === keyId);
    return key === undefined ? [] : [{ key, statement: signedStatement(note.text, key, signature) }];
  });
}
