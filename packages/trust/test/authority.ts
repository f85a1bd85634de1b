import {
  createRoot,
  generateSigner,
  type Identity,
  type IssueRequest,
  issueCertificate,
  type KeyKind,
  type Profile,
} from "../index.ts";

/** A small public-key infrastructure for the tests of this package; every moment is fixed, only keys and serials are random. */
export const validity = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2036-01-01T00:00:00Z") };
export const now = new Date("2026-11-22T02:41:00Z");
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
export const policy = "1.3.6.1.4.1.99999.1.1";
export const urls = {
  ocsp: "http://pki.example.tw/ocsp",
  caIssuers: "http://pki.example.tw/issuing.crt",
  crl: "http://pki.example.tw/issuing.crl",
};

export interface Authority {
  readonly root: Identity;
  readonly issuing: Identity;
  readonly seal: Identity;
  readonly ocsp: Identity;
  readonly tsa: Identity;
}

export async function makeRoot(commonName: string, pathLength?: number): Promise<Identity> {
  const signer = await generateSigner("P-256");
  const subject = { C: "TW", O: "Demo Government", CN: commonName };
  return {
    signer,
    certificate: await createRoot({ ...validity, subject, signer, ...(pathLength === undefined ? {} : { pathLength }) }),
  };
}

/** Issues for a fresh key; what a profile needs is filled in. */
export async function issue(
  issuer: Identity,
  profile: Exclude<Profile, "root">,
  extra: Partial<IssueRequest> = {},
  kind: KeyKind = "P-256",
): Promise<Identity> {
  const signer = await generateSigner(kind);
  const subject = { C: "TW", O: "內政部", CN: `Ministry of the Interior ${profile}`, serialNumber: "TWDEMO/GOV/MOI" };
  const request = {
    ...validity,
    profile,
    subject,
    publicKey: signer.publicKey,
    issuer,
    urls,
    san: { dns: ["moi.example.tw"] },
    tailOfCitizenId: "6789",
  };
  return { signer, certificate: await issueCertificate({ ...request, ...extra }) };
}

export async function makeAuthority(sealKey: KeyKind = "P-256"): Promise<Authority> {
  const root = await makeRoot("Demo Root");
  const issuing = await issue(root, "issuing", { subject: { C: "TW", CN: "Demo Issuing" }, san: {} });
  const [seal, ocsp, tsa] = await Promise.all([
    issue(issuing, "seal", { san: {} }, sealKey),
    issue(issuing, "ocsp", { san: {} }),
    issue(issuing, "tsa", { san: {} }),
  ]);
  return { root, issuing, seal, ocsp, tsa };
}
