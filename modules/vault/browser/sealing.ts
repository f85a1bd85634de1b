import { piecesOf } from "../domain/format.ts";
import { type Bytes, fromText, joined, random, toText, utf8 } from "./bytes.ts";

/** What seals a vault, in the browser and nowhere else: AES-256-GCM, keys by HKDF-SHA-256 (RFC 5869), changes signed with ECDSA P-256. */

const keyBytes = 32;
const ivBytes = 12;

const derivation = async (secret: Bytes, vault: string, purpose: string) =>
  [
    { name: "HKDF", hash: "SHA-256", salt: utf8(vault), info: utf8(`troad vault 1 ${purpose}`) },
    await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits", "deriveKey"]),
  ] as const;

/** A key for one purpose, of a secret; it cannot be read out again. */
async function keyOf(secret: Bytes, vault: string, purpose: string): Promise<CryptoKey> {
  const [how, from] = await derivation(secret, vault, purpose);
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Sealed text: a random nonce and what it sealed. `about` is what it belongs to: moved elsewhere it does not open. */
async function seal(key: CryptoKey, bytes: Bytes, about: string): Promise<string> {
  const iv = random(ivBytes);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(about) }, key, bytes);
  return toText(joined(iv, new Uint8Array(sealed)));
}

async function unseal(key: CryptoKey, text: string, about: string): Promise<Bytes> {
  const bytes = fromText(text);
  const how = { name: "AES-GCM", iv: bytes.subarray(0, ivBytes), additionalData: utf8(about) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, bytes.subarray(ivBytes)));
}

/** What opens a vault: the output of a passkey's PRF, or the recovery key. */
export type Opener = { kind: "passkey" | "recovery"; id: string; secret: Bytes };

const wrapAbout = (vault: string, { kind, id }: Pick<Opener, "kind" | "id">): string => `wrap ${vault} ${kind} ${id}`;

export const newVaultKey = (): Bytes => random(keyBytes);
export const wrapVaultKey = async (vault: string, opener: Opener, vaultKey: Bytes): Promise<string> =>
  seal(await keyOf(opener.secret, vault, `wrap ${opener.kind}`), vaultKey, wrapAbout(vault, opener));
export const unwrapVaultKey = async (vault: string, opener: Opener, box: string): Promise<Bytes> =>
  unseal(await keyOf(opener.secret, vault, `wrap ${opener.kind}`), box, wrapAbout(vault, opener));

const ecdsa = { name: "ECDSA", namedCurve: "P-256" };

/** The pair by which the vault signs changes of what opens it: the public half for the server, the other sealed by the vault key. */
export async function newSigner(vault: string, vaultKey: Bytes): Promise<{ publicKey: string; signer: string }> {
  const pair = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
  const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const publicKey = toText(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  return { publicKey, signer: await seal(await keyOf(vaultKey, vault, "signer"), secret, `signer ${vault}`) };
}

export async function sign(vault: string, vaultKey: Bytes, signer: string, text: string): Promise<string> {
  const secret = await unseal(await keyOf(vaultKey, vault, "signer"), signer, `signer ${vault}`);
  const key = await crypto.subtle.importKey("pkcs8", secret, ecdsa, false, ["sign"]);
  return toText(new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, utf8(text))));
}

export const newFileKey = (): Bytes => random(keyBytes);
export const wrapFileKey = async (vault: string, vaultKey: Bytes, file: string, fileKey: Bytes): Promise<string> =>
  seal(await keyOf(vaultKey, vault, "files"), fileKey, `file ${file}`);
export const unwrapFileKey = async (vault: string, vaultKey: Bytes, file: string, box: string): Promise<Bytes> =>
  unseal(await keyOf(vaultKey, vault, "files"), box, `file ${file}`);

export type FileName = { name: string; type: string };

/** The name is padded: how long it is says something about it. */
const nameStep = 128;
export async function sealName(file: string, fileKey: Bytes, name: FileName): Promise<string> {
  const text = utf8(JSON.stringify(name));
  const padded = new Uint8Array(Math.ceil(text.length / nameStep) * nameStep).fill(0x20);
  padded.set(text);
  return seal(await keyOf(fileKey, file, "name"), padded, `name ${file}`);
}
export async function unsealName(file: string, fileKey: Bytes, box: string): Promise<FileName> {
  const { name, type } = JSON.parse(
    new TextDecoder().decode(await unseal(await keyOf(fileKey, file, "name"), box, `name ${file}`)),
  );
  return { name: String(name), type: String(type) };
}

/** The pieces of a file: the nonce is the number of the piece and whether it is the last, so that none can be lost, moved or added. */
const nonceOf = (seq: number, size: number): Bytes => {
  const nonce = new DataView(new ArrayBuffer(ivBytes));
  nonce.setUint32(0, seq);
  nonce.setUint8(ivBytes - 1, seq === piecesOf(size) - 1 ? 1 : 0);
  return new Uint8Array(nonce.buffer);
};
export type FileCipher = { seal(seq: number, plain: Bytes): Promise<Bytes>; open(seq: number, sealed: Bytes): Promise<Bytes> };

export async function fileCipher(file: string, fileKey: Bytes, size: number): Promise<FileCipher> {
  const key = await keyOf(fileKey, file, "content");
  const how = (seq: number) => ({ name: "AES-GCM", iv: nonceOf(seq, size), additionalData: utf8(`content ${file} ${size}`) });
  return {
    seal: async (seq, plain) => new Uint8Array(await crypto.subtle.encrypt(how(seq), key, plain)),
    open: async (seq, sealed) => new Uint8Array(await crypto.subtle.decrypt(how(seq), key, sealed)),
  };
}

/** A link: its secret stays in the fragment of the address. Of it come the key of the file and what proves to the server that one has it. */
export const newShareSecret = (): Bytes => random(keyBytes);
export const wrapForShare = async (share: string, secret: Bytes, fileKey: Bytes): Promise<string> =>
  seal(await keyOf(secret, share, "share"), fileKey, `share ${share}`);
export const unwrapOfShare = async (share: string, secret: Bytes, box: string): Promise<Bytes> =>
  unseal(await keyOf(secret, share, "share"), box, `share ${share}`);
export async function accessOf(share: string, secret: Bytes): Promise<string> {
  const [how, from] = await derivation(secret, share, "share access");
  return toText(new Uint8Array(await crypto.subtle.deriveBits(how, from, keyBytes * 8)));
}
