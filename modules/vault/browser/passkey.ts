import { type Bytes, fromText, random, toText, utf8 } from "./bytes.ts";

/** A passkey of the vault and the secret that its PRF gives for this vault (WebAuthn Level 3 section 10.1.4). */
export type PasskeySecret = { credential: string; secret: Bytes };

/** The passkey's device makes no secrets. */
export class NoPrf extends Error {}

const timeout = 120_000;
const listed = (ids: readonly string[]) => ids.map((id) => ({ type: "public-key" as const, id: fromText(id) }));

function secretIn(credential: PublicKeyCredential): Bytes | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first && new Uint8Array(first as ArrayBuffer);
}

/** Asks for one of the vault's passkeys. Nobody checks the signature: what counts is the secret, which opens the vault or does not. */
export async function askPasskey(salt: string, credentials: readonly string[]): Promise<PasskeySecret> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...{ challenge: random(32), allowCredentials: listed(credentials), userVerification: "required", timeout },
    extensions: { prf: { eval: { first: fromText(salt) } } },
  };
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const secret = secretIn(credential);
  if (!secret) throw new NoPrf();
  return { credential: toText(new Uint8Array(credential.rawId)), secret };
}

export type NewPasskey = { vault: string; salt: string; name: string; title: string; known: readonly string[] };

/** Makes a passkey of the vault's own; those for signing in were made without secrets. Some devices give the secret only when asked once more. */
export async function newPasskey({ vault, salt, name, title, known }: NewPasskey): Promise<PasskeySecret> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...{ challenge: random(32), rp: { name: title }, user: { id: utf8(vault), name, displayName: name }, timeout },
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key" as const, alg })),
    excludeCredentials: listed(known),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    extensions: { prf: { eval: { first: fromText(salt) } } },
  };
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const credential = toText(new Uint8Array(made.rawId));
  const secret = secretIn(made);
  if (secret) return { credential, secret };
  if (!made.getClientExtensionResults().prf?.enabled) throw new NoPrf();
  return askPasskey(salt, [credential]);
}
