import { keyIdOf, type Read, readCredential } from "@troad/credential";
import type { ModuleContext } from "@troad/kernel";
import { describePdf, PadesError, verifyPdf } from "@troad/pades";
import type { PkiApi } from "@troad/pki/api";
import type { Trusted } from "@troad/pki/trust";
import { type Certificate, parseCertificate, parseCertificates } from "@troad/trust";
import type { CertificateView } from "../api.ts";
import { openCertificate, viewCertificate } from "../domain/certificate.ts";
import type { Definitions } from "../engine/definitions.ts";
import { findCase, findCertificate } from "../store/cases.ts";
import { listSigners } from "../store/certificates.ts";
import { readCodes } from "./read-code.ts";
import { statusOf } from "./status.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  definitions: Definitions;
  pki: Pick<PkiApi, "statusOf">;
  trusted: () => Promise<Trusted>;
};

/** `unreadable`: nothing of a certificate is in it; `number`: it leads to one that is looked up. */
export type Given = { view: CertificateView } | { number: string } | "unreadable" | "busy";
export type CertificateChecks = {
  /** What a code says, a number, or the text of a whole certificate. */
  checkText(given: string): Promise<Given>;
  /** A sealed PDF, a picture of the code, or a file with the text of either form. */
  checkFile(bytes: Buffer): Promise<Given>;
  /** A stored certificate by its own text. */
  checkStored(token: string): Promise<CertificateView>;
};

const numberPattern = /^[A-Za-z0-9_-]{16,64}$/;
const printedAddress = /\/verify\/([A-Za-z0-9_-]{16,64})/;

/** Checks certificates in every form that people hold, each by the one verifier, beside what is known here of its number. */
export function certificateChecks({ ctx, definitions, pki, trusted }: Parts): CertificateChecks {
  const checkRead = async (read: Read): Promise<CertificateView> => {
    const { roots, intermediates } = await trusted();
    const signers = (await listSigners(ctx.db)).flatMap(({ certificate }) => parseCertificates(certificate));
    const signer = signerIn(read, signers);
    const signerStatus = signer ? (await pki.statusOf(signer.serialHex)).status : "unknown";
    const status = await statusOf(ctx.db, read.claims.jti);
    return viewCertificate(read, { roots, intermediates, signers, now: ctx.clock.now(), signerStatus, status });
  };
  /** What is shown of it to a stranger, in the words of the service as it was then. */
  const shownToAll = async (view: CertificateView): Promise<CertificateView> => {
    const row = await findCertificate(ctx.db, view.code);
    const found = row && (await findCase(ctx.db, row.case_id));
    if (!found) return view;
    const pinned = await definitions.of(ctx.db, found.service, found.definition);
    return { ...openCertificate(view, pinned), named: pinned.hash };
  };
  const checkText = async (given: string): Promise<Given> => {
    const read = readCredential(given);
    if (read) return { view: await shownToAll(await checkRead(read)) };
    const number = given.trim().split("/").at(-1) ?? "";
    return numberPattern.test(number) ? { number } : "unreadable";
  };
  const checkSealed = async (bytes: Buffer): Promise<Given> => {
    const { roots, intermediates } = await trusted();
    const report = await verifyPdf(bytes, { roots, intermediates });
    const number = await numberIn(bytes);
    const row = number === undefined ? undefined : await findCertificate(ctx.db, number);
    if (!row) return "unreadable";
    const read = readCredential(row.token)!;
    const view = await shownToAll(await checkRead(read));
    const issuer = read.claims.iss.split("/").slice(0, 3).join("/");
    // the number of a genuine certificate in a file that someone else sealed proves nothing
    const others = report.signatures.some(({ signer }) => signer?.subject.serialNumber !== issuer);
    const code = report.refused ?? (!report.valid ? "signature.wrong" : others ? "signature.other-issuer" : undefined);
    const step = { step: "file", ok: code === undefined, ...(code ? { code } : {}) };
    return { view: { ...view, checks: [step, ...view.checks], valid: view.valid && step.ok } };
  };
  return {
    checkText,
    checkStored: (token) => checkRead(readCredential(token)!),
    checkFile: async (bytes) => {
      const head = bytes.subarray(0, 5).toString("latin1");
      if (head === "%PDF-") return checkSealed(bytes);
      if (isPicture(bytes)) {
        const codes = await readCodes(bytes);
        if (codes === "busy") return "busy";
        const given = await Promise.all(codes.map(checkText));
        // a certificate carries two codes: the one that holds all of it says more
        return (
          given.find((one) => typeof one === "object" && "view" in one) ??
          given.find((one) => typeof one === "object") ??
          "unreadable"
        );
      }
      return bytes.length > 64 * 1024 ? "unreadable" : checkText(bytes.toString("utf8"));
    },
  };
}

const isPicture = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")) ||
  bytes.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex"));

/** Whose seal is on it, as it says of itself. */
function signerIn(read: Read, signers: readonly Certificate[]): Certificate | undefined {
  if (read.form === "compact") return signers.find((one) => keyIdOf(one).equals(read.sign1.keyId));
  const { x5c } = JSON.parse(Buffer.from(read.token.split(".")[0]!, "base64url").toString("utf8")) as { x5c?: string[] };
  return x5c?.[0] ? parseCertificate(Buffer.from(x5c[0], "base64")) : undefined;
}

/** The number in the address that a sealed certificate prints. */
async function numberIn(bytes: Buffer): Promise<string | undefined> {
  try {
    const { pages } = await describePdf(bytes);
    const printed = pages.map(({ text }) => text.replaceAll(/\s/g, "")).join("");
    return printedAddress.exec(printed)?.[1]?.slice(0, 24);
  } catch (error) {
    if (error instanceof PadesError) return undefined;
    throw error;
  }
}
