import { type Outcome, TrustError } from "../codes.ts";
import { type SealJwsRequest, signSealJws, verifySealJws } from "../jose/seal-jws.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { Linking } from "./linking.ts";

/**
 * The file in an archive by which its member says which of its containers are no more what they were when the archive was closed, because
 * bodies in them were erased, and the SHA-512 that each had then: the chain is over that. A container stands there without its bodies, or
 * not at all. A JWS under the member's seal: `{ number, at, erased: [{ name, sha512 }] }`, digests in base64, in the order of the chain.
 */
export const erasuresName = "erasures.jws";
const typ = "troad-archive-erasures+jws";

export type Erasures = ReadonlyMap<string, Buffer>;
type Statement = { number: number; at: string; erased: { name: string; sha512: string }[] };

/** Who says it; its certificate has to carry the archive's member. */
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

/** What is said, by whomever: `verifyErasures` looks at the seal. Throws `archive.erasures` where it is not about these containers. */
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

/** Whether the member of the archive said so, when its seal was good. Codes: those of `verifySealJws`. */
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
