import { type Certificate, type ReadSignature, verifyChain } from "@troad/trust";
import { type Outcome, type Refused, refused } from "../codes.ts";
import { verifyAnswer } from "./known-answers.ts";

/** What the instance approves; from its shared parameters. */
export interface XroadTrust {
  readonly roots: readonly Certificate[];
  /** Approved below a root: authorities like it, so that a chain ends at them and nobody is asked for their status, as X-Road has it. */
  readonly intermediates?: readonly Certificate[];
  /** Approved authorities by their own certificates: a time stamp by another one of the same issuer does not count. */
  readonly tsas: readonly Certificate[];
  /** `ocspFreshnessSeconds` of the instance; default 3600. */
  readonly ocspFreshnessSeconds?: number;
}

/** The fault of a step, if it has one. */
export type Verdict = Refused | undefined;

/** The chain from the signer to an approved authority, valid at the moment of the stamp. */
export function checkCertificate(
  read: ReadSignature,
  trust: XroadTrust,
  at: Date | undefined,
): { chain?: readonly Certificate[]; fault: Verdict } {
  if (at === undefined) return { fault: refused("step.not-reached") };
  const chain = verifyChain(read.certificate, { roots: approved(trust), intermediates: read.certificates, at, use: "seal" });
  return chain.ok ? { chain: chain.value, fault: undefined } : { fault: chain };
}

export const approved = (trust: XroadTrust): Certificate[] => [...trust.roots, ...(trust.intermediates ?? [])];

/** Every certificate below the approved authority needs a status answer that was fresh when the signature was stamped. */
export function checkRevocation(
  chain: readonly Certificate[],
  read: Pick<ReadSignature, "ocspResponses">,
  at: Date,
  trust: XroadTrust,
): Verdict {
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) break;
    const fault = checkStatus(certificate, issuer, read, at, trust);
    if (fault) return fault;
  }
  return undefined;
}

function checkStatus(
  certificate: Certificate,
  issuer: Certificate,
  read: Pick<ReadSignature, "ocspResponses">,
  at: Date,
  trust: XroadTrust,
): Verdict {
  const found = findStatus(certificate, issuer, read.ocspResponses, { at, trust });
  return found.ok ? undefined : found;
}

/** The answer that says that a certificate was good. Codes: `ocsp.*`. */
export function findStatus(
  certificate: Certificate,
  issuer: Certificate,
  ocspResponses: readonly Buffer[],
  { at, trust }: { readonly at: Date; readonly trust: XroadTrust },
): Outcome<Buffer> {
  let fault: Refused = refused("ocsp.missing");
  const maxAgeSeconds = trust.ocspFreshnessSeconds ?? 3600;
  for (const response of ocspResponses) {
    const answer = verifyAnswer(response, { certificate, issuer, now: at, maxAgeSeconds });
    if (answer.ok) {
      const { status } = answer.value.status;
      return status === "good" ? { ok: true, value: response } : refused(`ocsp.${status}`);
    }
    // An answer about another certificate of the chain is none of this one's.
    if (answer.code !== "ocsp.other-certificate") fault = answer;
  }
  return fault;
}
