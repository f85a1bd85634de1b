import fs from "node:fs";
import path from "node:path";
import type { Clock } from "@troad/kernel";
import { installationKey } from "@troad/kernel";
import {
  type Certificate,
  createRoot,
  type Identity,
  issueCertificate,
  type Profile,
  parseCertificate,
  type SoftwareSigner,
} from "@troad/trust";

/** The instance's authority: a root that only certifies the issuing authority, and what stands below that. */
export type Authority = { root: Certificate; issuing: Identity; ocsp: Identity; tsa: Identity };

const day = 86_400_000;
const organization = "T-Road Demonstration Instance (synthetic)";

type Folder = { folder: string; clock: Clock };

/** Opens the authority in `folder`; makes it on first use. Each key is written before its certificate, so a certificate without its key was lost. */
export async function openAuthority(options: { folder: string; clock: Clock }): Promise<Authority> {
  const place: Folder = options;
  const now = options.clock.now();
  const notBefore = new Date(now.getTime() - 60_000);
  const root = await identity(place, "root", (signer) =>
    createRoot({
      subject: { C: "TW", O: organization, CN: "T-Road Root CA" },
      signer,
      notBefore,
      notAfter: new Date(now.getTime() + 20 * 365 * day),
    }),
  );
  const below = (name: string, profile: Exclude<Profile, "root">, cn: string, issuer: () => Promise<Identity>, days: number) =>
    identity(place, name, async (signer) =>
      issueCertificate({
        profile,
        subject: { C: "TW", O: organization, CN: cn },
        publicKey: signer.publicKey,
        issuer: await issuer(),
        notBefore,
        notAfter: new Date(now.getTime() + days * day),
      }),
    );
  const issuing = await below("issuing", "issuing", "T-Road Issuing CA", async () => root, 10 * 365);
  const ocsp = await below("ocsp", "ocsp", "T-Road OCSP Responder", async () => issuing, 2 * 365);
  const tsa = await below("tsa", "tsa", "T-Road Time Stamping Authority", async () => issuing, 5 * 365);
  return { root: root.certificate, issuing, ocsp, tsa };
}

async function identity(
  place: Folder,
  name: string,
  certify: (signer: SoftwareSigner) => Promise<Certificate>,
): Promise<Identity> {
  const certificateFile = path.join(place.folder, `${name}.crt`);
  const signer = await installationKey(place.folder, name, "authority");
  if (!fs.existsSync(certificateFile)) {
    const partial = `${certificateFile}.${process.pid}`;
    fs.writeFileSync(partial, (await certify(signer)).pem);
    fs.renameSync(partial, certificateFile);
  }
  return { signer, certificate: parseCertificate(fs.readFileSync(certificateFile, "utf8")) };
}
