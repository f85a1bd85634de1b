import assert from "node:assert/strict";
import { test } from "node:test";
import { pieceLength, piecesOf, plainPiece, sealedPiece, sealedSize } from "../domain/format.ts";
import { type Bytes, fromText, random, toText, utf8 } from "./bytes.ts";
import { entryName, openPieces } from "./contents.ts";
import { newRecoveryKey, printedKey, typedKey } from "./recovery.ts";
import {
  accessOf,
  fileCipher,
  newFileKey,
  newVaultKey,
  type Opener,
  sealName,
  unsealName,
  unwrapFileKey,
  unwrapOfShare,
  unwrapVaultKey,
  wrapFileKey,
  wrapForShare,
  wrapVaultKey,
} from "./sealing.ts";

const vault = crypto.randomUUID();
const file = crypto.randomUUID();
const flipped = (text: string): string => {
  const bytes = fromText(text);
  bytes[bytes.length >> 1]! ^= 1;
  return toText(bytes);
};
const refused = { name: "OperationError" };

test("the vault key opens with its own secret, for its own passkey, vault and kind, and with nothing else", async () => {
  const key = newVaultKey();
  const opener: Opener = { kind: "passkey", id: "credential-1", secret: random(32) };
  const box = await wrapVaultKey(vault, opener, key);
  assert.deepEqual(await unwrapVaultKey(vault, opener, box), key);
  assert.notEqual(await wrapVaultKey(vault, opener, key), box, "a nonce of its own each time");
  for (const other of [
    { ...opener, secret: random(32) },
    { ...opener, id: "credential-2" },
    { ...opener, kind: "recovery" as const },
  ])
    await assert.rejects(unwrapVaultKey(vault, other, box), refused);
  await assert.rejects(unwrapVaultKey(crypto.randomUUID(), opener, box), refused);
  await assert.rejects(unwrapVaultKey(vault, opener, flipped(box)), refused);
});

test("a file key and a name belong to their file, and names of different length look the same", async () => {
  const [key, fileKey] = [newVaultKey(), newFileKey()];
  const box = await wrapFileKey(vault, key, file, fileKey);
  assert.deepEqual(await unwrapFileKey(vault, key, file, box), fileKey);
  await assert.rejects(unwrapFileKey(vault, key, crypto.randomUUID(), box), refused);
  const name = { name: "病歷.pdf", type: "application/pdf" };
  const sealed = await sealName(file, fileKey, name);
  assert.deepEqual(await unsealName(file, fileKey, sealed), name);
  await assert.rejects(unsealName(crypto.randomUUID(), fileKey, sealed), refused);
  assert.equal((await sealName(file, fileKey, { name: "a", type: "" })).length, sealed.length);
});

test("pieces that were altered, moved, cut off or taken from another file do not open", async () => {
  const size = plainPiece * 2 + 5;
  const fileKey = newFileKey();
  const cipher = await fileCipher(file, fileKey, size);
  const plain = [0, 1, 2].map((seq) => utf8(String(seq).repeat(seq === 2 ? 5 : plainPiece)));
  const sealed = await Promise.all(plain.map((bytes, seq) => cipher.seal(seq, bytes)));
  assert.deepEqual([piecesOf(size), sealedSize(size)], [3, sealed.reduce((all, { length }) => all + length, 0)]);
  assert.deepEqual(
    sealed.map(({ length }) => length),
    [0, 1, 2].map((seq) => pieceLength(size, seq)),
  );
  const opened = (pieces: readonly Bytes[], as = { id: file, size, fileKey }) => openPieces(as, async (seq) => pieces[seq]!);
  assert.deepEqual(await opened(sealed), plain);
  const altered = Uint8Array.from(sealed[1]!);
  altered[7]! ^= 1;
  await assert.rejects(opened([sealed[0]!, altered, sealed[2]!]), refused);
  await assert.rejects(opened([sealed[1]!, sealed[0]!, sealed[2]!]), refused);
  await assert.rejects(opened(sealed, { id: file, size: plainPiece * 2, fileKey }), refused, "the last piece was left out");
  await assert.rejects(opened(sealed, { id: crypto.randomUUID(), size, fileKey }), refused);
  assert.deepEqual([piecesOf(0), sealedSize(0), pieceLength(0, 0)], [1, 16, 16], "an empty file is one sealed piece");
  assert.equal(pieceLength(plainPiece * 2, 1), sealedPiece);
});

test("a link gives its file's key to who has its secret, and the server a value that is no key", async () => {
  const [share, secret, fileKey] = [crypto.randomUUID(), random(32), newFileKey()];
  const box = await wrapForShare(share, secret, fileKey);
  assert.deepEqual(await unwrapOfShare(share, secret, box), fileKey);
  const access = await accessOf(share, secret);
  await assert.rejects(unwrapOfShare(share, fromText(access), box), refused);
  assert.notEqual(access, await accessOf(crypto.randomUUID(), secret), "each link has its own");
});

test("a recovery key is read as it was printed, however it is written; every wrong symbol and every exchange of two neighbours is found", () => {
  for (let round = 0; round < 20; round++) {
    const key = newRecoveryKey();
    const printed = printedKey(key);
    assert.deepEqual(typedKey(printed), key);
    assert.deepEqual(typedKey(` ${printed.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")}`), key);
    const bare = printed.replaceAll("-", "");
    for (let at = 0; at < 32; at++) {
      for (const symbol of "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        if (symbol !== bare[at]) assert.equal(typedKey(bare.slice(0, at) + symbol + bare.slice(at + 1)), undefined);
      const swapped = bare.slice(0, at) + bare[at + 1] + bare[at] + bare.slice(at + 2);
      if (at < 31 && swapped !== bare) assert.equal(typedKey(swapped), undefined);
    }
  }
  for (const none of ["", "A", "U".repeat(33), "0".repeat(32), "0".repeat(34)]) assert.equal(typedKey(none), undefined);
  assert.deepEqual(typedKey("0".repeat(33)), new Uint8Array(20));
});

test("entries of the archive have no folders and names of their own", () => {
  const taken = new Set<string>();
  const names = ["a.pdf", "A.pdf", "../../etc/passwd", "..", "", "a.pdf", ".hidden", "c:\\x.txt"].map((name) =>
    entryName(name, taken),
  );
  assert.deepEqual(names, ["a.pdf", "A (2).pdf", ".._.._etc_passwd", "_", "_ (2)", "a (3).pdf", ".hidden", "c__x.txt"]);
});
