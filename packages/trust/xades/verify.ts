import { attempt, type Outcome } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import { checkReferences, checkSignature, type FileReport, type FileToCheck } from "./check.ts";
import { readAnyForm } from "./read-any.ts";
import { readOwnForm } from "./read-own.ts";
import type { ReadSignature } from "./signature.ts";
import { failed, notReached, passed, type Step } from "./steps.ts";

export interface XadesCheck {
  readonly files: readonly FileToCheck[];
  /** Without roots no chain is built: the caller then decides about `certificate` (and may cache its decision). */
  readonly roots?: readonly Certificate[];
  readonly intermediates?: readonly Certificate[];
  /** The moment for the chain; default the claimed signing time. */
  readonly at?: Date;
}

export interface XadesReport {
  readonly valid: boolean;
  readonly steps: readonly Step<"references" | "signature" | "certificate">[];
  readonly certificate: Certificate | undefined;
  /** Claimed by the signer, not proven. */
  readonly claimedAt: Date | undefined;
  readonly files: readonly FileReport[];
}

/** Reads a signature document; our own form takes a way without an XML parser. Codes: `xml.*`, `xades.*`, `certificate.malformed`. */
export const readXades = (xml: string | Uint8Array): Outcome<ReadSignature> =>
  attempt(
    () =>
      (typeof xml === "string" ? readOwnForm(xml) : undefined) ??
      readAnyForm(typeof xml === "string" ? Buffer.from(xml, "utf8") : xml),
  );

/**
 * Verifies a XAdES signature with its files, by itself: no time stamp, no revocation. For messages between gateways, where both are
 * checked elsewhere, and for signatures that are data files in a container.
 */
export async function verifyXades(xml: string | Uint8Array, check: XadesCheck): Promise<XadesReport> {
  const outcome = readXades(xml);
  if (!outcome.ok) {
    const steps = [notReached("references"), failed("signature", outcome)] as const;
    return { valid: false, steps, certificate: undefined, claimedAt: undefined, files: [] };
  }
  const read = outcome.value;
  const references = checkReferences(read, check.files);
  const steps: Step<"references" | "signature" | "certificate">[] = [references.step, await checkSignature(read)];
  if (check.roots) steps.push(checkCertificate(read, check.roots, check));
  return {
    valid: steps.every((step) => step.ok),
    steps,
    certificate: read.certificate,
    claimedAt: read.signingTime,
    files: references.files,
  };
}

function checkCertificate(read: ReadSignature, roots: readonly Certificate[], check: XadesCheck): Step<"certificate"> {
  const at = check.at ?? read.signingTime;
  if (at === undefined) return failed("certificate", { code: "xades.structure", detail: "no signing time" });
  const intermediates = [...read.certificates, ...(check.intermediates ?? [])];
  const chain = verifyChain(read.certificate, { roots, intermediates, at, use: "seal" });
  return chain.ok ? passed("certificate") : failed("certificate", chain);
}
