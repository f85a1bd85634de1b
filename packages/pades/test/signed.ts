import { PDF, rgb, StandardFonts } from "@libpdf/core";
import {
  answerTimestamp,
  buildTimestampRequest,
  type Certificate,
  type Identity,
  type Imprint,
  presignOcsp,
  tokenOfResponse,
} from "@troad/trust";
import { type Authority, issue, makeRoot, policy } from "../../trust/test/authority.ts";
import { type PdfSealRequest, signPdf } from "../index.ts";

/** A page with one line of text. */
export async function onePage(text: string): Promise<Buffer> {
  const pdf = PDF.create();
  pdf.addPage({ size: "a4" }).drawText(text, { x: 60, y: 700, size: 14, font: StandardFonts.Helvetica, color: rgb(0, 0, 0) });
  return Buffer.from(await pdf.save());
}

/** As that of the installation: certificates of authorities name no addresses. */
async function ownAuthority(): Promise<Pick<Authority, "root" | "issuing" | "ocsp" | "tsa">> {
  const root = await makeRoot("Demo Root");
  const issuing = await issue(root, "issuing", { subject: { C: "TW", CN: "Demo Issuing" }, san: {}, urls: {} });
  const [ocsp, tsa] = await Promise.all([issue(issuing, "ocsp", { san: {} }), issue(issuing, "tsa", { san: {} })]);
  return { root, issuing, ocsp, tsa };
}

export type Deviation = {
  status?: "good" | "revoked" | undefined;
  statusAt?: Date;
  withoutStatus?: boolean;
  stampedAt?: Date;
};

/** An authority of a test's own, and signatures by people certified there. */
export async function signers(now: Date) {
  const authority = await ownAuthority();
  const person = (cn: string): Promise<Identity> =>
    issue(authority.issuing, "eid-sign", {
      subject: { C: "TW", CN: cn, serialNumber: "7".repeat(16) },
      san: {},
      notBefore: new Date(now.getTime() - 86_400_000),
      notAfter: new Date(now.getTime() + 5 * 365 * 86_400_000),
    });
  const stamp = async (imprint: Imprint, at: Date): Promise<Buffer> => {
    const service = { tsa: authority.tsa, policy, now: at, chain: [authority.issuing.certificate] };
    const token = tokenOfResponse(await answerTimestamp(buildTimestampRequest({ imprint }), service));
    if (!token.ok) throw new Error(token.code);
    return token.value;
  };
  const request = (by: Identity, deviation: Deviation = {}): PdfSealRequest => ({
    signer: by.signer,
    chain: [by.certificate, authority.issuing.certificate],
    signingTime: now,
    reason: "test",
    timestamp: (imprint) => stamp(imprint, deviation.stampedAt ?? now),
    status: async (certificate: Certificate, issuer: Certificate) => {
      if (issuer.fingerprint !== authority.issuing.certificate.fingerprint || deviation.withoutStatus) return undefined;
      const responder = { issuer, responder: authority.ocsp, now: deviation.statusAt ?? now };
      const status =
        deviation.status === "revoked"
          ? ({ status: "revoked", at: new Date(now.getTime() - 3_600_000), reason: "keyCompromise" } as const)
          : ({ status: "good" } as const);
      return presignOcsp(certificate.serialHex, status, responder);
    },
  });
  return {
    authority,
    person,
    sign: (pdf: Uint8Array, by: Identity, deviation?: Deviation): Promise<Buffer> => signPdf(pdf, request(by, deviation)),
  };
}
