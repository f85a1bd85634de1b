import { randomBytes } from "node:crypto";
import path from "node:path";
import { fileMadeOnce, installationSecret } from "@troad/kernel";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { JWK } from "oidc-provider";

/**
 * The ES256 keys of id tokens: the newest signs, all are published, so that what an earlier one signed still verifies. `count` is how many there have
 * been: one more makes a new key at the next start.
 */
export async function signingKeys(folder: string, count: number): Promise<JWK[]> {
  const keys: JWK[] = [];
  for (let number = count; number >= 1; number--) {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = await exportJWK(privateKey);
    const fresh = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256", use: "sig" };
    const name = number === 1 ? "signing.jwks.json" : `signing-${number}.jwks.json`;
    const text = fileMadeOnce(path.join(folder, "keys", name), () => JSON.stringify({ keys: [fresh] }));
    keys.push(...(JSON.parse(text) as { keys: JWK[] }).keys);
  }
  return keys;
}

/** The secret that signs cookies. */
export const cookieSecret = (folder: string): string => installationSecret(path.join(folder, "keys"), "cookies");

export type ClientFile = { client_id: string; client_secret: string };

/** The credentials of a first-party client, in a file of the data folder that the client also reads. */
export function clientFile(folder: string, id: string): ClientFile {
  const text = fileMadeOnce(path.join(folder, "clients", `${id}.json`), () =>
    JSON.stringify({ client_id: id, client_secret: randomBytes(32).toString("base64url") }),
  );
  return JSON.parse(text) as ClientFile;
}
