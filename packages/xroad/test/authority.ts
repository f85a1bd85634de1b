import { createRoot, generateSigner, type Identity, issueCertificate, type KeyKind, signerFromKey } from "@troad/trust";

/** A small trust service for tests; moments are fixed, only keys and serials are random. */
export const now = new Date("2026-11-22T02:41:00Z");
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const validity = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2036-01-01T00:00:00Z") };
const urls = {
  ocsp: "http://pki.example.tw/ocsp",
  caIssuers: "http://pki.example.tw/ca.crt",
  crl: "http://pki.example.tw/ca.crl",
};

export interface Authority {
  readonly root: Identity;
  readonly seal: Identity;
  readonly ocsp: Identity;
  readonly tsa: Identity;
}

export async function makeRoot(commonName: string, kind: KeyKind = "P-256"): Promise<Identity> {
  const signer = await generateSigner(kind);
  return { signer, certificate: await createRoot({ ...validity, subject: { C: "TW", CN: commonName }, signer }) };
}

async function issue(issuer: Identity, profile: "seal" | "ocsp" | "tsa", kind: KeyKind): Promise<Identity> {
  const signer = await generateSigner(kind);
  const subject = { C: "TW", O: "內政部", CN: `MOI ${profile}`, serialNumber: "TWDEMO/SS1/GOV" };
  const request = { ...validity, profile, subject, publicKey: signer.publicKey, issuer, urls, san: {} };
  return { signer, certificate: await issueCertificate(request) };
}

export async function makeAuthority(sealKey: KeyKind): Promise<Authority> {
  const root = await makeRoot("Demo Root");
  const [seal, ocsp, tsa] = await Promise.all([
    issue(root, "seal", sealKey),
    issue(root, "ocsp", "P-256"),
    issue(root, "tsa", "P-256"),
  ]);
  return { root, seal, ocsp, tsa };
}

/** A key of a configuration source with the algorithm that X-Road's central server uses. */
export async function makeConfSigner(commonName: string, kind: "RSA-2048" | "P-256"): Promise<Identity> {
  const { signer, certificate } = await makeRoot(commonName, kind);
  const { privateKey } = signer as Awaited<ReturnType<typeof generateSigner>>;
  return { signer: signerFromKey(privateKey, kind === "P-256" ? "ES512" : "RS512"), certificate };
}
