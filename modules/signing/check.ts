import { hash } from "node:crypto";
import { verifyPdf } from "@troad/pades";
import type { Trusted } from "@troad/pki/trust";
import { type Certificate, verifyContainer } from "@troad/trust";

export type CheckedStep = { step: string; ok: boolean; code?: string };
export type CheckedSignature = {
  signer: string;
  /** Whether the signer is an organisation's seal. */
  isSeal: boolean;
  signedAt: Date | undefined;
  valid: boolean;
  /** Of a PDF file: which of its revisions was signed, and the digest of the file as it was then. */
  revision?: { number: number; of: number; sha256: string };
  steps: CheckedStep[];
};
export type Checked = {
  kind: "pdf" | "container";
  valid: boolean;
  refused?: string;
  signatures: CheckedSignature[];
  files: string[];
};

/** Checks a signed file from nothing but its bytes and the roots: a PDF with signatures, or a container. */
export async function checkFile(bytes: Buffer, { roots, intermediates }: Trusted, now: Date): Promise<Checked> {
  return bytes.subarray(0, 5).toString("latin1") === "%PDF-"
    ? checkPdf(bytes, { roots, intermediates })
    : checkContainer(bytes, { roots, intermediates }, now);
}

type Trust = Pick<Trusted, "roots" | "intermediates">;

async function checkPdf(bytes: Buffer, trust: Trust): Promise<Checked> {
  const { valid, refused, revisions, signatures } = await verifyPdf(bytes, trust);
  return {
    ...{ kind: "pdf", valid, files: [], ...(refused ? { refused } : {}) },
    signatures: signatures.map(({ signer, signedAt, revision, end, steps, ...one }) => ({
      ...{ ...nameOf(signer), signedAt, steps, valid: one.valid },
      revision: { number: revision, of: revisions, sha256: hash("sha256", bytes.subarray(0, end), "hex") },
    })),
  };
}

async function checkContainer(bytes: Buffer, trust: Trust, now: Date): Promise<Checked> {
  const report = await verifyContainer(bytes, { ...trust, now });
  const isReadable = report.signer !== undefined || report.files.length > 0;
  if (!isReadable) return { kind: "container", valid: false, refused: "signing.not-signed", signatures: [], files: [] };
  const steps = report.steps.map(({ step, ok, code }) => ({ step, ok, ...(code ? { code } : {}) }));
  const signature = { ...nameOf(report.signer?.certificate), signedAt: report.signedAt, valid: report.valid, steps };
  return { kind: "container", valid: report.valid, signatures: [signature], files: report.files.map(({ name }) => name) };
}

const nameOf = (certificate: Certificate | undefined): { signer: string; isSeal: boolean } => ({
  signer: certificate?.subject.CN ?? "",
  isSeal: certificate?.subject.organizationIdentifier !== undefined,
});
