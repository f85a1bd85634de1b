import { signPdf } from "@troad/pades";
import type { EvidenceSource } from "@troad/pki/evidence";
import type { MemberKey } from "@troad/pki/seal";

/** Where everybody checks a sealed file. */
export const checkPath = "/check-file";

/** Puts an agency's seal into a file, with what it takes to verify it without anybody. */
export type SealPdf = (pdf: Buffer, seal: MemberKey) => Promise<Buffer>;

export const pdfSealer =
  (evidence: EvidenceSource, now: () => Date): SealPdf =>
  async (pdf, { signer, certificate }) =>
    signPdf(pdf, {
      signer,
      chain: [certificate, ...(await evidence.above(certificate))],
      signingTime: now(),
      timestamp: evidence.timestamp,
      status: evidence.status,
    });
