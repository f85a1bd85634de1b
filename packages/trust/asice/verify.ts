import { attempt, type Outcome, type TrustCode, TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { DistinguishedName } from "../x509/name.ts";
import { checkReferences, checkSignature, type FileReport } from "../xades/check.ts";
import { readAnyForm } from "../xades/read-any.ts";
import type { ReadSignature } from "../xades/signature.ts";
import { failed, notReached, passed, runStep, type Step, type StepName } from "../xades/steps.ts";
import { erasedName, readErased } from "./erased.ts";
import { type ProofCheck, proofInTime } from "./proof.ts";
import { type AsiceContents, readAsice } from "./read.ts";
import type { ZipLimits } from "./zip.ts";

export interface ContainerCheck extends ProofCheck {
  readonly limits?: Partial<ZipLimits>;
}

export interface ContainerReport {
  readonly valid: boolean;
  /** Always all seven, in order; a step that could not be reached has the code `step.not-reached`. */
  readonly steps: readonly Step[];
  readonly signer: SignerReport | undefined;
  /** The time in the time stamp, once it is verified. */
  readonly signedAt: Date | undefined;
  readonly claimedAt: Date | undefined;
  readonly files: readonly FileReport[];
  /** Files that were erased after signing: only their digests could be compared. */
  readonly erased: readonly string[];
}

export interface SignerReport {
  readonly subject: DistinguishedName;
  /** Id of the member whose seal this is; undefined for persons. */
  readonly memberId: string | undefined;
  readonly certificate: Certificate;
}

/**
 * Verifies an ASiC-E container with one XAdES-B-LT signature (EN 319 162-1, EN 319 132-1, EN 319 102-1 §5.5), no matter who made it, from
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
  const proof = proofInTime(signature, check);
  const steps: Step[] = [
    erased.ok ? checkPackaging(contents.value) : failed("container", erased),
    references.step,
    await checkSignature(signature),
    ...proof.steps,
  ];
  return {
    valid: steps.every((step) => step.ok),
    steps,
    signer: describeSigner(signature.certificate),
    signedAt: proof.at,
    claimedAt: signature.signingTime,
    files: references.files,
    erased: gone.map(({ name }) => name),
  };
}

function readOnlySignature(contents: AsiceContents): Outcome<ReadSignature> {
  return attempt(() => {
    const [signature, ...others] = contents.signatures;
    if (signature === undefined) throw new TrustError("container.no-signature");
    if (others.length > 0) throw new TrustError("container.several-signatures");
    return readAnyForm(signature.xml);
  });
}

const later: readonly StepName[] = ["certificate", "timestamp", "revocation", "order"];

/** The packaging or the signature document cannot be read, so no later step can be done. */
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
    if (damaged !== undefined) throw new TrustError("container.checksum", damaged);
    const unnamed = contents.hasManifest ? contents.files.find((file) => file.mime === undefined) : undefined;
    if (unnamed) throw new TrustError("container.manifest", `does not name ${unnamed.name}`);
    if (contents.files.length === 0) throw new TrustError("container.malformed", "no data file");
  });
}

const describeSigner = (certificate: Certificate): SignerReport => ({
  subject: certificate.subject,
  memberId: certificate.subject.organizationIdentifier === undefined ? undefined : certificate.subject.serialNumber,
  certificate,
});
