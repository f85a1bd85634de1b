import { type Certificate, type ReadSignature, readXades, verifyTimestamp, verifyXades } from "@troad/trust";
import { type AnyCode, type Refused, refused } from "../codes.ts";
import { names, readXroadContainer, type XroadContainer } from "./layout.ts";
import { checkChainFiles, checkCoverage, type FileReport } from "./references.ts";
import { checkCertificate, checkRevocation, type Verdict, type XroadTrust } from "./trust.ts";

export type XroadStepName = "container" | "references" | "signature" | "timestamp" | "certificate" | "revocation";

export interface XroadStep {
  readonly step: XroadStepName;
  readonly ok: boolean;
  readonly code?: AnyCode;
  readonly detail?: string;
}

export interface XroadReport {
  readonly valid: boolean;
  /** Always all six, in this order; what another step prevents says `step.not-reached`. */
  readonly steps: readonly XroadStep[];
  readonly files: readonly FileReport[];
  readonly signer: Certificate | undefined;
  /** Claimed by the signer. */
  readonly claimedAt: Date | undefined;
  /** Proved by the time stamp, if that step holds. */
  readonly stampedAt: Date | undefined;
}

const stepOf = (step: XroadStepName, fault: Verdict): XroadStep =>
  fault === undefined
    ? { step, ok: true }
    : { step, ok: false, code: fault.code, ...(fault.detail === undefined ? {} : { detail: fault.detail }) };

const notReached = refused("step.not-reached");

/**
 * Verifies a container by X-Road's rules: the signature is over `/message.xml` or the result of a hash chain that leads to it, the
 * time stamp over the raw signature value or the result of a chain that leads to `signatures.xml`, the status answer is older than the
 * stamp by at most the freshness of the instance. `valid` says nothing about who the signer speaks for: compare `signer` with the
 * message's sender. A file that a chain names and the container leaves out is reported without `found`.
 */
export async function verifyXroadContainer(bytes: Uint8Array, trust: XroadTrust): Promise<XroadReport> {
  const opened = readXroadContainer(bytes);
  if (!opened.ok) return reportOf([opened, notReached, notReached, notReached, notReached, notReached]);
  const container = opened.value;
  const signature = readXades(container.signatureXml);
  if (!signature.ok) return reportOf([undefined, notReached, signature, notReached, notReached, notReached]);
  const read = signature.value;
  const coverage = checkCoverage(container, read);
  const stamp = checkTimestamp(container, read, trust);
  const stampedAt = "at" in stamp ? stamp.at : undefined;
  const at = stampedAt ?? read.signingTime;
  const { chain, fault: chainFault } = checkCertificate(read, trust, at);
  const faults = [
    undefined,
    coverage.fault,
    await checkSignatureValue(container),
    "at" in stamp ? undefined : stamp,
    chainFault,
    chain && at ? checkRevocation(chain, read, at, trust) : notReached,
  ];
  const stampFiles = "files" in stamp ? stamp.files : [];
  return {
    ...reportOf(faults),
    files: [...coverage.files, ...stampFiles],
    signer: read.certificate,
    claimedAt: read.signingTime,
    stampedAt,
  };
}

const stepNames = ["container", "references", "signature", "timestamp", "certificate", "revocation"] as const;

function reportOf(faults: readonly Verdict[]): XroadReport {
  const steps = stepNames.map((step, index) => stepOf(step, faults[index]));
  return {
    valid: steps.every((step) => step.ok),
    steps,
    files: [],
    signer: undefined,
    claimedAt: undefined,
    stampedAt: undefined,
  };
}

/** The value over SignedInfo and the certificate that the signed properties name; files are compared by this profile's own rules. */
async function checkSignatureValue(container: XroadContainer): Promise<Verdict> {
  const report = await verifyXades(container.signatureXml, { files: [] });
  const step = report.steps.find((item) => item.step === "signature");
  return step?.ok ? undefined : refused(step?.code ?? "step.not-reached", step?.detail);
}

type Stamp = { readonly at: Date; readonly files: readonly FileReport[] } | Refused;

function checkTimestamp(container: XroadContainer, read: ReadSignature, trust: XroadTrust): Stamp {
  const { timestampChain, timestamp } = container;
  // A batch's token stands beside the signature, a single one inside; without a chain it is over the signature value itself.
  const token = timestamp ?? read.timestamps[0]?.token;
  if (token === undefined) return refused("asic.no-timestamp");
  const chained =
    timestampChain &&
    checkChainFiles(
      timestampChain.result,
      timestampChain.chain,
      names.timestampChain,
      new Map([[container.signatureName, container.signatureXml]]),
      "timestamp",
    );
  if (chained?.fault) return chained.fault;
  const stamped = timestampChain?.result ?? read.signatureValue;
  const verified = verifyTimestamp(token, { bytes: stamped, roots: trust.tsas });
  return verified.ok ? { at: verified.value.genTime, files: chained?.files ?? [] } : verified;
}
