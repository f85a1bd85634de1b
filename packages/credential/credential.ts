import type { Signer } from "@troad/trust";
import { encodeBase45 } from "./base45.ts";
import { keyIdOf, signCose } from "./cose.ts";

/** Media types of the two forms of one certificate: the whole (JWS), and the compact one (CWT in COSE_Sign1) of a printed code. */
export const wholeType = "troad-certificate+jwt";
export const compactType = "troad-certificate+cwt";
/** A code that begins so is ours; the rest is base45. */
export const compactPrefix = "TRC1:";
/** What a code holds at most, in characters, so that zbarimg reads it from paper at 150 dots an inch. */
export const compactLimit = 900;

export type StatusPlace = { uri: string; idx: number };

/** What an agency certifies. `status` is absent in certificates from before there was a list of them. */
export type CredentialClaims = {
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM that issued it. */
  iss: string;
  /** Its number. */
  jti: string;
  iat: number;
  exp?: number;
  service: string;
  agency: string;
  certificate?: string;
  holder: string;
  statements: Record<string, string | number>;
  status?: { status_list: StatusPlace };
  /** How many statements had no room in the compact form; they are in the whole one. */
  left?: number;
};

/** Registered claims of a CWT (RFC 8392 section 3.1), and `status` of the Token Status List; the others are named by their words. */
export const claimKeys = { iss: 1, exp: 4, iat: 6, jti: 7, status: 65_535 } as const;
const named = ["service", "agency", "certificate", "holder", "statements", "left"] as const;

/** The claims as a map; the number of a certificate is base64url, and half as long as bytes. */
function mapOf(claims: CredentialClaims): Map<number | string, unknown> {
  const { iss, iat, exp, jti, status } = claims;
  return new Map<number | string, unknown>([
    [claimKeys.iss, iss],
    ...(exp === undefined ? [] : [[claimKeys.exp, exp] as const]),
    [claimKeys.iat, iat],
    [claimKeys.jti, Buffer.from(jti, "base64url")],
    ...(status === undefined ? [] : [[claimKeys.status, status] as const]),
    ...named.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]] as const])),
  ]);
}

/**
 * The compact form, as the text of a QR code. Statements that make it too long are left out from the last on, and their number is said.
 * Undefined where the key of the seal has no place in it, or not even the first statement fits.
 */
export async function signCompactForm(
  claims: CredentialClaims,
  { signer, certificate }: { signer: Signer; certificate: Parameters<typeof keyIdOf>[0] },
): Promise<string | undefined> {
  const all = Object.entries(claims.statements);
  for (let kept = all.length; kept > 0; kept--) {
    const shown = {
      ...claims,
      statements: Object.fromEntries(all.slice(0, kept)),
      ...(kept < all.length ? { left: all.length - kept } : {}),
    };
    const signed = await signCose(mapOf(shown), { type: compactType, signer, keyId: keyIdOf(certificate) });
    if (!signed) return undefined;
    const text = compactPrefix + encodeBase45(signed);
    if (text.length <= compactLimit) return text;
  }
  return undefined;
}
