import { hash as digestOf } from "node:crypto";
import { TrustError } from "../codes.ts";
import { type HashName, isStrongKey, type SignatureAlgorithm, signatureAlgorithms } from "../keys/algorithms.ts";
import { fixedLength } from "../keys/fixed-length.ts";
import type { Signer } from "../keys/signer.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type DigestName, digests, verifyXmlSignature } from "./algorithms.ts";
import { encodeFileUri, requireMime } from "./file-name.ts";
import { readOwnForm } from "./read-own.ts";
import { canonicalSignedInfo, canonicalSignedProperties, signatureDocument, type TemplateFields } from "./template.ts";

/** A file to sign: its bytes, or its digest if that is known or the bytes are elsewhere (by the signature's own digest algorithm). */
export type FileToSign = { readonly name: string; readonly mime: string } & (
  | { readonly data: Uint8Array; readonly digest?: Buffer }
  | { readonly data?: never; readonly digest: Buffer }
);

export interface XadesRequest {
  readonly files: readonly FileToSign[];
  readonly signer: Signer;
  readonly certificate: Certificate;
  readonly signingTime: Date;
  /** Digest of files and properties; default SHA-512, which is the faster one on 64-bit machines without SHA instructions. */
  readonly digest?: DigestName;
}

/**
 * What is left of a signature in our own form once its files and its certificate are at hand: both sides of a connection build the same
 * document from it, so the document need not travel, be parsed or be kept, and there is nothing in it to wrap or to hide.
 */
export interface CompactSignature {
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestName;
  /** The claimed time, in whole seconds. */
  readonly signingTime: Date;
  /** As XML carries it: ECDSA as r||s. */
  readonly value: Buffer;
}

const algorithmNames = Object.keys(signatureAlgorithms) as SignatureAlgorithm[];
const digestNames = Object.keys(digests) as DigestName[];

/**
 * Signs files; gives the parts of XAdES-B-B that do not follow from them. Throws RangeError on names and types that it cannot represent.
 */
export async function signCompact(request: XadesRequest): Promise<CompactSignature> {
  const { files, signer } = request;
  if (files.length === 0) throw new RangeError("nothing to sign");
  if (new Set(files.map((file) => file.name)).size !== files.length) throw new RangeError("two files of one name");
  const compact = {
    algorithm: signer.algorithm,
    digest: request.digest ?? "SHA-512",
    signingTime: new Date(Math.floor(request.signingTime.getTime() / 1000) * 1000),
    value: Buffer.alloc(0),
  };
  const { certificate } = request;
  const fields = makeFields(compact, certificate, files);
  const made = await signer.sign(Buffer.from(canonicalSignedInfo(fields), "utf8"));
  const value = Buffer.from(fixedLength(signer.algorithm, made));
  const signature = { ...compact, value };
  known.set(signature, { certificate, files, fields: { ...fields, signatureValue: value.toString("base64") } });
  return signature;
}

/** Whether the key of `certificate` made the signature over exactly these files. Throws `xades.algorithm`, `chain.weak-algorithm`. */
export function verifyCompact(compact: CompactSignature, certificate: Certificate, files: readonly FileToSign[]): boolean {
  if (!isStrongKey(certificate.publicKey)) throw new TrustError("chain.weak-algorithm");
  const info = canonicalSignedInfo(fieldsOf(compact, certificate, files));
  return verifyXmlSignature(
    signatureAlgorithms[compact.algorithm].xml,
    certificate.publicKey,
    Buffer.from(info, "utf8"),
    compact.value,
  );
}

/** The whole signature document (XAdES-B-B in canonical form). */
export const expandSignature = (compact: CompactSignature, certificate: Certificate, files: readonly FileToSign[]): string =>
  signatureDocument(fieldsOf(compact, certificate, files));

/** The compact form of a document in our own form; undefined for any other. */
export function compactOf(xml: string): { signature: CompactSignature; certificate: Certificate } | undefined {
  const read = readOwnForm(xml);
  const algorithm = algorithmNames.find((name) => signatureAlgorithms[name].xml === read?.signatureMethod);
  const digest = digestNames.find((name) => digests[name].hash === read?.references[0]?.hash);
  if (!read?.signingTime || !algorithm || !digest) return undefined;
  const { signingTime, signatureValue: value, certificate } = read;
  return { signature: { algorithm, digest, signingTime, value }, certificate };
}

/** One byte each for version, algorithm and digest, eight of time (seconds, big-endian), then the value. */
export function encodeCompact({ algorithm, digest, signingTime, value }: CompactSignature): Buffer {
  const head = Buffer.alloc(11);
  head[0] = 1;
  head[1] = algorithmNames.indexOf(algorithm);
  head[2] = digestNames.indexOf(digest);
  head.writeBigUInt64BE(BigInt(signingTime.getTime() / 1000), 3);
  return Buffer.concat([head, value]);
}

/** Reads `encodeCompact`'s bytes. Throws `xades.structure`. */
export function decodeCompact(bytes: Buffer): CompactSignature {
  const algorithm = algorithmNames[bytes[1] ?? 255];
  const digest = digestNames[bytes[2] ?? 255];
  if (bytes.length < 12 || bytes.length > 1100 || bytes[0] !== 1 || !algorithm || !digest)
    throw new TrustError("xades.structure", "compact signature");
  const seconds = bytes.readBigUInt64BE(3);
  // the year 9999 ends there: beyond it a time has another spelling
  if (seconds > 253402300799n) throw new TrustError("xades.structure", "signing time");
  return { algorithm, digest, signingTime: new Date(Number(seconds) * 1000), value: bytes.subarray(11) };
}

type CertificateTexts = { readonly base64: string; readonly digests: Map<DigestName, string> };
const certificateTexts = new WeakMap<Certificate, CertificateTexts>();

/** A certificate signs many messages, so its encodings are cached. */
function textsOf(certificate: Certificate): CertificateTexts {
  let texts = certificateTexts.get(certificate);
  if (!texts) {
    texts = { base64: certificate.der.toString("base64"), digests: new Map() };
    certificateTexts.set(certificate, texts);
  }
  return texts;
}

const digestOfFile = (file: FileToSign, hash: HashName): Buffer =>
  file.data === undefined ? file.digest : (file.digest ?? digestOf(hash, file.data, "buffer"));

type Known = { readonly certificate: Certificate; readonly files: readonly FileToSign[]; readonly fields: TemplateFields };
/** The verifier of a signature usually writes its document next. */
const known = new WeakMap<CompactSignature, Known>();

function fieldsOf(compact: CompactSignature, certificate: Certificate, files: readonly FileToSign[]): TemplateFields {
  const before = known.get(compact);
  if (before?.certificate === certificate && before.files === files) return before.fields;
  const fields = makeFields(compact, certificate, files);
  known.set(compact, { certificate, files, fields });
  return fields;
}

function makeFields(compact: CompactSignature, certificate: Certificate, files: readonly FileToSign[]): TemplateFields {
  const { hash, uri: digestMethod } = digests[compact.digest];
  const texts = textsOf(certificate);
  let certificateDigest = texts.digests.get(compact.digest);
  if (certificateDigest === undefined) {
    certificateDigest = digestOf(hash, certificate.der, "base64");
    texts.digests.set(compact.digest, certificateDigest);
  }
  const fields: TemplateFields = {
    digestMethod,
    signatureMethod: signatureAlgorithms[compact.algorithm].xml,
    files: files.map((file) => ({
      uri: encodeFileUri(file.name),
      mime: requireMime(file.mime),
      digestBase64: digestOfFile(file, hash).toString("base64"),
    })),
    certificateBase64: texts.base64,
    certificateDigest,
    signingTime: compact.signingTime.toISOString().replace(/\.\d+Z$/, "Z"),
    signedPropertiesDigest: "",
    signatureValue: compact.value.toString("base64"),
  };
  return { ...fields, signedPropertiesDigest: digestOf(hash, canonicalSignedProperties(fields), "base64") };
}
