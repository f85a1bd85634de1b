import { exactly, uuidSchema } from "@troad/kernel";
import Type, { type Static } from "typebox";
import Value from "typebox/value";

const text = (most: number, least = 1) => Type.String({ pattern: `^[A-Za-z0-9_-]{${least},${most}}$` });

/** base64url of what the browser sealed: a key of 32 bytes with nonce and tag. */
export const sealedKey = () => text(80, 80);
export const sealedSigner = () => text(400, 100);
/** A name is padded to steps of 128 bytes; 1 KiB holds any that a file system has. */
export const sealedName = () => text(2_000, 200);
/** 32 bytes. */
export const secretText = () => text(43, 43);
/** An uncompressed point of P-256 (SEC 1 section 2.3.3). */
export const publicKey = () => text(87, 87);
export const signatureText = () => text(86, 86);
/** Ids of credentials have up to 1,023 bytes (WebAuthn Level 3 section 4). */
export const credentialId = () => text(1_364, 16);

const change = Type.Union([
  exactly({ do: Type.Literal("add-passkey"), id: uuidSchema(), credential: credentialId(), box: sealedKey() }),
  exactly({ do: Type.Literal("replace-recovery"), id: uuidSchema(), box: sealedKey() }),
  exactly({ do: Type.Literal("remove-passkey"), id: uuidSchema() }),
]);
export type Change = Static<typeof change>;

/** The change that was signed, or undefined where it is none. */
export function readChange(json: string): Change | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return Value.Check(change, value) ? value : undefined;
}

const bytes = (base64url: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64url, "base64url"));

/** Whether the vault's key signed this text (ECDSA P-256 with SHA-256, signature as in IEEE P1363). */
export async function isSigned(key: string, signed: string, signature: string): Promise<boolean> {
  try {
    const point = await crypto.subtle.importKey("raw", bytes(key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const how = { name: "ECDSA", hash: "SHA-256" };
    return await crypto.subtle.verify(how, point, bytes(signature), new TextEncoder().encode(signed));
  } catch {
    return false;
  }
}
