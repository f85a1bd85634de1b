import { createHash } from "node:crypto";
import { type Certificate, erasedName, readAsice, readXades, type Timestamp, verifyTimestamp } from "@troad/trust";
import { type Outcome, refused } from "../codes.ts";
import { openHashChains } from "./build.ts";
import { verifyHashChain } from "./verify.ts";

/** In META-INF: the way from a signature to a time stamp that many share, and the stamp (X-Road's layout of batch time stamps, UG-SIGDOC). */
const names = { chain: "META-INF/ts-hashchain.xml", result: "META-INF/ts-hashchainresult.xml", token: "META-INF/timestamp.tst" };
const chainUri = `/${names.chain}`;

/** Where such a hash tree finds a signature: its canonical SignatureValue, as a stamp of its own would. */
const signatureValueUri = "/META-INF/signatures.xml#signature-value";

/**
 * The time stamp beside the signature of a container in our own form: it must be over this signature's place in its hash tree. Undefined
 * where there is none. Codes: `container.malformed` for one that is not whole, `hashchain.*`, `timestamp.*`, `chain.*`.
 */
export function verifySharedTimestamp(
  container: Uint8Array,
  { roots, intermediates = [] }: { roots: readonly Certificate[]; intermediates?: readonly Certificate[] },
): Outcome<Timestamp> | undefined {
  const contents = readAsice(container);
  if (!contents.ok) return undefined;
  const beside = new Map(contents.value.beside);
  beside.delete(erasedName);
  if (beside.size === 0) return undefined;
  const [chain, result, token] = [beside.get(names.chain), beside.get(names.result), beside.get(names.token)];
  const signature = contents.value.signatures[0];
  const read = signature && readXades(signature.xml);
  if (!chain || !result || !token || !read?.ok || beside.size > 3)
    return refused("container.malformed", [...beside.keys()].join(" "));
  const input = { hash: "sha512" as const, digest: createHash("sha512").update(read.value.canonicalValue).digest() };
  const traced = verifyHashChain(result, {
    chains: new Map([[chainUri, chain]]),
    inputs: new Map([[signatureValueUri, input]]),
  });
  if (!traced.ok) return traced;
  return verifyTimestamp(token, { bytes: result, roots, intermediates: [...intermediates, ...read.value.certificates] });
}

/** The hash tree over SHA-512 digests of canonical SignatureValues; `result` gets the time stamp, `filesOf` what goes beside one of them. */
export function openSharedTree(digests: readonly Buffer[]) {
  const messages = digests.map((digest) => [{ uri: signatureValueUri, digest }]);
  const tree = openHashChains({ hash: "sha512", messages, chainUri });
  return {
    result: tree.result,
    filesOf: (position: number, token: Uint8Array): { name: string; data: Uint8Array }[] => [
      { name: names.chain, data: tree.chainOf(position) },
      { name: names.result, data: tree.result },
      { name: names.token, data: token },
    ],
  };
}
