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

/** The instance's authority: a root that certifies only the issuing authority, and the certificates below that. */
export type Authority = {
  root: Certificate;
  issuing: Identity;
  /** The current one: its certificate is renewed. */
  ocsp: Identity;
  tsa: Identity;
  /** Renews the OCSP responder's certificate when it is about to expire. Answers include it, so nobody needs to know it beforehand. */
  renewResponder(): Promise<void>;
};

const day = 86_400_000;
const renewBeforeMs = 30 * day;
const organization = "T-Road Demonstration Instance (synthetic)";

type Below = { profile: Exclude<Profile, "root">; cn: string; days: number; isRenewed?: boolean };
type Folder = { folder: string; clock: Clock };

/**
 * Opens the authority in `folder`; creates it on first use. Each key is written before its certificate, so a certificate without its key
 * means loss.
 */
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
  const below = (
    name: string,
    { profile, cn, days, isRenewed = false }: Below,
    issuer: () => Promise<Identity>,
    at = place.clock.now(),
  ) => {
    const certify = async (signer: SoftwareSigner) =>
      issueCertificate({
        profile,
        subject: { C: "TW", O: organization, CN: cn },
        publicKey: signer.publicKey,
        issuer: await issuer(),
        notBefore: new Date(at.getTime() - 60_000),
        notAfter: new Date(at.getTime() + days * day),
      });
    return identity(place, name, certify, isRenewed ? at : undefined);
  };
  const issuing = await below("issuing", { profile: "issuing", cn: "T-Road Issuing CA", days: 10 * 365 }, async () => root);
  const tsa = await below("tsa", { profile: "tsa", cn: "T-Road Time Stamping Authority", days: 5 * 365 }, async () => issuing);
  const responder = () =>
    below("ocsp", { profile: "ocsp", cn: "T-Road OCSP Responder", days: 2 * 365, isRenewed: true }, async () => issuing);
  let ocsp = await responder();
  return {
    root: root.certificate,
    issuing,
    get ocsp() {
      return ocsp;
    },
    tsa,
    renewResponder: async () => {
      ocsp = await responder();
    },
  };
}

async function identity(
  place: Folder,
  name: string,
  certify: (signer: SoftwareSigner) => Promise<Certificate>,
  /** The moment when a certificate is due for renewal; undefined for one that is never renewed. */
  at?: Date,
): Promise<Identity> {
  const certificateFile = path.join(place.folder, `${name}.crt`);
  const signer = await installationKey(place.folder, name, "authority");
  const endsSoon = (): boolean =>
    at !== undefined &&
    parseCertificate(fs.readFileSync(certificateFile, "utf8")).notAfter.getTime() - at.getTime() < renewBeforeMs;
  if (!fs.existsSync(certificateFile) || endsSoon()) {
    const partial = `${certificateFile}.${process.pid}`;
    fs.writeFileSync(partial, (await certify(signer)).pem);
    fs.renameSync(partial, certificateFile);
  }
  return { signer, certificate: parseCertificate(fs.readFileSync(certificateFile, "utf8")) };
}
