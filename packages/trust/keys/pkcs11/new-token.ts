import { createHash, type KeyObject } from "node:crypto";
import { TrustError } from "../../codes.ts";
import type { Certificate } from "../../x509/certificate.ts";
import type { Signer } from "../signer.ts";
import { mechanism, template } from "./attributes.ts";
import { CKA, CKC_X509, CKF, CKF_TOKEN_INITIALIZED, CKM, CKO, CKR, CKU_SO, CKU_USER } from "./constants.ts";
import { findObject, generateInToken, readAttribute, readPublicKey } from "./keys.ts";
import { type Cryptoki, loadCryptoki } from "./native.ts";
import { requireOk } from "./refusal.ts";
import { derOfRaw } from "./token.ts";

/** A token that has no label and no PIN yet: what a blank card is before its first key. */
export interface NewToken {
  readonly modulePath: string;
  /** At most 32 bytes. */
  readonly label: string;
  /** The PIN of its security officer: the holder's PUK, which unblocks a PIN. */
  readonly puk: string;
  readonly pin: string;
  /** Name and number of its one key. */
  readonly object: string;
  readonly id: Buffer;
}

/** What was made: a signer for as long as `work` runs, and a way to put the certificate beside the key. */
export interface PersonalisedToken {
  readonly signer: Signer;
  putCertificate(certificate: Pick<Certificate, "der" | "subjectDer">): Promise<void>;
}

/**
 * Initialises the next token that is blank, sets PUK and PIN, and generates a P-256 key pair in it; `work` runs while its session is open. A key
 * that the token does not call always sensitive, never extractable and made here is refused. Throws `token.*`.
 */
export async function personaliseToken<T>(wanted: NewToken, work: (token: PersonalisedToken) => Promise<T>): Promise<T> {
  const cryptoki = await loadCryptoki(wanted.modulePath);
  const [pin, puk] = [Buffer.from(wanted.pin), Buffer.from(wanted.puk)];
  try {
    // a driver gives the same blank token to two who ask at once
    const slot = await oneAtATime(() => initialise(cryptoki, wanted.label, puk));
    return await inSession(cryptoki, slot, async (session) => {
      requireOk(await cryptoki.call("C_Login", session, CKU_SO, puk, BigInt(puk.length)), "C_Login");
      requireOk(await cryptoki.call("C_InitPIN", session, pin, BigInt(pin.length)), "C_InitPIN");
      requireOk(await cryptoki.call("C_Logout", session), "C_Logout");
      requireOk(await cryptoki.call("C_Login", session, CKU_USER, pin, BigInt(pin.length)), "C_Login");
      const made = { object: wanted.object, id: wanted.id };
      await generateInToken(cryptoki, session, made, "P-256");
      const key = await privateKeyOf(cryptoki, session, made);
      const publicKey = await readPublicKey(cryptoki, session, made);
      return work({
        signer: signerOf(cryptoki, { session, key, publicKey }),
        putCertificate: (certificate) => putCertificate(cryptoki, session, made, certificate),
      });
    });
  } finally {
    pin.fill(0);
    puk.fill(0);
  }
}

/** The holder, who knows the PIN, chooses another one. Throws `token.pin` where it is wrong. */
export const changeTokenPin = (where: { modulePath: string; label: string }, pin: string, next: string): Promise<void> =>
  withToken(where, async (cryptoki, session) => {
    const [old, fresh] = [Buffer.from(pin), Buffer.from(next)];
    requireOk(await cryptoki.call("C_Login", session, CKU_USER, old, BigInt(old.length)), "C_Login");
    requireOk(await cryptoki.call("C_SetPIN", session, old, BigInt(old.length), fresh, BigInt(fresh.length)), "C_SetPIN");
  });

/** Who has the PUK sets a new PIN: the old one need not be known. Throws `token.pin` where the PUK is wrong. */
export const unblockTokenPin = (where: { modulePath: string; label: string }, puk: string, next: string): Promise<void> =>
  withToken(where, async (cryptoki, session) => {
    const [so, fresh] = [Buffer.from(puk), Buffer.from(next)];
    requireOk(await cryptoki.call("C_Login", session, CKU_SO, so, BigInt(so.length)), "C_Login");
    requireOk(await cryptoki.call("C_InitPIN", session, fresh, BigInt(fresh.length)), "C_InitPIN");
  });

async function withToken(
  { modulePath, label }: { modulePath: string; label: string },
  work: (cryptoki: Cryptoki, session: bigint) => Promise<void>,
): Promise<void> {
  const cryptoki = await loadCryptoki(modulePath);
  const slot = await findToken(cryptoki, (token) => token.isInitialised && token.label === label);
  if (slot === undefined) throw new TrustError("token.not-found", label);
  await inSession(cryptoki, slot, (session) => work(cryptoki, session));
}

let queue: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const next = queue.then(work, work);
  queue = next.catch(() => undefined);
  return next;
}

/** Slots with a token, those that a driver added last first: there the blank ones are, and a reader with a thousand cards is not asked about each. */
async function slotsOf(cryptoki: Cryptoki): Promise<bigint[]> {
  const count = Buffer.alloc(8);
  requireOk(await cryptoki.call("C_GetSlotList", 1n, null, count), "C_GetSlotList");
  const slots = Buffer.alloc(8 * Number(count.readBigUInt64LE()));
  requireOk(await cryptoki.call("C_GetSlotList", 1n, slots, count), "C_GetSlotList");
  const known = Math.min(slots.length / 8, Number(count.readBigUInt64LE()));
  return Array.from({ length: known }, (_, at) => slots.readBigUInt64LE(8 * at)).reverse();
}

type TokenFacts = { label: string; isInitialised: boolean };

/** CK_TOKEN_INFO: the label is its first 32 bytes, the flags stand behind maker, model and serial number. */
async function findToken(cryptoki: Cryptoki, is: (facts: TokenFacts) => boolean): Promise<bigint | undefined> {
  for (const slot of await slotsOf(cryptoki)) {
    const facts = Buffer.alloc(512);
    if ((await cryptoki.call("C_GetTokenInfo", slot, facts)) !== CKR.ok) continue;
    const isInitialised = (facts.readBigUInt64LE(96) & CKF_TOKEN_INITIALIZED) !== 0n;
    if (is({ label: facts.toString("utf8", 0, 32).trimEnd(), isInitialised })) return slot;
  }
  return undefined;
}

/** The label is the caller's to keep apart: the numbers of blanks are. */
async function initialise(cryptoki: Cryptoki, label: string, puk: Buffer): Promise<bigint> {
  const blank = await findToken(cryptoki, ({ isInitialised }) => !isInitialised);
  if (blank === undefined) throw new TrustError("token.not-found", "no blank token");
  const padded = Buffer.alloc(32, 0x20);
  padded.write(label, "utf8");
  requireOk(await cryptoki.call("C_InitToken", blank, puk, BigInt(puk.length), padded), "C_InitToken");
  return blank;
}

async function inSession<T>(cryptoki: Cryptoki, slot: bigint, work: (session: bigint) => Promise<T>): Promise<T> {
  const handle = Buffer.alloc(8);
  requireOk(await cryptoki.call("C_OpenSession", slot, CKF.serial | CKF.readWrite, null, null, handle), "C_OpenSession");
  const session = handle.readBigUInt64LE();
  try {
    return await work(session);
  } finally {
    await cryptoki.call("C_CloseSession", session).catch(() => undefined);
  }
}

type Made = { object: string; id: Buffer };

/** The private key, if the token itself says that it was made there and was never anywhere else. */
async function privateKeyOf(cryptoki: Cryptoki, session: bigint, made: Made): Promise<bigint> {
  const key = await findObject(cryptoki, session, CKO.privateKey, made);
  if (key === undefined) throw new TrustError("token.key-not-found", made.object);
  for (const attribute of [CKA.alwaysSensitive, CKA.neverExtractable, CKA.local])
    if ((await readAttribute(cryptoki, session, key, attribute))?.[0] !== 1)
      throw new TrustError("key.unsupported", `attribute 0x${attribute.toString(16)} is not set`);
  return key;
}

function signerOf(
  cryptoki: Cryptoki,
  { session, key, publicKey }: { session: bigint; key: bigint; publicKey: KeyObject },
): Signer {
  return {
    ...{ publicKey, algorithm: "ES256" },
    sign: async (bytes) => {
      requireOk(await cryptoki.call("C_SignInit", session, mechanism(CKM.ecdsa), key), "C_SignInit");
      const input = createHash("sha256").update(bytes).digest();
      const [output, length] = [Buffer.alloc(128), Buffer.alloc(8)];
      length.writeBigUInt64LE(BigInt(output.length));
      requireOk(await cryptoki.call("C_Sign", session, input, BigInt(input.length), output, length), "C_Sign");
      return derOfRaw(output.subarray(0, Number(length.readBigUInt64LE())));
    },
  };
}

async function putCertificate(
  cryptoki: Cryptoki,
  session: bigint,
  { object, id }: Made,
  { der, subjectDer }: Pick<Certificate, "der" | "subjectDer">,
): Promise<void> {
  const wanted = template(cryptoki, [
    [CKA.class, CKO.certificate],
    [CKA.certificateType, CKC_X509],
    [CKA.token, true],
    [CKA.label, Buffer.from(object, "utf8")],
    [CKA.id, id],
    [CKA.subject, subjectDer],
    [CKA.value, der],
  ]);
  requireOk(await cryptoki.call("C_CreateObject", session, wanted.array, wanted.count, Buffer.alloc(8)), "C_CreateObject");
}
