import { type Certificate, verifyChain } from "@troad/trust";
import { approved, checkRevocation, type XroadTrust } from "../asic/trust.ts";
import type { Outcome } from "../codes.ts";

/**
 * Verifies the certificate by which a security server showed itself on a connection: issued by an approved authority for that side of TLS,
 * not revoked by an answer that came along (PR-MESSTRANSP §2). That it is this server's is for the caller to compare with the
 * configuration. Gives the chain. Codes: `chain.*`, `ocsp.*`.
 */
export function verifyServer(
  certificate: Certificate,
  ocspResponses: readonly Buffer[],
  check: { readonly side: "tls-server" | "tls-client"; readonly trust: XroadTrust; readonly now: Date },
): Outcome<readonly Certificate[]> {
  const { side, trust, now } = check;
  const chain = verifyChain(certificate, { roots: approved(trust), at: now, use: side });
  if (!chain.ok) return chain;
  return checkRevocation(chain.value, { ocspResponses }, now, trust) ?? { ok: true, value: chain.value };
}
