import { createHash } from "node:crypto";
import { PdfStream } from "@libpdf/core";
import {
  type Certificate,
  type DetachedSignature,
  parseCertificate,
  type Timestamp,
  verifyChain,
  verifyDetached,
  verifyOcsp,
  verifyTimestamp,
} from "@troad/trust";
import { requireSameContent } from "./changes.ts";
import { type PadesCode, PadesError } from "./codes.ts";
import { dictAt, itemsAt, type Opened, openPdf } from "./document.ts";
import { derOf, type FoundSignature, findSignatures, revisionEnds } from "./revisions.ts";

export type PdfTrust = { roots: readonly Certificate[]; intermediates?: readonly Certificate[] };

/** In this order; each has a code if it fails, and what another one prevents was not reached. */
export type PdfStep = {
  step: "signature" | "certificate" | "timestamp" | "status" | "content";
  ok: boolean;
  code?: PadesCode | "step.not-reached";
  detail?: string;
};

export type SignatureReport = {
  field: string;
  kind: FoundSignature["kind"];
  /** The revision that was signed, counted from 1, and where it ends. */
  revision: number;
  end: number;
  valid: boolean;
  /** Whose certificate it is; undefined if the signature does not hold. */
  signer: Certificate | undefined;
  signedAt: Date | undefined;
  steps: PdfStep[];
};

export type PdfReport = {
  valid: boolean;
  revisions: number;
  signatures: SignatureReport[];
  /** Why the file as a whole is refused; undefined if each signature speaks for itself. */
  refused: PadesCode | undefined;
};

/**
 * Verifies all signatures of a PDF file from nothing but its bytes and the roots: bytes covered, signature, chain at the time of the time
 * stamp, status, and that nothing but signatures and validation data followed.
 */
export async function verifyPdf(bytes: Uint8Array, trust: PdfTrust): Promise<PdfReport> {
  let revisions = 0;
  try {
    const opened = await openPdf(bytes);
    revisions = revisionEnds(bytes).length;
    const found = findSignatures(opened);
    if (found.length === 0) throw new PadesError("pades.no-signature");
    const signatures: SignatureReport[] = [];
    for (const one of found) signatures.push(await verifyOne(opened, one, trust));
    return { valid: signatures.every(({ valid }) => valid), revisions, signatures, refused: undefined };
  } catch (error) {
    if (!(error instanceof PadesError)) throw error;
    return { valid: false, revisions, signatures: [], refused: error.code };
  }
}

async function verifyOne(opened: Opened, found: FoundSignature, trust: PdfTrust): Promise<SignatureReport> {
  const steps: PdfStep[] = [];
  const run = <T>(step: PdfStep["step"], work: () => T): T | undefined => {
    try {
      const value = work();
      steps.push({ step, ok: true });
      return value;
    } catch (error) {
      if (!(error instanceof PadesError)) throw error;
      steps.push({ step, ok: false, code: error.code, detail: error.message });
      return undefined;
    }
  };
  const skip = (step: PdfStep["step"]) => steps.push({ step, ok: false, code: "step.not-reached" });
  const data = validationData(opened);
  const between = [...data.certificates, ...(trust.intermediates ?? [])];
  const signature = run("signature", () => signatureOf(opened.bytes, found));
  const stamp = signature && attemptStamp(signature, found, trust, between);
  const signedAt = stamp instanceof PadesError ? undefined : stamp?.genTime;
  const chain = signature
    ? run("certificate", () => {
        // without a time stamp the chain is looked at as of the time that the signer states
        const at = signedAt ?? signature.signingTime ?? new Date(0);
        return chainOf(signature.certificate, { ...trust, intermediates: [...signature.certificates, ...between] }, at);
      })
    : skip("certificate") && undefined;
  run("timestamp", () => {
    if (stamp instanceof PadesError) throw stamp;
    if (!stamp) throw new PadesError("pades.no-timestamp");
  });
  if (chain && signedAt) run("status", () => requireGoodStatus(chain, data.answers, signedAt));
  else skip("status");
  const content = await contentOf(opened, found);
  run("content", () => {
    if (content) throw content;
  });
  return {
    ...{ field: found.field, kind: found.kind, revision: found.revision, end: found.end, steps, signedAt },
    valid: steps.every(({ ok }) => ok),
    signer: signature?.certificate,
  };
}

function signatureOf(bytes: Uint8Array, { contents, byteRange: [, before, after, rest] }: FoundSignature): DetachedSignature {
  const checked = verifyDetached(derOf(contents), (hash) =>
    createHash(hash)
      .update(bytes.subarray(0, before))
      .update(bytes.subarray(after, after + rest))
      .digest(),
  );
  if (!checked.ok) throw new PadesError(checked.code, checked.detail);
  return checked.value;
}

function attemptStamp(
  { signature, timestampToken }: DetachedSignature,
  _found: FoundSignature,
  { roots }: PdfTrust,
  intermediates: readonly Certificate[],
): Timestamp | PadesError {
  if (!timestampToken) return new PadesError("pades.no-timestamp");
  const checked = verifyTimestamp(timestampToken, { bytes: signature, roots, intermediates });
  return checked.ok ? checked.value : new PadesError(checked.code, checked.detail);
}

function chainOf(certificate: Certificate, { roots, intermediates = [] }: PdfTrust, at: Date): readonly Certificate[] {
  const chain = verifyChain(certificate, { roots, intermediates, at, use: "seal" });
  if (!chain.ok) throw new PadesError(chain.code, chain.detail);
  return chain.value;
}

/** An answer of the responder in the file, made after the time stamp, says that the signer's certificate was good. */
function requireGoodStatus([certificate, issuer]: readonly Certificate[], answers: readonly Buffer[], signedAt: Date): void {
  let reason: PadesError = new PadesError("pades.no-status");
  for (const answer of answers) {
    const checked = verifyOcsp(answer, { certificate: certificate!, issuer: issuer ?? certificate! });
    if (!checked.ok) {
      if (checked.code !== "ocsp.other-certificate" && checked.code !== "ocsp.responder-not-authorised")
        reason = new PadesError(checked.code, checked.detail);
      continue;
    }
    const { status, thisUpdate } = checked.value;
    if (status.status === "revoked" && status.at <= signedAt) throw new PadesError("ocsp.revoked", status.at.toISOString());
    if (status.status === "unknown") reason = new PadesError("ocsp.unknown");
    else if (thisUpdate.getTime() + toleranceMs < signedAt.getTime()) reason = new PadesError("pades.status-before-timestamp");
    else return;
  }
  throw reason;
}

/** Times in answers and time stamps are whole seconds, of two clocks. */
const toleranceMs = 2_000;

/** What followed the signed revision; undefined if it was only signatures and validation data. */
async function contentOf(opened: Opened, { end }: FoundSignature): Promise<PadesError | undefined> {
  try {
    if (end >= opened.bytes.length) return undefined;
    requireSameContent(await openPdf(opened.bytes.subarray(0, end)), opened);
    return undefined;
  } catch (error) {
    if (error instanceof PadesError) return error;
    throw error;
  }
}

type ValidationData = { certificates: Certificate[]; answers: Buffer[] };
const maxValidation = 200;

/** The document security store (ETSI EN 319 142-1 section 5.4.2). */
function validationData(opened: Opened): ValidationData {
  const store = dictAt(opened, opened.catalog, "DSS");
  const streams = (key: string): Buffer[] =>
    itemsAt(opened, store, key)
      .slice(0, maxValidation)
      .flatMap((item) => {
        const found = opened.follow(item);
        return found instanceof PdfStream ? [Buffer.from(found.getDecodedData())] : [];
      });
  return { certificates: streams("Certs").flatMap(certificateIn), answers: streams("OCSPs") };
}

function certificateIn(der: Buffer): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}
