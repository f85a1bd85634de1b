import fs from "node:fs";
import path from "node:path";
import { createRoot, generateSigner, issueCertificate, parseCertificate, privateKeyPem } from "@troad/trust";
import type { Clock } from "../clock.ts";
import { installationKey } from "../secrets/installation-key.ts";
import { agencyPrefix, modulePrefix } from "./names.ts";

const year = 365 * 86_400_000;

type Enrolment = {
  authority: string;
  folder: string;
  modules: string[] /** The agencies for which alone the process may speak; none: a central process. */;
  agencies?: string[];
  clock: Clock;
};

/** Certifies a process among its peers; the private authority for this lives in `authority` and is made on first use. */
export async function issuePeerCertificate({ authority, folder, modules, agencies = [], clock }: Enrolment): Promise<void> {
  fs.mkdirSync(authority, { recursive: true, mode: 0o700 });
  const now = clock.now();
  const caFile = path.join(authority, "ca.crt");
  const caSigner = await installationKey(authority, "ca", "peers");
  if (!fs.existsSync(caFile)) {
    const root = await createRoot({
      subject: { CN: "T-Road peers" },
      signer: caSigner,
      notBefore: new Date(now.getTime() - 60_000),
      notAfter: new Date(now.getTime() + 10 * year),
    });
    fs.writeFileSync(caFile, root.pem);
  }
  const issuer = { certificate: parseCertificate(fs.readFileSync(caFile, "utf8")), signer: caSigner };
  const signer = await generateSigner("P-256");
  const certificate = await issueCertificate({
    profile: "tls",
    subject: { CN: modules.join("+").slice(0, 60) },
    publicKey: signer.publicKey,
    issuer,
    notBefore: new Date(now.getTime() - 60_000),
    notAfter: new Date(now.getTime() + year),
    san: {
      dns: ["localhost"],
      ip: ["127.0.0.1"],
      uri: [...modules.map((module) => modulePrefix + module), ...agencies.map((agency) => agencyPrefix + agency)],
    },
  });
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(folder, "ca.crt"), issuer.certificate.pem);
  fs.writeFileSync(path.join(folder, "peer.key"), privateKeyPem(signer), { mode: 0o600 });
  fs.writeFileSync(path.join(folder, "peer.crt"), certificate.pem);
}
