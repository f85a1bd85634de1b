import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { parseCertificate, verifyChain } from "@troad/trust";
import { GeneralEncrypt, type GeneralJWE, generalDecrypt } from "jose";
import { findMember, type KnownGateway } from "../../domain/globalconf.ts";
import type { Gateway } from "../gateway.ts";
import { type Body, sizeOf } from "../log/body.ts";
import { openChunks, sealChunks, sealedLength } from "../log/chunk-cipher.ts";

/** A body that only the other member's gateways can read: its key as a JWE for each of them, and how that key encrypts it. */
export type Envelope = { wrapped: Buffer; size: number; seal(body: AsyncIterable<Buffer>): Readable };

/** Decrypts a body with the key of its envelope. */
export type Opening = (sealed: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>;

const protectedHeader = { enc: "A256GCM", typ: "troad-body-key" } as const;

/** Creates an envelope for a member, or undefined if none of its gateways has a valid encryption certificate. */
export async function envelopeFor(gateway: Gateway, member: string, body: Body): Promise<Envelope | undefined> {
  const keys = recipients(gateway, member);
  if (keys.length === 0) return undefined;
  const key = randomBytes(32);
  const jwe = new GeneralEncrypt(key).setProtectedHeader(protectedHeader);
  for (const { kid, publicKey } of keys)
    jwe
      .addRecipient(publicKey)
      .setUnprotectedHeader({ alg: publicKey.asymmetricKeyType === "rsa" ? "RSA-OAEP-256" : "ECDH-ES+A256KW", kid });
  const secret = createSecretKey(key);
  return {
    wrapped: Buffer.from(JSON.stringify(await jwe.encrypt())),
    size: sealedLength(sizeOf(body)),
    seal: (plain) => Readable.from(sealChunks(secret, plain), { objectMode: false }),
  };
}

/** Decrypts what was encrypted for this gateway. Throws if it was not. */
export async function openEnvelope({ identity }: Pick<Gateway, "identity">, wrapped: Buffer): Promise<Opening> {
  if (wrapped.length > maxWrapped) throw new Error("wrapped key is too long");
  const { plaintext, protectedHeader: header } = await generalDecrypt(
    JSON.parse(wrapped.toString("utf8")) as GeneralJWE,
    identity.encryption.signer.privateKey,
    {
      keyManagementAlgorithms: ["ECDH-ES+A256KW", "RSA-OAEP-256"],
      contentEncryptionAlgorithms: ["A256GCM"],
    },
  );
  if (header?.typ !== protectedHeader.typ || plaintext.length !== 32) throw new Error("not the key of a body");
  const secret = createSecretKey(plaintext);
  return (sealed) => openChunks(secret, sealed);
}

const maxWrapped = 64 * 1024;

/** The services of a member's gateways that require encrypted bodies. */
export function isEncrypted(gateway: Gateway, member: string, subsystem: string, service: string): boolean {
  const gateways = findMember(gateway.directory.current(), member)?.gateways ?? [];
  return gateways.some((one) => one.encryptedServices?.includes(`${subsystem}/${service}`));
}

const certified = new WeakMap<KnownGateway, { kid: string; publicKey: KeyObject } | undefined>();

function recipients(gateway: Gateway, member: string): { kid: string; publicKey: KeyObject }[] {
  const gateways = findMember(gateway.directory.current(), member)?.gateways ?? [];
  return gateways.flatMap((one) => {
    if (!certified.has(one)) certified.set(one, keyOf(gateway, member, one));
    return certified.get(one) ?? [];
  });
}

/** Although the configuration is signed, a key counts only with an encryption certificate of the member's own. */
function keyOf(
  { trust: { live }, ctx, instance }: Pick<Gateway, "trust" | "ctx" | "instance">,
  member: string,
  { encryptionCertificate }: KnownGateway,
): { kid: string; publicKey: KeyObject } | undefined {
  if (encryptionCertificate === undefined) return undefined;
  const certificate = parseCertificate(encryptionCertificate);
  const chain = verifyChain(certificate, {
    roots: live.roots,
    intermediates: live.intermediates,
    at: ctx.clock.now(),
    use: "encryption",
  });
  if (!chain.ok || certificate.subject.serialNumber !== `${instance}/${member}`) return undefined;
  return { kid: certificate.fingerprint, publicKey: certificate.publicKey };
}
