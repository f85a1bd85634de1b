import { createHash } from "node:crypto";
import * as pkijs from "pkijs";
import { integer } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { childrenOf, encodingOf, octetsOf, readAsn1, serialHexOf, smallIntegerOf } from "../asn1/read.ts";
import { type CmsCodes, type OpenedCms, openSignedData, verifySigner } from "../cms/signed-data.ts";
import { attempt, type Outcome, TrustError } from "../codes.ts";
import { hashByOid } from "../keys/algorithms.ts";
import type { Certificate } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import { type Imprint, requireSameImprint } from "./request.ts";

export interface TimestampCheck {
  /** Digest of what was stamped, or the bytes themselves, which are then hashed as the token says. */
  readonly imprint?: Imprint;
  readonly bytes?: Uint8Array;
  readonly roots: readonly Certificate[];
  readonly intermediates?: readonly Certificate[];
  readonly nonce?: Uint8Array;
}

export interface Timestamp {
  readonly genTime: Date;
  readonly serialHex: string;
  readonly policy: string;
  readonly accuracySeconds: number | undefined;
  readonly tsa: Certificate;
}

const malformed = "timestamp.malformed";
const codes: CmsCodes = { malformed, badSignature: "timestamp.bad-signature" };
const maxBytes = 64 * 1024;

/** The token of a TimeStampResp (RFC 3161 §2.4.2). Codes: `timestamp.refused` with the authority's words, `timestamp.malformed`. */
export const tokenOfResponse = (response: Uint8Array): Outcome<Buffer> =>
  attempt(() => {
    const [status, token] = childrenOf(readAsn1(response, malformed), malformed);
    const code = smallIntegerOf(childrenOf(status, malformed)[0], malformed);
    if (code > 1) throw new TrustError("timestamp.refused", `status ${code}`);
    if (token === undefined) throw new TrustError(malformed, "granted without a token");
    return encodingOf(token);
  }, malformed);

/**
 * Verifies a time-stamp token: imprint, signature, that the signer's certificate is the one signed over (ESS) and is for time
 * stamping only, and its chain at the time in the token. Codes: `timestamp.*`; a broken chain shows as its own `chain.*` code.
 */
export const verifyTimestamp = (token: Uint8Array, check: TimestampCheck): Outcome<Timestamp> =>
  attempt(() => readVerified(token, check), malformed);

function readVerified(token: Uint8Array, check: TimestampCheck): Timestamp {
  const { signed, certificates } = openToken(token);
  const content = octetsOf(signed.encapContentInfo.eContent, malformed);
  const info = new pkijs.TSTInfo({ schema: readAsn1(content, malformed) });
  const hash = hashByOid(info.messageImprint.hashAlgorithm.algorithmId);
  if (hash === undefined) throw new TrustError("timestamp.imprint", "digest algorithm");
  const digest = check.bytes ? createHash(hash).update(check.bytes).digest() : check.imprint?.digest;
  if (digest === undefined) throw new RangeError("verifyTimestamp needs the imprint or the bytes");
  const found = { hash, digest: octetsOf(info.messageImprint.hashedMessage, malformed) };
  requireSameImprint({ hash: check.bytes ? hash : (check.imprint?.hash ?? hash), digest }, found);
  if (check.nonce && !(info.nonce && encodingOf(info.nonce).equals(integer(check.nonce))))
    throw new TrustError("timestamp.nonce");
  const { certificate: tsa } = verifySigner(signed, {
    contentType: OID.tstInfo,
    digestOf: (name) => createHash(name).update(content).digest(),
    candidates: [...certificates, ...(check.intermediates ?? [])],
    codes,
  });
  const intermediates = [...certificates, ...(check.intermediates ?? [])];
  const chain = verifyChain(tsa, { roots: check.roots, intermediates, at: info.genTime, use: "tsa" });
  if (!chain.ok) throw new TrustError(chain.code === "chain.wrong-usage" ? "timestamp.not-a-tsa" : chain.code, chain.detail);
  return {
    genTime: info.genTime,
    serialHex: serialHexOf(info.serialNumber),
    policy: info.policy,
    accuracySeconds: info.accuracy?.seconds,
    tsa,
  };
}

function openToken(token: Uint8Array): OpenedCms {
  if (token.length > maxBytes) throw new TrustError(malformed, "too large");
  return openSignedData(token, OID.tstInfo, codes);
}
