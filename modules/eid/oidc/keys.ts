import { randomBytes } from "node:crypto";
import path from "node:path";
import { fileMadeOnce, installationSecret } from "@troad/kernel";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { JWK } from "oidc-provider";

/** The ES256 key that signs id tokens. */
export async function signingKeys(folder: string): Promise<JWK[]> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const fresh = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256", use: "sig" };
  const text = fileMadeOnce(path.join(folder, "keys", "signing.jwks.json"), () => JSON.stringify({ keys: [fresh] }));
  return (JSON.parse(text) as { keys: JWK[] }).keys;
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
