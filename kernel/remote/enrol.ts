import type { KeyObject } from "node:crypto";
import fs from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { createRoot, generateSigner, issueCertificate, parseCertificate, privateKeyPem } from "@troad/trust";
import type { Clock } from "../clock.ts";
import { installationKey } from "../secrets/installation-key.ts";
import { agencyPrefix, modulePrefix } from "./names.ts";

const year = 365 * 86_400_000;

type Certified = {
  /** Folder of the private authority, which is created on first use. */
  authority: string;
  modules: string[];
  /** The only agencies for which the process may speak; none: a central process. */
  agencies?: string[];
  /** Names and addresses under which others reach it, besides this machine's own. */
  hosts?: readonly string[];
  clock: Clock;
};

/** Certifies a key that the process created itself; gives PEM, including the authority's own certificate. */
export async function certifyPeer({
  authority,
  modules,
  agencies = [],
  hosts = [],
  clock,
  publicKey,
}: Certified & { publicKey: KeyObject }) {
  const issuer = await openPeerAuthority(authority, clock);
  const now = clock.now().getTime();
  const certificate = await issueCertificate({
    profile: "tls",
    subject: { CN: modules.join("+").slice(0, 60) },
    publicKey,
    issuer,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + year),
    san: {
      dns: ["localhost", ...hosts.filter((host) => isIP(host) === 0 && host !== "localhost")],
      ip: ["127.0.0.1", ...hosts.filter((host) => isIP(host) !== 0 && host !== "127.0.0.1")],
      uri: [...modules.map((module) => modulePrefix + module), ...agencies.map((agency) => agencyPrefix + agency)],
    },
  });
  return { certificate: certificate.pem, ca: issuer.certificate.pem };
}

/** The certificate (PEM) of the authority in a folder. */
export const peerAuthority = async (authority: string, clock: Clock): Promise<string> =>
  (await openPeerAuthority(authority, clock)).certificate.pem;

async function openPeerAuthority(authority: string, clock: Clock) {
  fs.mkdirSync(authority, { recursive: true, mode: 0o700 });
  const now = clock.now().getTime();
  const caFile = path.join(authority, "ca.crt");
  const signer = await installationKey(authority, "ca", "peers");
  if (!fs.existsSync(caFile)) {
    const root = await createRoot({
      subject: { CN: "T-Road peers" },
      signer,
      notBefore: new Date(now - 60_000),
      notAfter: new Date(now + 10 * year),
    });
    fs.writeFileSync(caFile, root.pem);
  }
  return { certificate: parseCertificate(fs.readFileSync(caFile, "utf8")), signer };
}

/** Creates a key for a process and certifies it; both are written to `folder` with the authority's certificate. */
export async function issuePeerCertificate({ folder, ...certified }: Certified & { folder: string }): Promise<void> {
  const signer = await generateSigner("P-256");
  const { certificate, ca } = await certifyPeer({ ...certified, publicKey: signer.publicKey });
  writePeerFolder(folder, { key: privateKeyPem(signer), certificate, ca });
}

/** Writes the folder that `PEER_TLS` names. */
export function writePeerFolder(
  folder: string,
  { key, certificate, ca }: { key: string; certificate: string; ca: string },
): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(folder, "ca.crt"), ca);
  fs.writeFileSync(path.join(folder, "peer.key"), key, { mode: 0o600 });
  fs.writeFileSync(path.join(folder, "peer.crt"), certificate);
}
