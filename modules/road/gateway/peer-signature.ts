import { createHash } from "node:crypto";
import type { Clock } from "@troad/kernel";
import { type Certificate, type FileToCheck, verifyChain, verifyOcsp, verifyXades } from "@troad/trust";

export type PeerSignature = { xml: string; ocsp: Buffer; files: FileToCheck[] /** INSTANCE/CLASS/CODE */; member: string };
export type PeerVerdict = { ok: true } | { ok: false; kind: "signature" | "ocsp"; reason: string };

const remembered = 2_000;

/**
 * Verifies a message's signature: files, signature, chain, member, and the OCSP answer that came along.
 * Chain and OCSP answers of the same certificate repeat with every message, so their verdicts are kept while they are fresh.
 */
export function peerVerifier(options: { roots: Certificate[]; issuing: Certificate; clock: Clock }) {
  const good = new Map<string, number>();
  const remember = (key: string, until: number): void => {
    if (good.size >= remembered) good.delete(good.keys().next().value!);
    good.set(key, until);
  };

  return async ({ xml, ocsp, files, member }: PeerSignature): Promise<PeerVerdict> => {
    const report = await verifyXades(xml, { files });
    if (!report.valid || !report.certificate)
      return { ok: false, kind: "signature", reason: report.steps.find((step) => !step.ok)?.code ?? "invalid" };
    const { certificate } = report;
    if (certificate.subject.serialNumber !== member)
      return { ok: false, kind: "signature", reason: `signed by ${certificate.subject.serialNumber}, not ${member}` };
    const now = options.clock.now();
    const key = `${certificate.fingerprint} ${createHash("sha256").update(ocsp).digest("base64")}`;
    if ((good.get(key) ?? 0) > now.getTime()) return { ok: true };
    const chain = verifyChain(certificate, { roots: options.roots, intermediates: [options.issuing], at: now, use: "seal" });
    if (!chain.ok) return { ok: false, kind: "signature", reason: chain.code };
    const answer = verifyOcsp(ocsp, { certificate, issuer: chain.value[1] ?? options.issuing, now });
    if (!answer.ok) return { ok: false, kind: "ocsp", reason: answer.code };
    if (answer.value.status.status !== "good")
      return { ok: false, kind: "signature", reason: `ocsp.${answer.value.status.status}` };
    remember(key, Math.min(answer.value.nextUpdate?.getTime() ?? 0, certificate.notAfter.getTime()));
    return { ok: true };
  };
}
