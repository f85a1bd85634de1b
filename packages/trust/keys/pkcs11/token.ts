import { createHash } from "node:crypto";
import { integer, sequence } from "../../asn1/der.ts";
import { TrustError } from "../../codes.ts";
import type { Signer } from "../signer.ts";
import { mechanism } from "./attributes.ts";
import { CKM, CKO } from "./constants.ts";
import { findObject, generateInToken, readPublicKey } from "./keys.ts";
import { type Cryptoki, loadCryptoki } from "./native.ts";
import { requireOk } from "./refusal.ts";
import { type TokenLimits, TokenSessions } from "./sessions.ts";
import { type Pkcs11Address, parsePkcs11Uri } from "./uri.ts";

/** Key pairs that a token can be asked to generate. */
export type TokenKeyKind = "P-256" | "RSA-2048" | "RSA-3072" | "RSA-4096";

/** How a key in a token is opened: generated if absent and `create` names its kind; and how long callers wait. */
export interface TokenKeyOptions {
  readonly create?: TokenKeyKind;
  readonly limits?: Partial<TokenLimits>;
}

const maxSignature = 1024;

/**
 * A signer whose private key lives in a PKCS#11 token, addressed by an RFC 7512 URI. Keys of P-256 and RSA from 2048 bits.
 * Throws `token.*` and `key.unsupported`, here and in `sign`; no message ever holds the PIN.
 */
export async function openTokenSigner(uri: string, options: TokenKeyOptions = {}): Promise<Signer> {
  const address = parsePkcs11Uri(uri);
  const cryptoki = await loadCryptoki(address.modulePath);
  const sessions = new TokenSessions(cryptoki, address, options.limits);
  if (options.create) await ensureKey(sessions, cryptoki, address, options.create);
  const publicKey = await sessions.use((session) => readPublicKey(cryptoki, session, address));
  const curve = publicKey.asymmetricKeyDetails?.namedCurve;
  const isEc = publicKey.asymmetricKeyType === "ec";
  if (isEc ? curve !== "prime256v1" : (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new TrustError("key.unsupported", curve ?? "a short RSA key");
  let known: { handle: bigint; generation: number } | undefined;
  return {
    publicKey,
    algorithm: isEc ? "ES256" : "RS256",
    sign: (bytes) =>
      sessions.use(async (session, generation) => {
        if (known?.generation !== generation) known = { handle: await privateKeyOf(cryptoki, session, address), generation };
        const how = mechanism(isEc ? CKM.ecdsa : CKM.sha256Rsa);
        requireOk(await cryptoki.call("C_SignInit", session, how, known.handle), "C_SignInit");
        const input = isEc ? createHash("sha256").update(bytes).digest() : Buffer.from(bytes);
        const output = Buffer.alloc(maxSignature);
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(maxSignature));
        requireOk(await cryptoki.call("C_Sign", session, input, BigInt(input.length), output, length), "C_Sign");
        const signature = output.subarray(0, Number(length.readBigUInt64LE()));
        return isEc ? derOfRaw(signature) : Buffer.from(signature);
      }),
  };
}

async function privateKeyOf(cryptoki: Cryptoki, session: bigint, address: Pkcs11Address): Promise<bigint> {
  const handle = await findObject(cryptoki, session, CKO.privateKey, address);
  if (handle === undefined) throw new TrustError("token.key-not-found", address.object);
  return handle;
}

const ensureKey = (sessions: TokenSessions, cryptoki: Cryptoki, address: Pkcs11Address, kind: TokenKeyKind): Promise<void> =>
  sessions.use(async (session) => {
    if ((await findObject(cryptoki, session, CKO.privateKey, address)) === undefined)
      await generateInToken(cryptoki, session, address, kind);
  });

/** Tokens give r||s (PKCS#11 2.40 §2.3.1); certificates and requests want the SEQUENCE of two INTEGERs. */
export function derOfRaw(raw: Buffer): Buffer {
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}
