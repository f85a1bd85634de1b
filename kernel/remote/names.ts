import type { PeerCertificate } from "node:tls";

/** How a peer certificate names a module. */
export const modulePrefix = "urn:troad:module:";

/** The modules a verified peer certificate names (URI subject alternative names, RFC 5280 section 4.2.1.6). */
export function modulesNamedIn(certificate: PeerCertificate | undefined): string[] {
  const names = (certificate?.subjectaltname ?? "").split(/,\s*/);
  return names.filter((name) => name.startsWith(`URI:${modulePrefix}`)).map((name) => name.slice(4 + modulePrefix.length));
}
