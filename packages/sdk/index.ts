import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { openData } from "./data.ts";
import { openInvoices } from "./invoices.ts";
import { openProviders } from "./providers.ts";
import { certificatesIn, readSealed, type Trust } from "./sealed.ts";
import { openApplications, openServices } from "./services.ts";
import { openSignIn } from "./sign-in.ts";
import { openTransport, type Settings } from "./transport.ts";

export type { Asked, AskSession, Claimed, Delivered, Item, Returned } from "./data.ts";
export { TroadError } from "./errors.ts";
export type { OwnInvoice, OwnPage, PackageResult, Sale, Sold, Written } from "./invoices.ts";
export { type Notice, readNotice } from "./notices.ts";
export { type GivenFile, packFiles, type Resource, type SourceTerms } from "./providers.ts";
export type { ApplicationEvent, Prepared } from "./services.ts";
export type { SignedIn, SignInSession } from "./sign-in.ts";
export type { Settings } from "./transport.ts";

/** A consent of a person to this client, in GovStack's form. */
export type ConsentRecord = {
  id: string;
  optIn: boolean;
  state: string;
  individual: { id: string };
  attributes: string[];
  kind: "once" | "standing";
  until: string;
};
export type Troad = ReturnType<typeof connect>;

/** A registered client of T-Road: signs people in, asks them for data, and reads what comes. */
export function connect(settings: Settings) {
  const transport = openTransport(settings);
  let roots: Promise<string[]> | undefined;
  /** The roots are anybody's word; the fingerprint of the settings says which one counts. */
  const trust = async (): Promise<Trust> => {
    roots ??= transport.text("/pki/roots.pem").then(certificatesIn);
    const known = roots;
    const found = await known.catch((error: unknown) => {
      roots = undefined;
      throw error;
    });
    return { roots: found, fingerprint: settings.root, member: settings.member, at: transport.now() };
  };
  return {
    signIn: openSignIn(settings),
    data: openData(settings, transport, trust),
    services: openServices(transport),
    applications: openApplications(transport),
    providers: openProviders(transport),
    invoices: openInvoices(transport),
    consents: {
      list: async ({ offset = 0, limit = 25 } = {}): Promise<ConsentRecord[]> =>
        (
          (await transport.get(`/service/verification/consent-records/?offset=${offset}&limit=${limit}`)) as {
            consentRecords: ConsentRecord[];
          }
        ).consentRecords,
      read: async (id: string): Promise<ConsentRecord> =>
        (
          (await transport.get(`/service/verification/consent-record/${encodeURIComponent(id)}/`)) as {
            consentRecord: ConsentRecord;
          }
        ).consentRecord,
    },
    /** A receipt of a consent that a person shows: sealed by the platform, in the parts of ISO/IEC TS 27560. */
    readReceipt: async (jws: string): Promise<Record<string, unknown>> =>
      readSealed(jws, "troad-consent-receipt+jwt", await trust()),
  };
}

export type KeyPairs = { signingKey: JWK; encryptionKey: JWK; registered: JWK[] };
/** New keys for a client: two private ones to keep, and their public halves to register. */
export async function newKeys(): Promise<KeyPairs> {
  const pair = async (alg: string, use: "sig" | "enc") => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const shown = await exportJWK(publicKey);
    const more = { kid: await calculateJwkThumbprint(shown), alg, use };
    return { own: { ...(await exportJWK(privateKey)), ...more }, shown: { ...shown, ...more } };
  };
  const [signing, encryption] = await Promise.all([pair("ES256", "sig"), pair("ECDH-ES+A256KW", "enc")]);
  return { signingKey: signing.own, encryptionKey: encryption.own, registered: [signing.shown, encryption.shown] };
}
