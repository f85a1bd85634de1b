import { type Certificate, type Outcome, parseCertificateBase64, verifyChain, verifySealJws } from "@troad/trust";
import { keyIdOf } from "./cose.ts";
import { wholeType } from "./credential.ts";
import type { Read } from "./read.ts";
import { type StatusList, statusAt, statuses, statusListOf, statusListType } from "./status-list.ts";

/** In this order. `status` without a list is not checked, and says so: `status.unknown`. */
export type CredentialStep = { step: "signature" | "issuer" | "status" | "validity"; ok: boolean; code?: string };

export type CredentialTrust = {
  roots: readonly Certificate[];
  intermediates: readonly Certificate[];
  /** Certificates of agencies' seals, one of which a compact form names by its id; a whole form brings its own. */
  signers: readonly Certificate[];
  now: Date;
  /** The status at the place that the credential names; undefined where nobody can say. */
  status(place: { uri: string; idx: number }): number | undefined;
};

const memberOf = (issuer: string): string => issuer.split("/").slice(0, 3).join("/");
const clockSkewMs = 5 * 60_000;

/**
 * Verifies either form from nothing but trusted roots, the seals' certificates and a status list: signature, that the seal belonged to the
 * issuer when it signed, revocation and suspension, and the end. Certificates from before there was a list have no step `status`.
 */
export async function verifyCredential(read: Read, trust: CredentialTrust): Promise<CredentialStep[]> {
  const { claims } = read;
  const issued = new Date(claims.iat * 1000);
  const [signature, issuer] = await (read.form === "compact"
    ? checkCompact(read, trust, issued)
    : checkWhole(read, trust, issued));
  const ended = (claims.exp ?? Number.POSITIVE_INFINITY) * 1000 <= trust.now.getTime();
  const early = issued.getTime() > trust.now.getTime() + clockSkewMs;
  const place = claims.status?.status_list;
  return [
    { step: "signature", ...signature },
    { step: "issuer", ...issuer },
    ...(place ? [{ step: "status" as const, ...statusOf(trust.status(place)) }] : []),
    { step: "validity", ...(ended ? failed("certificate.ended") : early ? failed("certificate.early") : passed) },
  ];
}

type Finding = { ok: boolean; code?: string };
const passed: Finding = { ok: true };
const failed = (code: string): Finding => ({ ok: false, code });

function statusOf(status: number | undefined): Finding {
  if (status === undefined) return failed("status.unknown");
  if (status === statuses.valid) return passed;
  // both bits: what is revoked stays so
  return failed((status & statuses.revoked) !== 0 ? "certificate.revoked" : "certificate.suspended");
}

async function checkCompact(
  { claims, sign1 }: Extract<Read, { form: "compact" }>,
  { roots, intermediates, signers }: CredentialTrust,
  at: Date,
): Promise<[Finding, Finding]> {
  const named = signers.filter((one) => keyIdOf(one).equals(sign1.keyId));
  const signer = named.find((one) => sign1.signedBy(one));
  if (!signer) return [failed(named.length === 0 ? "signature.signer-unknown" : "signature.wrong"), failed("step.not-reached")];
  const chain = verifyChain(signer, { roots, intermediates: [...intermediates, ...signers], at, use: "seal" });
  if (!chain.ok) return [passed, failed(chain.code)];
  return [passed, signer.subject.serialNumber === memberOf(claims.iss) ? passed : failed("signature.other-issuer")];
}

async function checkWhole(
  { claims, token }: Extract<Read, { form: "whole" }>,
  { roots, intermediates }: CredentialTrust,
  at: Date,
): Promise<[Finding, Finding]> {
  const sealed = await verifySealJws(token, { typ: wholeType, at, member: memberOf(claims.iss), roots, intermediates });
  return sealed.ok ? [passed, passed] : [failed(sealed.code), failed("step.not-reached")];
}

/**
 * Opens status list tokens for the certificates of an issuer: each signed by the issuer itself, and not over. What cannot be read is left out, so that
 * its certificates have no status. `at` may be earlier than now where lists were kept for a check without a network.
 */
export async function openStatusTokens(
  tokens: readonly string[],
  trust: Pick<CredentialTrust, "roots" | "intermediates"> & { issuer: string; at: Date },
): Promise<CredentialTrust["status"]> {
  const lists = new Map<string, StatusList>();
  for (const token of tokens) {
    const sealed: Outcome<Record<string, unknown>> = await verifySealJws(token.trim(), {
      ...{ typ: statusListType, at: trust.at, member: memberOf(trust.issuer) },
      ...{ roots: trust.roots, intermediates: trust.intermediates },
    });
    const uri = sealed.ok ? String(sealed.value.sub) : "";
    const list = sealed.ok ? statusListOf(sealed.value, uri, trust.at) : undefined;
    if (list) lists.set(uri, list);
  }
  return ({ uri, idx }) => {
    const list = lists.get(uri);
    return list && statusAt(list, idx);
  };
}

/** The certificates in the header of a sealed token: the signer's and those above it. Nothing of it is believed yet. */
export function certificatesIn(token: string): Certificate[] {
  try {
    const { x5c } = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8")) as { x5c?: unknown };
    return Array.isArray(x5c) ? x5c.slice(0, 4).map((der) => parseCertificateBase64(String(der))) : [];
  } catch {
    return [];
  }
}
