/**
 * Every coded refusal of this package, in one place: user interfaces hang their texts on these codes, so a code never changes
 * its meaning. A code names what was found wrong, not where in our code it was found.
 */
export const trustCodes = [
  "key.malformed",
  "key.unsupported",
  "key.wrong-passphrase",
  "token.uri",
  "token.module",
  "token.not-found",
  "token.pin-source",
  "token.pin",
  "token.pin-locked",
  "token.key-not-found",
  "token.ambiguous-key",
  "token.unavailable",
  "token.busy",
  "token.refused",
  "certificate.malformed",
  "csr.malformed",
  "csr.bad-proof",
  "chain.expired",
  "chain.not-yet-valid",
  "chain.unknown-issuer",
  "chain.bad-signature",
  "chain.not-a-ca",
  "chain.path-length",
  "chain.wrong-usage",
  "chain.critical-extension",
  "chain.weak-algorithm",
  "cms.malformed",
  "cms.bad-signature",
  "ocsp.malformed",
  "ocsp.refused",
  "ocsp.bad-signature",
  "ocsp.responder-not-authorised",
  "ocsp.other-certificate",
  "ocsp.not-fresh",
  "ocsp.nonce",
  "ocsp.revoked",
  "ocsp.unknown",
  "ocsp.missing",
  "timestamp.malformed",
  "timestamp.refused",
  "timestamp.imprint",
  "timestamp.nonce",
  "timestamp.bad-signature",
  "timestamp.not-a-tsa",
  "timestamp.in-the-future",
  "timestamp.missing",
  "xml.malformed",
  "xml.dtd-refused",
  "xml.too-large",
  "xml.duplicate-id",
  "xades.structure",
  "xades.several-signatures",
  "xades.algorithm",
  "xades.transform",
  "xades.digest",
  "xades.reference-missing",
  "xades.not-covered",
  "xades.mime",
  "xades.signed-properties",
  "xades.signing-certificate",
  "xades.bad-signature",
  "container.malformed",
  "container.mimetype",
  "container.too-large",
  "container.too-many",
  "container.unsafe-name",
  "container.duplicate-name",
  "container.checksum",
  "container.manifest",
  "container.no-signature",
  "container.several-signatures",
  "order.ocsp-before-timestamp",
  "order.ocsp-too-late",
  "order.signing-time",
  "step.not-reached",
  "archive.linking",
  "archive.erasures",
  "archive.missing",
  "archive.not-linked",
  "archive.altered",
  "archive.chain",
  "pkcs12.malformed",
  "pkcs12.unsupported",
  "pkcs12.wrong-password",
  "jws.malformed",
  "jws.signer",
  "jws.bad-signature",
] as const;

export type TrustCode = (typeof trustCodes)[number];

/** What a verification found wrong: a stable code for texts and a detail for the log (never shown to the public). */
export interface Refused {
  readonly ok: false;
  readonly code: TrustCode;
  readonly detail?: string;
}

/** The result of a verification: expected failures are values, so a caller cannot forget them. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

/** Thrown by parsers on input that cannot be read; verifications turn it into a `Refused` at their border. */
export class TrustError extends Error {
  readonly code: TrustCode;
  readonly detail: string | undefined;
  constructor(code: TrustCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "TrustError";
    this.code = code;
    this.detail = detail;
  }
}

export const accepted = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const refused = (code: TrustCode, detail?: string): Refused =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };

/** Runs `work`; a `TrustError` becomes a value. Any other error is a defect, unless `malformed` gives the code for unreadable input. */
export function attempt<T>(work: () => T, malformed?: TrustCode): Outcome<T> {
  try {
    return accepted(work());
  } catch (error) {
    if (error instanceof TrustError) return refused(error.code, error.detail);
    if (malformed === undefined) throw error;
    return refused(malformed, error instanceof Error ? error.message : String(error));
  }
}
