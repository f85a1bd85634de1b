import { attempt, type Outcome, TrustError } from "../codes.ts";
import { type OcspAnswer, requireGood, verifyOcsp } from "../ocsp/verify.ts";
import { type Timestamp, verifyTimestamp } from "../tsp/verify.ts";
import type { Certificate } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import type { ReadSignature } from "../xades/signature.ts";
import { failed, notReached, passed, runStep, type Step } from "../xades/steps.ts";

export interface ProofCheck {
  readonly roots: readonly Certificate[];
  /** Authorities that containers need not carry. */
  readonly intermediates?: readonly Certificate[];
  /** Default the present: time stamps must not be later. */
  readonly now?: Date;
  /** A time stamp that this signature shares with others, once the caller has verified it and its hash path to the signature. */
  readonly shared?: Timestamp;
}

/** Five minutes: clocks of honest machines differ by less. */
const skewMs = 5 * 60_000;
/** Maximum age of the revocation answer relative to the signature (EN 319 102-1 leaves the bound to policy). */
const maxOcspDelayMs = 24 * 3_600_000;

/**
 * Steps `certificate`, `timestamp`, `revocation`, `order`: the signature existed while its certificate was valid. `at` is the proven time.
 */
export function proofInTime(signature: ReadSignature, check: ProofCheck): { at: Date | undefined; steps: Step[] } {
  const stamps = checkTimestamps(signature, check);
  return stamps.ok ? proofOf(signature, stamps.value, check) : { at: undefined, steps: unproved(signature, stamps, check) };
}

/** All signature time stamps must verify; earliest first, a shared one among them. */
function checkTimestamps(signature: ReadSignature, check: ProofCheck): Outcome<Timestamp[]> {
  return attempt(() => {
    const stamps = signature.timestamps.slice(0, 8).map(({ token, bytes }) => {
      const intermediates = [...signature.certificates, ...(check.intermediates ?? [])];
      const outcome = verifyTimestamp(token, { bytes, roots: check.roots, intermediates });
      if (!outcome.ok) throw new TrustError(outcome.code, outcome.detail);
      return outcome.value;
    });
    const all = [...stamps, ...(check.shared ? [check.shared] : [])].sort((a, b) => a.genTime.getTime() - b.genTime.getTime());
    const [earliest] = all;
    if (earliest === undefined) throw new TrustError("timestamp.missing");
    if (earliest.genTime.getTime() > (check.now ?? new Date()).getTime() + skewMs) {
      throw new TrustError("timestamp.in-the-future", earliest.genTime.toISOString());
    }
    return all;
  });
}

type Proof = { readonly at: Date; readonly steps: Step[] };

/** The earliest time stamp with a matching status answer is the proof of existence; if there is none, the earliest one gives the reason. */
function proofOf(signature: ReadSignature, stamps: readonly Timestamp[], check: ProofCheck): Proof {
  let first: Proof | undefined;
  for (const stamp of stamps) {
    const steps = proofSteps(signature, stamp, check);
    const proof = { at: stamp.genTime, steps };
    if (steps.every(({ ok }) => ok)) return proof;
    first ??= proof;
  }
  return first!;
}

function chainAt(signature: ReadSignature, at: Date, check: ProofCheck): Outcome<readonly Certificate[]> {
  const intermediates = [...signature.certificates, ...(check.intermediates ?? [])];
  return verifyChain(signature.certificate, { roots: check.roots, intermediates, at, use: "seal" });
}

function proofSteps(signature: ReadSignature, stamp: Timestamp, check: ProofCheck): Step[] {
  const chain = chainAt(signature, stamp.genTime, check);
  if (!chain.ok) return [failed("certificate", chain), passed("timestamp"), notReached("revocation"), notReached("order")];
  const answers = checkRevocation(signature, chain.value[1] ?? chain.value[0]!, stamp.genTime);
  const before: Step[] = [passed("certificate"), passed("timestamp")];
  if (!answers.ok) return [...before, failed("revocation", answers), notReached("order")];
  const orders = answers.value.map((answer) => checkOrder(signature, stamp, answer));
  return [...before, passed("revocation"), orders.find(({ ok }) => ok) ?? orders[0]!];
}

/** Without a time stamp the certificate is judged as of now, so that the report lists everything that is wrong. */
function unproved(signature: ReadSignature, stamps: Outcome<unknown>, check: ProofCheck): Step[] {
  const at = check.now ?? new Date();
  const chain = chainAt(signature, at, check);
  const answers = chain.ok ? checkRevocation(signature, chain.value[1] ?? chain.value[0]!, at) : undefined;
  return [
    chain.ok ? passed("certificate") : failed("certificate", chain),
    stamps.ok ? passed("timestamp") : failed("timestamp", stamps),
    answers === undefined ? notReached("revocation") : answers.ok ? passed("revocation") : failed("revocation", answers),
    notReached("order"),
  ];
}

/** One of the answers must be about the signer and say good; a revocation after the time stamp has no effect. Gives all that qualify. */
function checkRevocation(signature: ReadSignature, issuer: Certificate, at: Date): Outcome<OcspAnswer[]> {
  return attempt(() => {
    let problem = new TrustError("ocsp.missing");
    const good: OcspAnswer[] = [];
    for (const response of signature.ocspResponses) {
      const outcome = verifyOcsp(response, { certificate: signature.certificate, issuer });
      const judged = outcome.ok ? attempt(() => requireGood(outcome.value, at)) : outcome;
      if (judged.ok) good.push(judged.value);
      else problem = new TrustError(judged.code, judged.detail);
    }
    if (good.length === 0) throw problem;
    return good;
  });
}

function checkOrder(signature: ReadSignature, timestamp: Timestamp, ocsp: OcspAnswer): Step<"order"> {
  return runStep("order", () => {
    const stamped = timestamp.genTime.getTime();
    const produced = ocsp.producedAt.getTime();
    const spoken = `${ocsp.producedAt.toISOString()} for ${timestamp.genTime.toISOString()}`;
    // Answers have whole seconds, time stamps may have fractions.
    if (produced < Math.floor(stamped / 1000) * 1000) throw new TrustError("order.ocsp-before-timestamp", spoken);
    if (produced > stamped + maxOcspDelayMs) throw new TrustError("order.ocsp-too-late", spoken);
    if (signature.signingTime && signature.signingTime.getTime() > stamped + skewMs)
      throw new TrustError("order.signing-time", spoken);
  });
}
