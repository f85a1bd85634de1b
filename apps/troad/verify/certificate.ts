import { certificatesIn, openStatusTokens, type Read, readCredential, verifyCredential } from "@troad/credential";
import { verifyPdf } from "@troad/pades";
import { type Certificate, parseCertificates } from "@troad/trust";
import type { EvidenceReport, Finding, Trust } from "./container.ts";

/** What was fetched before, of the certificates of agencies: status lists, and the certificates of their seals. */
export type CertificateFiles = { lists: string[]; signers: Certificate[]; now: Date };
export const signersOf = (pem: string): Certificate[] => parseCertificates(pem);

const mostBytes = 64 * 1024;

/** The certificate of an agency in a file: the text of its code, or its whole form; undefined for anything else. */
export const certificateIn = (bytes: Buffer): Read | undefined =>
  bytes.length > mostBytes ? undefined : readCredential(bytes.toString("utf8"));

/** Verifies either form with the files at hand; what a status list would say is not known without one, and is then not valid. */
export async function checkCertificate(
  read: Read,
  trust: Trust,
  { lists, signers, now }: CertificateFiles,
): Promise<EvidenceReport> {
  const { roots, intermediates } = trust;
  const status = await openStatusTokens(lists, { roots, intermediates, issuer: read.claims.iss, at: now });
  // a status list brings the certificate of the same seal
  const known = [...signers, ...lists.flatMap(certificatesIn)];
  const steps = await verifyCredential(read, { roots, intermediates, signers: known, now, status });
  const { iss, iat, jti, holder, service, statements, exp, left } = read.claims;
  return {
    ...{ profile: "certificate", valid: steps.every(({ ok }) => ok), signer: iss, signedAt: new Date(iat * 1000).toISOString() },
    steps: steps.map(({ step, ...one }): Finding => ({ step: step === "status" ? "standing" : step, ...one })),
    files: [],
    states: {
      ...{ number: jti, service, holder, ...statements },
      ...(exp === undefined ? {} : { validUntil: new Date(exp * 1000).toISOString() }),
      ...(left === undefined ? {} : { leftOut: left }),
    },
  };
}

/** Verifies the seals within a PDF file. Whether a certificate that it shows still stands, its code says. */
export async function checkPdf(bytes: Buffer, { roots, intermediates }: Trust): Promise<EvidenceReport> {
  const report = await verifyPdf(bytes, { roots, intermediates });
  const last = report.signatures.at(-1);
  return {
    ...{ profile: "pdf", valid: report.valid, signer: last?.signer?.subject.serialNumber ?? null },
    signedAt: last?.signedAt?.toISOString() ?? null,
    steps: [
      ...(report.refused ? [{ step: "container", ok: false, code: report.refused }] : []),
      ...report.signatures.flatMap(({ field, steps }) =>
        steps.map(
          ({ step, ok, code, detail }): Finding => ({
            ...{ step, ok, file: field },
            ...(code ? { code } : {}),
            ...(detail ? { detail } : {}),
          }),
        ),
      ),
    ],
    files: [],
  };
}
