import type { Signer as PdfSigner, RevocationProvider } from "@libpdf/core";
import { type Certificate, type Imprint, parseCertificate, type Signer } from "@troad/trust";
import { PadesError } from "./codes.ts";
import { openPdf } from "./document.ts";
import { requireInert } from "./inert.ts";
import { findSignatures } from "./revisions.ts";

/** Whose signature, with what it takes to verify it later: both answers come from outside. */
export type PdfSealRequest = {
  signer: Signer;
  /** Leaf first, without the root: those who verify have it, and the last names no address where more could be fetched. */
  chain: readonly Certificate[];
  signingTime: Date;
  reason?: string;
  /** A time stamp over the signature (RFC 3161), and the certificates above its unit. */
  timestamp(imprint: Imprint): Promise<Uint8Array>;
  /** The status of a certificate of the chain, made after the time stamp (RFC 6960); undefined for one whose issuer is not asked. */
  status(certificate: Certificate, issuer: Certificate): Promise<Uint8Array | undefined>;
};

/** Room for signature, chain and time stamp. */
const placeBytes = 16_384;

/**
 * Signs a PDF file as PAdES B-LT (ETSI EN 319 142-1): what is there stays byte by byte, signature and validation data are appended. Refuses
 * what could look different from what was signed. Throws PadesError.
 */
export async function signPdf(bytes: Uint8Array, request: PdfSealRequest): Promise<Buffer> {
  const opened = await openPdf(bytes);
  requireInert(opened);
  // a file that would have to be written anew, and so lose the signatures that it has
  if (opened.pdf.canSaveIncrementally() !== null) throw new PadesError("pades.structure", "cannot be appended to");
  const number = findSignatures(opened).length + 1;
  const { pdf } = opened;
  const { warnings } = await pdf.sign({
    signer: pdfSigner(request),
    fieldName: `Signature_${number}`,
    signingTime: request.signingTime,
    ...(request.reason ? { reason: request.reason } : {}),
    level: "B-LT",
    digestAlgorithm: "SHA-256",
    estimatedSize: placeBytes,
    timestampAuthority: {
      timestamp: (digest) => request.timestamp({ hash: "sha256", digest: Buffer.from(digest) }),
    },
    revocationProvider: statusProvider(request),
  });
  if (warnings.length > 0) throw new PadesError("pades.no-status", warnings.map(({ code }) => code).join(" "));
  return Buffer.from(await pdf.save({ incremental: true }));
}

function pdfSigner({ signer, chain }: PdfSealRequest): PdfSigner {
  const isRsa = signer.publicKey.asymmetricKeyType === "rsa";
  // the library names one digest for document and signature, so a larger curve signs SHA-256 too
  if (!isRsa && signer.algorithm !== "ES256") throw new PadesError("key.unsupported", signer.algorithm);
  const [leaf, ...above] = chain;
  return {
    certificate: new Uint8Array(leaf!.der),
    certificateChain: above.map(({ der }) => new Uint8Array(der)),
    keyType: isRsa ? "RSA" : "EC",
    signatureAlgorithm: isRsa ? "RSASSA-PKCS1-v1_5" : "ECDSA",
    sign: async (data) => new Uint8Array(await signer.sign(data)),
  };
}

const statusProvider = (request: PdfSealRequest): RevocationProvider => ({
  getOCSP: async (certificate, issuer) => (await request.status(parseCertificate(certificate), parseCertificate(issuer))) ?? null,
});
