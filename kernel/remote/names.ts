import type { PeerCertificate } from "node:tls";

/** How a peer certificate names a module that the process runs, and an agency to which the process is bound. */
export const modulePrefix = "urn:troad:module:";
export const agencyPrefix = "urn:troad:agency:";

/** The caller: the modules of the calling process, and the agencies it is bound to (none: a central process). */
export type PeerCaller = { modules: string[]; agencies: string[] };

/** What a verified peer certificate says about its process (URI subject alternative names, RFC 5280 section 4.2.1.6). */
export function callerOf(certificate: PeerCertificate | undefined): PeerCaller {
  const names = (certificate?.subjectaltname ?? "").split(/,\s*/);
  const after = (prefix: string): string[] =>
    names.filter((name) => name.startsWith(`URI:${prefix}`)).map((name) => name.slice(4 + prefix.length));
  return { modules: after(modulePrefix), agencies: after(agencyPrefix) };
}
