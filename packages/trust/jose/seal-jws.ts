import { compactVerify, decodeProtectedHeader } from "jose";
import { accepted, type Outcome, refused } from "../codes.ts";
import { fixedLength } from "../keys/fixed-length.ts";
import type { Signer } from "../keys/signer.ts";
import { type Certificate, parseCertificateBase64 } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";

export interface SealJwsRequest {
  /** Media type of the token, `typ` of the header (RFC 8725 §3.11: one kind of token is never taken for another). */
  readonly typ: string;
  readonly signer: Signer;
  /** Leaf first, without the root (RFC 7515 §4.1.6). */
  readonly chain: readonly Certificate[];
}

/** Seals a JSON object as a compact JWS (RFC 7515 §3.1) with the certificate chain in its header. */
export async function signSealJws(payload: object, { typ, signer, chain }: SealJwsRequest): Promise<string> {
  const x5c = chain.map((certificate) => certificate.der.toString("base64"));
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: signer.algorithm, typ, x5c })}.${part(payload)}`;
  const signature = fixedLength(signer.algorithm, await signer.sign(Buffer.from(signed)));
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}

export interface SealJwsTrust {
  readonly typ: string;
  readonly roots: readonly Certificate[];
  /** Certificates that may stand between those of the token and a root. */
  readonly intermediates?: readonly Certificate[];
  readonly at: Date;
  /** The member id that the leaf must have as its serialNumber, such as `TWDEMO/GOV/MODA`. */
  readonly member: string;
}

const maxBytes = 1024 * 1024;

/**
 * Verifies a sealed JWS: kind, chain to a root with the use `seal`, member, signature. Codes: `jws.malformed`, `jws.signer`,
 * `jws.bad-signature` and those of `verifyChain`.
 */
export async function verifySealJws(jws: string, trust: SealJwsTrust): Promise<Outcome<Record<string, unknown>>> {
  if (jws.length > maxBytes) return refused("jws.malformed", "too large");
  let chain: Certificate[];
  try {
    const header = decodeProtectedHeader(jws);
    if (header.typ !== trust.typ || !Array.isArray(header.x5c) || header.x5c.length === 0 || header.x5c.length > 4)
      return refused("jws.malformed");
    chain = header.x5c.map((der) => parseCertificateBase64(der));
  } catch (error) {
    return refused("jws.malformed", error instanceof Error ? error.message : undefined);
  }
  const leaf = chain[0]!;
  const trusted = verifyChain(leaf, {
    roots: trust.roots,
    intermediates: [...chain.slice(1), ...(trust.intermediates ?? [])],
    at: trust.at,
    use: "seal",
  });
  if (!trusted.ok) return trusted;
  if (leaf.subject.serialNumber !== trust.member) return refused("jws.signer", leaf.subject.serialNumber);
  try {
    const { payload } = await compactVerify(jws, leaf.publicKey, { algorithms: ["ES256", "ES384", "RS256"] });
    return accepted(JSON.parse(Buffer.from(payload).toString("utf8")) as Record<string, unknown>);
  } catch (error) {
    return refused("jws.bad-signature", error instanceof Error ? error.message : undefined);
  }
}
