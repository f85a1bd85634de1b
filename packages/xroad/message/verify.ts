import { type Certificate, type HashName, type ReadSignature, readXades, verifyXades } from "@troad/trust";
import { checkCertificate, checkRevocation, findStatus, type XroadTrust } from "../asic/trust.ts";
import { type Outcome, type Refused, refused } from "../codes.ts";
import { digest } from "../crypto/algorithms.ts";
import { verifyHashChain } from "../hashchain/verify.ts";
import type { TransportMessage } from "./read.ts";

const signedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";
const [messageUri, bodyUri, resultUri, chainUri] = [
  "/message.xml",
  "/attachment1",
  "/sig-hashchainresult.xml",
  "/sig-hashchain.xml",
];

/** Who signed a message, which is not yet who it says that it is from: compare with the sender and with the connection. */
export interface VerifiedMessage {
  readonly signer: Certificate;
  readonly signature: ReadSignature;
  /** The answer that said that the signer's certificate was good. */
  readonly status: Buffer;
  readonly viaChain: boolean;
}

/**
 * Verifies a message before anything acts on it: signature over the head and, directly or by a hash chain, over the body that was
 * received; signer certified by an approved authority and not revoked, by a status answer in the signature. Status answers beside it are
 * about the connection's certificate: see `verifyServer`. Codes: `message.*`, `hashchain.*`, `xades.*`, `chain.*`, `ocsp.*`.
 */
export async function verifyTransport(
  message: TransportMessage,
  trust: XroadTrust,
  now: Date,
): Promise<Outcome<VerifiedMessage>> {
  const read = readXades(message.signature);
  if (!read.ok) return read;
  const covered = checkReferences(coveredBy(message), read.value);
  if (covered.fault) return covered.fault;
  const unsigned = await checkValue(message.signature);
  if (unsigned) return unsigned;
  const { chain, fault } = checkCertificate(read.value, trust, now);
  if (fault || !chain) return fault ?? refused("step.not-reached");
  const revoked = checkRevocation(chain, read.value, now, trust);
  if (revoked) return revoked;
  const [signer, issuer] = chain;
  const status = signer && issuer && findStatus(signer, issuer, read.value.ocspResponses, { at: now, trust });
  if (!status?.ok) return status ?? refused("ocsp.missing");
  return {
    ok: true,
    value: { signer: read.value.certificate, signature: read.value, status: status.value, viaChain: covered.viaChain },
  };
}

/** The value of a signature alone: what it is over and by whom has to be checked besides. */
async function checkValue(signature: Buffer): Promise<Refused | undefined> {
  const value = await verifyXades(signature, { files: [] });
  const step = value.steps.find((one) => one.step === "signature");
  return step?.ok ? undefined : refused(step?.code ?? "step.not-reached", step?.detail);
}

/** A signature with the SHA-512 digests of what it should be over, where the message itself is elsewhere. */
export interface SignedDigests {
  readonly xml: Buffer;
  readonly chain: { readonly result: Buffer; readonly chain: Buffer } | undefined;
  readonly head: Buffer;
  readonly body: Buffer | undefined;
}

/**
 * Whether `signer`, whose certificate the caller has checked, signed a message with these digests. `isBound` is false where the signature
 * is over digests of another algorithm, which say nothing of these. Codes: as `verifyTransport`.
 */
export async function verifyXroadDigests(signed: SignedDigests, signer: Certificate): Promise<Outcome<{ isBound: boolean }>> {
  const read = readXades(signed.xml);
  if (!read.ok) return read;
  if (read.value.certificate.fingerprint !== signer.fingerprint) return refused("message.reference", "another signer");
  const unsigned = await checkValue(signed.xml);
  if (unsigned) return unsigned;
  if (read.value.references.some(({ content, hash }) => content === undefined && hash !== "sha512"))
    return { ok: true, value: { isBound: false } };
  const only = (bytes: Buffer | undefined, hash: HashName) => (hash === "sha512" ? bytes : undefined);
  const { fault } = checkReferences(
    {
      chainResult: signed.chain?.result,
      chain: signed.chain?.chain,
      hasBody: signed.body !== undefined,
      head: (hash) => only(signed.head, hash),
      body: (hash) => only(signed.body, hash),
    },
    read.value,
  );
  if (fault?.code === "hashchain.unresolved") return { ok: true, value: { isBound: false } };
  return fault ?? { ok: true, value: { isBound: true } };
}

/** The digests of a message's parts, as far as they can be had. */
interface Covered {
  readonly chainResult: Buffer | undefined;
  readonly chain: Buffer | undefined;
  readonly hasBody: boolean;
  head(hash: HashName): Buffer | undefined;
  body(hash: HashName): Buffer | undefined;
}

const coveredBy = ({ head, body, chainResult, chain }: TransportMessage): Covered => ({
  chainResult,
  chain,
  hasBody: body !== undefined,
  head: (hash) => digest(hash, head),
  body: (hash) => (hash === "sha384" ? undefined : body?.[hash]),
});

/** Each reference fits what was received, and what was received is covered whole: nothing rides along unsigned. */
function checkReferences(message: Covered, read: ReadSignature): { viaChain: boolean; fault: Refused | undefined } {
  const covered = new Set<string>();
  let properties = 0;
  for (const reference of read.references) {
    const { uri, hash, digest: expected, content } = reference;
    if (content !== undefined) {
      if (reference.type !== signedPropertiesType || uri !== `#${read.signedPropertiesId}`)
        return wrong("message.reference", uri);
      if (!digest(hash, content).equals(expected)) return wrong("xades.signed-properties");
      properties += 1;
      continue;
    }
    if (reference.transformed || covered.has(uri)) return wrong("message.reference", uri);
    const found = digestOf(message, uri, hash);
    if (found === undefined) return wrong("message.reference", uri);
    if (!found.equals(expected)) return wrong("message.digest", uri);
    covered.add(uri);
  }
  if (properties !== 1) return wrong("xades.signed-properties", "not referred to");
  const viaChain = covered.has(resultUri!);
  if (!viaChain && (message.chainResult || message.chain)) return wrong("message.reference", "a hash chain that is not signed");
  const fault = viaChain ? checkChain(message, covered) : undefined;
  if (fault) return { viaChain, fault };
  if (!viaChain && !covered.has(messageUri!)) return wrong("message.reference", messageUri);
  if (!viaChain && message.hasBody && !covered.has(bodyUri!)) return wrong("message.reference", bodyUri);
  return { viaChain, fault: undefined };
}

const wrong = (...about: Parameters<typeof refused>) => ({ viaChain: false, fault: refused(...about) });

function digestOf(message: Covered, uri: string, hash: HashName): Buffer | undefined {
  if (uri === messageUri) return message.head(hash);
  if (uri === resultUri) return message.chainResult && digest(hash, message.chainResult);
  return uri === bodyUri ? message.body(hash) : undefined;
}

/** The chain has to name every part that the signature itself does not; X-Road's chains use one digest throughout. */
function checkChain(message: Covered, covered: ReadonlySet<string>): Refused | undefined {
  const { chainResult, chain } = message;
  if (!chainResult || !chain) return refused("asic.no-hash-chain");
  const check = (hash: HashName): Outcome<unknown> => {
    const parts = [
      [messageUri!, covered.has(messageUri!) ? undefined : message.head(hash)] as const,
      [bodyUri!, covered.has(bodyUri!) ? undefined : message.body(hash)] as const,
    ];
    const inputs = new Map(parts.flatMap(([uri, bytes]) => (bytes ? [[uri, { hash, digest: bytes }] as const] : [])));
    return verifyHashChain(chainResult, { chains: new Map([[chainUri!, chain]]), inputs });
  };
  let refusal: Refused | undefined;
  for (const hash of ["sha512", "sha256", "sha384"] as const) {
    const outcome = check(hash);
    if (outcome.ok) return undefined;
    refusal ??= outcome;
  }
  return refusal;
}
