import { type Outcome, TrustError } from "../codes.ts";
import { type SealJwsRequest, signSealJws, verifySealJws } from "../jose/seal-jws.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { Linking } from "./linking.ts";

/**
 * The file in an archive in which its member lists the containers that have changed since the archive was closed, because bodies in them
 * were erased, with the original SHA-512 of each, which the chain covers. Such a container has lost its bodies, or is gone. A JWS under the
 * member's seal: `{ number, at, erased: [{ name, sha512 }] }`, digests in base64, in the order of the chain.
 */
export const erasuresName = "erasures.jws";
const typ = "troad-archive-erasures+jws";

export type Erasures = ReadonlyMap<string, Buffer>;
type Statement = { number: number; at: string; erased: { name: string; sha512: string }[] };

/** The signer; its certificate must name the archive's member. */
export type ErasureSeal = Pick<SealJwsRequest, "signer" | "chain">;

export const signErasures = (
  { number, entries }: Pick<Linking, "number" | "entries">,
  erasures: Erasures,
  { at, ...seal }: ErasureSeal & { readonly at: Date },
): Promise<string> => {
  const erased = entries.flatMap(({ name }) => {
    const digest = erasures.get(name);
    return digest ? [{ name, sha512: digest.toString("base64") }] : [];
  });
  return signSealJws({ number, at: at.toISOString(), erased } satisfies Statement, { typ, ...seal });
};

/**
 * The statement, not yet authenticated: `verifyErasures` checks the seal. Throws `archive.erasures` if it is not about these containers.
 */
export function readErasures({ number, entries }: Pick<Linking, "number" | "entries">, jws: string | undefined): Erasures {
  if (jws === undefined) return new Map();
  const said = payloadOf(jws);
  const wellFormed =
    said?.number === number &&
    Array.isArray(said.erased) &&
    said.erased.every((one) => typeof one?.name === "string" && /^[A-Za-z0-9+/]{86}==$/.test(String(one.sha512)));
  const erasures = new Map(wellFormed ? said.erased.map(({ name, sha512 }) => [name, Buffer.from(sha512, "base64")]) : []);
  const known = entries.filter(({ name }) => erasures.has(name));
  if (!wellFormed || erasures.size === 0 || erasures.size !== said.erased.length || known.length !== erasures.size)
    throw new TrustError("archive.erasures", "malformed");
  return erasures;
}

/** Whether the archive's member made the statement, while its seal was valid. Codes: those of `verifySealJws`. */
export async function verifyErasures(
  { member }: Pick<Linking, "member">,
  jws: string,
  roots: readonly Certificate[],
): Promise<Outcome<Record<string, unknown>>> {
  const at = new Date(String(payloadOf(jws)?.at));
  return verifySealJws(jws, { typ, roots, member, at });
}

function payloadOf(jws: string): Statement | undefined {
  try {
    return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8")) as Statement;
  } catch {
    return undefined;
  }
}
