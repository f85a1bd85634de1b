import { type Certificate, parseCertificate } from "@troad/trust";
import type { VerifiedMessage, XroadTrust } from "@troad/xroad";
import type { GlobalConf } from "../../domain/globalconf.ts";
import { type Sealed, signerOf } from "../sealing/seal.ts";
import { encodeXroadForm } from "./form.ts";

const known = new WeakMap<GlobalConf, XroadTrust>();

/** The authorities that the configuration approves. Messages have no time stamps yet, so no time-stamping authority is here. */
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

/** A verified signature as stored in the log, with its signer and the answer that said good. */
export function sealOf(
  verified: VerifiedMessage,
  {
    signature,
    chainResult,
    chain,
    body,
  }: { signature: Buffer; chainResult?: Buffer | undefined; chain?: Buffer | undefined; body?: unknown },
): Sealed {
  const chains = verified.viaChain && chainResult && chain ? { result: chainResult, chain } : undefined;
  const kept = { xml: Buffer.from(signature), chain: chains, hasBody: body !== undefined };
  return {
    seal: { signature: encodeXroadForm(kept), signer: signerOf(verified.signer.der, Buffer.from(verified.status)) },
    xml: signature.toString("utf8"),
  };
}
