import { type Certificate, type ReadSignature, readXades, verifyXades } from "@troad/trust";
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
  const covered = checkReferences(message, read.value);
  if (covered.fault) return covered.fault;
  const value = await verifyXades(message.signature, { files: [] });
  const step = value.steps.find((one) => one.step === "signature");
  if (!step?.ok) return refused(step?.code ?? "step.not-reached", step?.detail);
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

/** Each reference fits what was received, and what was received is covered whole: nothing rides along unsigned. */
export function checkReferences(
  message: TransportMessage,
  read: ReadSignature,
): { viaChain: boolean; fault: Refused | undefined } {
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
  if (!viaChain && message.body && !covered.has(bodyUri!)) return wrong("message.reference", bodyUri);
  return { viaChain, fault: undefined };
}

const wrong = (...about: Parameters<typeof refused>) => ({ viaChain: false, fault: refused(...about) });

function digestOf(message: TransportMessage, uri: string, hash: "sha256" | "sha384" | "sha512"): Buffer | undefined {
  if (uri === messageUri) return digest(hash, message.head);
  if (uri === resultUri) return message.chainResult && digest(hash, message.chainResult);
  if (uri !== bodyUri || hash === "sha384") return undefined;
  return message.body?.[hash];
}

/** The chain has to name every part that the signature itself does not; X-Road's chains use one digest throughout. */
function checkChain(message: TransportMessage, covered: ReadonlySet<string>): Refused | undefined {
  const { chainResult, chain, body, head } = message;
  if (!chainResult || !chain) return refused("asic.no-hash-chain");
  const check = (hash: "sha512" | "sha256") =>
    verifyHashChain(chainResult, {
      chains: new Map([[chainUri!, chain]]),
      inputs: new Map([
        ...(covered.has(messageUri!) ? [] : [[messageUri!, { data: head }] as const]),
        ...(body && !covered.has(bodyUri!) ? [[bodyUri!, { hash, digest: body[hash] }] as const] : []),
      ]),
    });
  const first = check("sha512");
  const second = first.ok || !body ? first : check("sha256");
  return second.ok ? undefined : second;
}
