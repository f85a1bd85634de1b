import type { Clock } from "@troad/kernel";
import {
  type Certificate,
  type CompactSignature,
  decodeCompact,
  expandSignature,
  parseCertificate,
  TrustError,
  verifyChain,
  verifyCompact,
  verifyOcsp,
} from "@troad/trust";
import type { SignerRow } from "../../store/messages.ts";
import type { LiveTrust } from "../configuration/live-trust.ts";
import type { SignedFile } from "../files.ts";
import { type Sealed, signerOf } from "../sealing/seal.ts";

export type PeerSignature = {
  /** Compact. */
  signature: Buffer;
  certificate: Buffer;
  ocsp: Buffer;
  files: SignedFile[];
  /** INSTANCE/CLASS/CODE */
  member: string;
};
export type PeerVerdict = ({ ok: true } & Sealed) | { ok: false; kind: "signature" | "ocsp"; reason: string };

type Known = { signer: SignerRow; certificate: Certificate; until: number };
/** Signers remembered per member: one for each gateway, and each one's previous answer. */
const remembered = 8;
const refused = (kind: "signature" | "ocsp", reason: string): PeerVerdict => ({ ok: false, kind, reason });

/**
 * Verifies a message's signature: files, signature, chain, member, and the OCSP answer sent with it. A member's certificate and OCSP answer
 * repeat with every message, so the result is cached while it is fresh.
 */
export function peerVerifier(options: { live: Pick<LiveTrust, "roots" | "intermediates">; clock: Clock }) {
  const knownOf = new Map<string, Known[]>();

  function know(member: string, der: Buffer, ocsp: Buffer, now: Date): Known | PeerVerdict {
    const { roots, intermediates } = options.live;
    const certificate = parseCertificate(der);
    if (certificate.subject.serialNumber !== member)
      return refused("signature", `signed by ${certificate.subject.serialNumber}, not ${member}`);
    const chain = verifyChain(certificate, { roots, intermediates, at: now, use: "seal" });
    if (!chain.ok) return refused("signature", chain.code);
    const answer = verifyOcsp(ocsp, { certificate, issuer: chain.value[1] ?? certificate, now });
    if (!answer.ok) return refused("ocsp", answer.code);
    const { status, nextUpdate } = answer.value;
    if (status.status !== "good") return refused("signature", `ocsp.${status.status}`);
    // copies: these bytes are slices of everything received on the connection
    const signer = signerOf(Buffer.from(der), Buffer.from(ocsp));
    const found = { signer, certificate, until: Math.min(nextUpdate?.getTime() ?? 0, certificate.notAfter.getTime()) };
    knownOf.set(member, [found, ...(knownOf.get(member) ?? [])].slice(0, remembered));
    return found;
  }

  return ({ signature, certificate, ocsp, files, member }: PeerSignature): PeerVerdict => {
    try {
      const now = options.clock.now();
      const known =
        knownOf
          .get(member)
          ?.find(
            (one) => one.until > now.getTime() && one.signer.ocsp.equals(ocsp) && one.signer.certificate.equals(certificate),
          ) ?? know(member, certificate, ocsp, now);
      if ("ok" in known) return known;
      const compact: CompactSignature = decodeCompact(signature);
      if (!verifyCompact(compact, known.certificate, files)) return refused("signature", "xades.bad-signature");
      const xml = expandSignature(compact, known.certificate, files);
      return { ok: true, seal: { signature: Buffer.from(signature), signer: known.signer }, xml };
    } catch (error) {
      if (error instanceof TrustError) return refused("signature", error.code);
      throw error;
    }
  };
}
