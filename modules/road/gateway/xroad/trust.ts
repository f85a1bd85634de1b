import { type Certificate, parseCertificate, verifyOcsp } from "@troad/trust";
import type { VerifiedMessage, XroadTrust } from "@troad/xroad";
import type { GlobalConf } from "../../domain/globalconf.ts";
import { type Sealed, signerOf } from "../seal.ts";
import { encodeXroadForm } from "./form.ts";

const known = new WeakMap<GlobalConf, XroadTrust>();

/** Whom the configuration approves. Messages have no time stamps yet, so no authority of those is here. */
export function trustIn(conf: GlobalConf): XroadTrust {
  let trust = known.get(conf);
  if (!trust) {
    const { roots, intermediates, ocspFreshnessSeconds } = conf.trust;
    const read = (pems: string[]): Certificate[] => pems.map((pem) => parseCertificate(pem));
    trust = { roots: read(roots), intermediates: read(intermediates), tsas: [], ocspFreshnessSeconds };
    known.set(conf, trust);
  }
  return trust;
}

/** INSTANCE/CLASS/CODE, by the profile of our authority's certificates. */
export const memberOfCertificate = ({ subject }: Certificate): string | undefined => subject.serialNumber;

/** A verified signature as the log keeps it, with its signer and the answer that said good. */
export function sealOf(
  verified: VerifiedMessage,
  {
    signature,
    chainResult,
    chain,
    body,
  }: { signature: Buffer; chainResult?: Buffer | undefined; chain?: Buffer | undefined; body?: unknown },
): Sealed {
  const [certificate, issuer] = verified.chain as [Certificate, Certificate | undefined];
  const answer = verified.signature.ocspResponses.find((one) => issuer && verifyOcsp(one, { certificate, issuer }).ok);
  const chains = verified.viaChain && chainResult && chain ? { result: chainResult, chain } : undefined;
  const kept = { xml: Buffer.from(signature), chain: chains, hasBody: body !== undefined };
  return {
    seal: { signature: encodeXroadForm(kept), signer: signerOf(certificate.der, Buffer.from(answer ?? [])) },
    xml: signature.toString("utf8"),
  };
}
