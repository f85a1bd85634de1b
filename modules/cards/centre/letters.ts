import fs from "node:fs";
import { ConfigurationError } from "@troad/kernel";
import { CompactEncrypt, calculateJwkThumbprint, importJWK, type JWK } from "jose";
import type { CardSecrets } from "./station.ts";

const alg = "ECDH-ES+A256KW";

export type LetterSeal = { thumbprint: string; seal(letter: { blank: string; name: string } & CardSecrets): Promise<string> };

/**
 * Seals letters to the printer's public key (RFC 7516): what is stored until they are printed, nobody here can read. Throws ConfigurationError for a
 * file that is no public key of P-256, and for one that has the private half, which may be nowhere but in the printer.
 */
export async function letterSeal(file: string): Promise<LetterSeal> {
  const jwk = readKey(file);
  const key = await importJWK(jwk, alg).catch(() => {
    throw new ConfigurationError(`CARDS_PRINTER_KEY: ${file} is no key of P-256`);
  });
  const thumbprint = await calculateJwkThumbprint(jwk);
  return {
    thumbprint,
    seal: (letter) =>
      new CompactEncrypt(Buffer.from(JSON.stringify(letter)))
        .setProtectedHeader({ alg, enc: "A256GCM", kid: thumbprint, cty: "pin-letter+json" })
        .encrypt(key),
  };
}

function readKey(file: string): JWK {
  let jwk: JWK;
  try {
    jwk = JSON.parse(fs.readFileSync(file, "utf8")) as JWK;
  } catch {
    throw new ConfigurationError(`CARDS_PRINTER_KEY: ${file} is no JWK`);
  }
  if (jwk.kty !== "EC" || jwk.crv !== "P-256") throw new ConfigurationError(`CARDS_PRINTER_KEY: ${file} is no key of P-256`);
  if ("d" in jwk)
    throw new ConfigurationError(`CARDS_PRINTER_KEY: ${file} has the private key, which belongs into the printer alone`);
  return jwk;
}
