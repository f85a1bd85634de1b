import { createPrivateKey, timingSafeEqual } from "node:crypto";
import { OID } from "../asn1/oids.ts";
import { type AsnNode, childrenOf, octetsOf, oidOf, readAsn1, smallIntegerOf } from "../asn1/read.ts";
import { accepted, type Outcome, refused, TrustError } from "../codes.ts";
import { decryptPbes2 } from "../keys/pbes2.ts";
import { type SoftwareSigner, signerFromKey } from "../keys/signer.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { computeMac, type MacHash } from "./mac.ts";

export interface OpenedPkcs12 {
  readonly key: SoftwareSigner;
  readonly certificate: Certificate;
  /** The other certificates of the file, in their order. */
  readonly chain: readonly Certificate[];
}

const malformed = "pkcs12.malformed";
const codes = { malformed, unsupported: "pkcs12.unsupported", wrongPassword: "pkcs12.wrong-password" } as const;
const maxBytes = 256 * 1024;
const maxIterations = 2_000_000;

/**
 * Opens a PKCS#12 file with one key and its certificate. Files of before OpenSSL 3 (RC2, 3DES) are `pkcs12.unsupported`.
 * Codes: `pkcs12.wrong-password`, `pkcs12.malformed`, `pkcs12.unsupported`.
 */
export async function openPkcs12(bytes: Uint8Array, password: string): Promise<Outcome<OpenedPkcs12>> {
  try {
    return accepted(await open(bytes, password));
  } catch (error) {
    if (error instanceof TrustError && error.code.startsWith("pkcs12.")) return refused(error.code, error.detail);
    return refused(malformed, error instanceof Error ? error.message : undefined);
  }
}

async function open(bytes: Uint8Array, password: string): Promise<OpenedPkcs12> {
  if (bytes.length > maxBytes) throw new TrustError(malformed, "too large");
  const [version, authSafe, macData] = childrenOf(readAsn1(bytes, malformed), malformed);
  if (smallIntegerOf(version, malformed) !== 3) throw new TrustError(malformed, "version");
  const safe = dataOf(authSafe);
  await verifyMac(safe, macData, password);
  const bags = await Promise.all(
    childrenOf(readAsn1(safe, malformed), malformed).map((content) => readContent(content, password)),
  );
  return assemble(bags.flat(), password);
}

/** The content of a ContentInfo of type data. */
function dataOf(content: AsnNode | undefined): Buffer {
  const [type, value] = childrenOf(content, malformed);
  if (oidOf(type, malformed) !== OID.cmsData) throw new TrustError("pkcs12.unsupported", "content type");
  return octetsOf(childrenOf(value, malformed)[0], malformed);
}

const macHashByOid: Readonly<Record<string, MacHash>> = {
  [OID.sha1]: "sha1",
  [OID.sha256]: "sha256",
  [OID.sha384]: "sha384",
  [OID.sha512]: "sha512",
};

/** Anyone could have assembled a file without a MAC: not accepted. */
async function verifyMac(safe: Buffer, macData: AsnNode | undefined, password: string): Promise<void> {
  if (macData === undefined) throw new TrustError("pkcs12.unsupported", "no MAC");
  const [digestInfo, saltNode, iterationsNode] = childrenOf(macData, malformed);
  const [algorithm, digestNode] = childrenOf(digestInfo, malformed);
  const hash = macHashByOid[oidOf(childrenOf(algorithm, malformed)[0], malformed)];
  const iterations = iterationsNode ? smallIntegerOf(iterationsNode, malformed) : 1;
  if (hash === undefined || iterations < 1 || iterations > maxIterations) throw new TrustError("pkcs12.unsupported", "MAC");
  const mac = await computeMac(safe, password, octetsOf(saltNode, malformed), iterations, hash);
  const digest = octetsOf(digestNode, malformed);
  if (digest.length !== mac.length || !timingSafeEqual(digest, mac)) throw new TrustError("pkcs12.wrong-password");
}

interface Bag {
  readonly type: string;
  readonly value: AsnNode;
}

async function readContent(content: AsnNode, password: string): Promise<Bag[]> {
  const [type, value] = childrenOf(content, malformed);
  if (oidOf(type, malformed) !== OID.cmsEncryptedData) return readBags(dataOf(content));
  const [, info] = childrenOf(childrenOf(value, malformed)[0], malformed);
  const [, algorithm, ciphertext] = childrenOf(info, malformed);
  return readBags(await decryptPbes2(algorithm, octetsOf(ciphertext, malformed), password, codes));
}

function readBags(bytes: Buffer): Bag[] {
  return childrenOf(readAsn1(bytes, malformed), malformed).map((node) => {
    const [type, wrapped] = childrenOf(node, malformed);
    const value = childrenOf(wrapped, malformed)[0];
    if (value === undefined) throw new TrustError(malformed, "empty bag");
    return { type: oidOf(type, malformed), value };
  });
}

async function assemble(bags: readonly Bag[], password: string): Promise<OpenedPkcs12> {
  const keyBags = bags.filter((bag) => bag.type === OID.shroudedKeyBag || bag.type === OID.keyBag);
  const [keyBag] = keyBags;
  if (keyBag === undefined || keyBags.length > 1) throw new TrustError("pkcs12.unsupported", `${keyBags.length} keys`);
  const key = signerFromKey(createPrivateKey({ key: await privateKeyOf(keyBag, password), format: "der", type: "pkcs8" }));
  const certificates = bags.filter((bag) => bag.type === OID.certBag).map(certificateOf);
  const own = certificates.find((certificate) => certificate.publicKey.equals(key.publicKey));
  if (own === undefined) throw new TrustError(malformed, "no certificate for the key");
  return { key, certificate: own, chain: certificates.filter((certificate) => certificate !== own) };
}

async function privateKeyOf(bag: Bag, password: string): Promise<Buffer> {
  if (bag.type === OID.keyBag) return Buffer.from(bag.value.toBER());
  const [algorithm, ciphertext] = childrenOf(bag.value, malformed);
  return decryptPbes2(algorithm, octetsOf(ciphertext, malformed), password, codes);
}

function certificateOf(bag: Bag): Certificate {
  const [type, value] = childrenOf(bag.value, malformed);
  if (oidOf(type, malformed) !== OID.x509Certificate) throw new TrustError("pkcs12.unsupported", "kind of certificate");
  return parseCertificate(octetsOf(childrenOf(value, malformed)[0], malformed));
}
