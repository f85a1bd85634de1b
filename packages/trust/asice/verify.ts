import { attempt, type Outcome, type TrustCode, TrustRefusal } from "../codes.ts";
import { type OcspAnswer, requireGood, verifyOcsp } from "../ocsp/verify.ts";
import { type Timestamp, verifyTimestamp } from "../tsp/verify.ts";
import type { Certificate } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import type { DistinguishedName } from "../x509/name.ts";
import { checkReferences, checkSignature, type FileReport } from "../xades/check.ts";
import { readAnyForm } from "../xades/read-any.ts";
import type { ReadSignature } from "../xades/signature.ts";
import { failed, notReached, passed, runStep, type Step, type StepName } from "../xades/steps.ts";
import { erasedName, readErased } from "./erased.ts";
import { type AsiceContents, readAsice } from "./read.ts";
import type { ZipLimits } from "./zip.ts";

export interface ContainerCheck {
  readonly roots: readonly Certificate[];
  /** Authorities that containers need not carry. */
  readonly intermediates?: readonly Certificate[];
  /** Default the present: time stamps must not be later. */
  readonly now?: Date;
  readonly limits?: Partial<ZipLimits>;
}

export interface ContainerReport {
  readonly valid: boolean;
  /** Always all seven, in order; a step that another one prevents has the code `step.not-reached`. */
  readonly steps: readonly Step[];
  readonly signer: SignerReport | undefined;
  /** The time in the time stamp, once it is verified. */
  readonly signedAt: Date | undefined;
  readonly claimedAt: Date | undefined;
  readonly files: readonly FileReport[];
  /** Files that were erased after they were signed: of them nothing but their digest could be compared. */
  readonly erased: readonly string[];
}

export interface SignerReport {
  readonly subject: DistinguishedName;
  /** Id of the member whose seal this is; undefined for persons. */
  readonly memberId: string | undefined;
  readonly certificate: Certificate;
}

/** Five minutes: clocks of honest machines differ by less. */
const skewMs = 5 * 60_000;
/** The answer about revocation belongs to the signature; one from another day does not (EN 319 102-1 leaves the bound to policy). */
const maxOcspDelayMs = 24 * 3_600_000;

/**
 * Verifies an ASiC-E container with one XAdES-B-LT signature (EN 319 162-1, EN 319 132-1, EN 319 102-1 §5.5), whoever made it, from
 * nothing but its bytes and the roots. All steps that can be done are done, so that the report says all that is wrong.
 */
export async function verifyContainer(bytes: Uint8Array, check: ContainerCheck): Promise<ContainerReport> {
  const contents = readAsice(bytes, check.limits);
  const read = contents.ok ? readOnlySignature(contents.value) : contents;
  if (!contents.ok || !read.ok) return unreadable(contents, read);
  const { value: signature } = read;
  const { files, beside } = contents.value;
  const erased = attempt(() =>
    readErased(
      beside.get(erasedName),
      files.map(({ name }) => name),
    ),
  );
  const gone = erased.ok ? erased.value : [];
  const references = checkReferences(signature, [...files, ...gone]);
  const timestamp = checkTimestamp(signature, check);
  const at = timestamp.ok ? timestamp.value.genTime : (check.now ?? new Date());
  const intermediates = [...signature.certificates, ...(check.intermediates ?? [])];
  const chain = verifyChain(signature.certificate, { roots: check.roots, intermediates, at, use: "seal" });
  const issuer = chain.ok ? (chain.value[1] ?? chain.value[0]) : undefined;
  const ocsp = issuer && checkRevocation(signature, issuer, at);
  const steps: Step[] = [
    erased.ok ? checkPackaging(contents.value) : failed("container", erased),
    references.step,
    await checkSignature(signature),
    chain.ok ? passed("certificate") : failed("certificate", chain),
    timestamp.ok ? passed("timestamp") : failed("timestamp", timestamp),
    ocsp === undefined ? notReached("revocation") : ocsp.ok ? passed("revocation") : failed("revocation", ocsp),
    timestamp.ok && ocsp?.ok ? checkOrder(signature, timestamp.value, ocsp.value) : notReached("order"),
  ];
  return {
    valid: steps.every((step) => step.ok),
    steps,
    signer: describeSigner(signature.certificate),
    signedAt: timestamp.ok ? timestamp.value.genTime : undefined,
    claimedAt: signature.signingTime,
    files: references.files,
    erased: gone.map(({ name }) => name),
  };
}

function readOnlySignature(contents: AsiceContents): Outcome<ReadSignature> {
  return attempt(() => {
    const [signature, ...others] = contents.signatures;
    if (signature === undefined) throw new TrustRefusal("container.no-signature");
    if (others.length > 0) throw new TrustRefusal("container.several-signatures");
    return readAnyForm(signature.xml);
  });
}

const later: readonly StepName[] = ["certificate", "timestamp", "revocation", "order"];

/** The packaging or the signature document cannot be read: everything after it is out of reach. */
function unreadable(contents: Outcome<AsiceContents>, read: Outcome<ReadSignature>): ContainerReport {
  const packaging = (code: TrustCode): boolean => code.startsWith("container.");
  const steps: Step[] = [];
  if (!read.ok) {
    const blame = !contents.ok || packaging(read.code);
    steps.push(
      blame ? failed("container", read) : contents.ok ? checkPackaging(contents.value) : passed("container"),
      notReached("references"),
    );
    steps.push(blame ? notReached("signature") : failed("signature", read));
  }
  steps.push(...later.map(notReached));
  const files = contents.ok ? contents.value.files.map(({ name, mime }) => ({ name, mime, ok: false })) : [];
  return { valid: false, steps, signer: undefined, signedAt: undefined, claimedAt: undefined, files, erased: [] };
}

function checkPackaging(contents: AsiceContents): Step<"container"> {
  return runStep("container", () => {
    const [damaged] = contents.damaged;
    if (damaged !== undefined) throw new TrustRefusal("container.checksum", damaged);
    const unnamed = contents.hasManifest ? contents.files.find((file) => file.mime === undefined) : undefined;
    if (unnamed) throw new TrustRefusal("container.manifest", `does not name ${unnamed.name}`);
    if (contents.files.length === 0) throw new TrustRefusal("container.malformed", "no data file");
  });
}

/** All signature time stamps must verify; the earliest one is the proof of existence. */
function checkTimestamp(signature: ReadSignature, check: ContainerCheck): Outcome<Timestamp> {
  return attempt(() => {
    const stamps = signature.timestamps.slice(0, 8).map(({ token, bytes }) => {
      const intermediates = [...signature.certificates, ...(check.intermediates ?? [])];
      const outcome = verifyTimestamp(token, { bytes, roots: check.roots, intermediates });
      if (!outcome.ok) throw new TrustRefusal(outcome.code, outcome.detail);
      return outcome.value;
    });
    const [earliest] = stamps.toSorted((a, b) => a.genTime.getTime() - b.genTime.getTime());
    if (earliest === undefined) throw new TrustRefusal("timestamp.missing");
    if (earliest.genTime.getTime() > (check.now ?? new Date()).getTime() + skewMs) {
      throw new TrustRefusal("timestamp.in-the-future", earliest.genTime.toISOString());
    }
    return earliest;
  });
}

/** One of the answers must be about the signer and say good; a revocation after the time stamp does not reach back. */
function checkRevocation(signature: ReadSignature, issuer: Certificate, at: Date): Outcome<OcspAnswer> {
  return attempt(() => {
    let problem = new TrustRefusal("ocsp.missing");
    for (const response of signature.ocspResponses) {
      const outcome = verifyOcsp(response, { certificate: signature.certificate, issuer });
      if (outcome.ok) return requireGood(outcome.value, at);
      problem = new TrustRefusal(outcome.code, outcome.detail);
    }
    throw problem;
  });
}

function checkOrder(signature: ReadSignature, timestamp: Timestamp, ocsp: OcspAnswer): Step<"order"> {
  return runStep("order", () => {
    const stamped = timestamp.genTime.getTime();
    const produced = ocsp.producedAt.getTime();
    const spoken = `${ocsp.producedAt.toISOString()} for ${timestamp.genTime.toISOString()}`;
    // Answers carry whole seconds, time stamps may carry fractions.
    if (produced < Math.floor(stamped / 1000) * 1000) throw new TrustRefusal("order.ocsp-before-timestamp", spoken);
    if (produced > stamped + maxOcspDelayMs) throw new TrustRefusal("order.ocsp-too-late", spoken);
    if (signature.signingTime && signature.signingTime.getTime() > stamped + skewMs)
      throw new TrustRefusal("order.signing-time", spoken);
  });
}

const describeSigner = (certificate: Certificate): SignerReport => ({
  subject: certificate.subject,
  memberId: certificate.subject.organizationIdentifier === undefined ? undefined : certificate.subject.serialNumber,
  certificate,
});
