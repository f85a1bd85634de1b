import { createHash, createHmac, hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";

/** What a key is for: each has one of its own, so that none opens what another closed. */
export type KeyUse = "pid" | "tx" | "ticket";

/**
 * Keys that a service and the platform share, from the service's secret by HKDF (RFC 5869). Taiwan's are the secret written twice, under a vector that
 * never changes: the same number then looks the same in every address.
 */
export const keyOf = (secret: string, use: KeyUse): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", `troad dp-sp ${use}`, 32));

/** A short text under a shared key, by AES-256-GCM with a vector of its own each time. */
export const closed = (secret: string, use: KeyUse, text: string): Promise<string> =>
  new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(keyOf(secret, use));

/** Undefined for everything that was not closed under this key. */
export async function opened(secret: string, use: KeyUse, jwe: string): Promise<string | undefined> {
  try {
    const options = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
    const { plaintext } = await compactDecrypt(jwe, keyOf(secret, use), options);
    return Buffer.from(plaintext).toString();
  } catch {
    return undefined;
  }
}

/** What a ticket opens: a compact JWE (A256KW, A256CBC-HS512) under the 32 characters that the service was told. */
export const forTicket = (key: string, payload: object): Promise<string> =>
  new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "A256KW", enc: "A256CBC-HS512" })
    .encrypt(Buffer.from(key, "ascii"));

/** Names and secrets of services and data sets follow from the installation's secret; nobody keeps them. */
const derived = (secret: string, text: string): Buffer => createHmac("sha256", secret).update(`dp-sp ${text}`).digest();
export const serviceName = (secret: string, client: string): string =>
  `CLI.${derived(secret, `service ${client}`).toString("hex").slice(0, 10)}`;
export const serviceSecret = (secret: string, client: string): string =>
  derived(secret, `secret ${client}`).toString("base64url");
export const ticketKey = (secret: string, request: string): string =>
  derived(secret, `ticket ${request}`).toString("hex").slice(0, 32);
export const personMark = (secret: string, nationalId: string): Buffer => derived(secret, `person ${nationalId}`);
export const resourceOf = (set: string): string => `API.${createHash("sha256").update(set).digest("hex").slice(0, 10)}`;
